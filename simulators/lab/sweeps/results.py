"""Where the outcomes of a sweep are kept: a database that is filled while it runs, and one that is written at its end.

The first can be gone on with; the second is written once, in order, so that the same sweep gives the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, fields
from pathlib import Path

import msgspec

from biofeedback.errors import InputError, UsageError, cause
from simulators.lab.sweeps.grid import Grid
from simulators.lab.sweeps.outcomes import Outcome

RESULTS = "results.sqlite"
"""The file of a sweep that is done."""

PARTIAL = "partial.sqlite"
"""The file of one that is not, in the same folder."""

_COLUMNS = ", ".join(each.name for each in fields(Outcome))
_PLACES = ", ".join("?" for _ in fields(Outcome))
_TABLES = f"""
CREATE TABLE IF NOT EXISTS sweep (grid TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions ({_COLUMNS}, PRIMARY KEY (number));
"""


class Results:
    """The results in a folder. Raises UsageError where another sweep's are there."""

    def __init__(self, folder: Path, grid: Grid) -> None:
        self._folder = folder
        self._grid = grid
        with self._keeping():
            folder.mkdir(parents=True, exist_ok=True)
            for file in (RESULTS, PARTIAL):
                if (folder / file).exists() and grid_in(folder / file) != grid.line():
                    raise UsageError(f"{folder / file} is of another sweep or version: name another folder with --out")
            self._partial = sqlite3.connect(folder / PARTIAL) if not self.done else None
            if self._partial is not None:
                self._partial.executescript(_TABLES)
                if grid_in(folder / PARTIAL) is None:
                    with self._partial:
                        self._partial.execute("INSERT INTO sweep VALUES (?)", (grid.line(),))

    @property
    def file(self) -> Path:
        """Where the results are when it is done."""
        return self._folder / RESULTS

    @property
    def done(self) -> bool:
        """Whether all of it was played before."""
        return self.file.exists()

    def known(self) -> frozenset[int]:
        """The numbers of the sessions that were played before."""
        if self._partial is None:
            return frozenset(range(len(self._grid)))
        return frozenset(number for (number,) in self._partial.execute("SELECT number FROM sessions"))

    def add(self, some: Iterable[Outcome]) -> None:
        """Keep some more, down to the disk."""
        assert self._partial is not None
        with self._keeping(), self._partial:
            self._partial.executemany(
                f"INSERT OR REPLACE INTO sessions VALUES ({_PLACES})", [astuple(one) for one in some]
            )

    def finish(self) -> None:
        """Write the results as they stay, in the order of their numbers."""
        if self._partial is None:
            return
        new = self._folder / f"{RESULTS}.new"
        with self._keeping():
            new.unlink(missing_ok=True)
            rows = self._partial.execute(f"SELECT {_COLUMNS} FROM sessions ORDER BY number")
            with closing(sqlite3.connect(new)) as written, written:
                written.executescript(_TABLES)
                written.execute("INSERT INTO sweep VALUES (?)", (self._grid.line(),))
                written.executemany(f"INSERT INTO sessions VALUES ({_PLACES})", rows)
            self.close()
            new.replace(self.file)
            (self._folder / PARTIAL).unlink()

    @contextmanager
    def _keeping(self) -> Generator[None]:
        """What keeps them from being kept is one line: the folder, and why."""
        try:
            yield
        except (OSError, sqlite3.Error) as problem:
            reason = cause(problem) if isinstance(problem, OSError) else problem
            raise UsageError(f"{self._folder}: the results cannot be kept there ({reason})") from problem

    def close(self) -> None:
        """Let go of the file."""
        if self._partial is not None:
            self._partial.close()
            self._partial = None


def grid_in(file: Path) -> str | None:
    """Which sweep's results are in a file; None: none yet. Raises InputError."""
    try:
        with closing(sqlite3.connect(file)) as opened:
            row = opened.execute("SELECT grid FROM sweep").fetchone()
    except sqlite3.OperationalError:
        return None
    except sqlite3.Error as problem:
        raise InputError(f"{file}: this is no sweep's results ({problem})") from problem
    return None if row is None else str(row[0])


def asked_in(file: Path) -> Grid:
    """The sweep whose results are in a file. Raises InputError."""
    line = grid_in(file)
    try:
        return msgspec.json.decode(line or "", type=Grid)
    except msgspec.MsgspecError as problem:
        raise InputError(f"{file}: this is no sweep's results ({problem})") from problem


def outcomes_in(file: Path) -> Sequence[Outcome]:
    """All outcomes in a file, in order. Raises InputError."""
    if not file.is_file():
        raise InputError(f"{file}: there are no results of a sweep", kind="missing")
    try:
        with closing(sqlite3.connect(file)) as opened:
            rows = opened.execute(f"SELECT {_COLUMNS} FROM sessions ORDER BY number").fetchall()
    except sqlite3.Error as problem:
        raise InputError(f"{file}: this is no sweep's results ({problem})") from problem
    return [Outcome(**dict(zip((each.name for each in fields(Outcome)), row, strict=True))) for row in rows]
