"""Opens the one SQLite file: private, of a known version, and never at the cost of what is in it.

A file that is not ours is refused before anything is written to it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from biofeedback.errors import NotAStore, StoreError
from biofeedback.store import migrating, private, schema
from biofeedback.store.transactions import number, transaction
from biofeedback.why import why

FILE_NAME = "sessions.sqlite3"
"""The file of sessions in the data folder."""

_BESIDE = re.compile(r"sessions-([1-9][0-9]{0,8})\.sqlite3")
"""Files of sessions begun later, because the one before could not be used."""

BUSY_S = 2.0
"""How long a write waits for another process; far longer than any of our transactions takes. Seconds."""

WAL_ATTEMPTS = 10
"""Tries of changing to write-ahead logging beside a process that does the same."""

LEAST_DATABASE = 512
"""Shortest file that is a database: SQLite would take anything shorter for empty, and write over it. Bytes."""


@contextmanager
def translate_errors(path: Path) -> Generator[None, None, None]:
    """Whatever goes wrong with the file inside, it is one clear StoreError."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        raise StoreError(
            f"{path}: the sessions kept here cannot be used now ({problem})",
            reasons=(why("store.not_now", file=str(path)),),
        ) from problem
    except sqlite3.DatabaseError as problem:
        raise NotAStore(
            f"{path}: this is not a readable store of sessions ({problem}); nothing was changed: "
            "move the file away to begin afresh",
            reasons=(why("store.damaged", file=str(path)),),
        ) from problem


def files(folder: Path) -> tuple[Path, ...]:
    """The stores of a data folder, the one in use last. Those before it could not be used, and are left as they are."""
    found = {int(named[1]): file for file in folder.iterdir() if (named := _BESIDE.fullmatch(file.name))}
    return (folder / FILE_NAME, *(found[number] for number in sorted(found)))


def next_beside(folder: Path) -> Path:
    """The new store that would be begun in this folder."""
    named = _BESIDE.fullmatch(files(folder)[-1].name)
    return folder / f"sessions-{int(named[1]) + 1 if named else 2}.sqlite3"


def begin_beside(chosen: Path | None = None) -> None:
    """Begin a new store beside one that cannot be used, which stays as it is. One that can be used is gone on with."""
    try:
        connection, _ = connect(chosen)
    except NotAStore:
        private.make(next_beside(private.folder(chosen)))
        connection, _ = connect(chosen)
    connection.close()


def connect(chosen: Path | None = None) -> tuple[sqlite3.Connection, Path]:
    """The store in the data folder, made or brought up to date where needed, and its path.

    Raises StoreError where the folder or file cannot be used, is not ours, or was written by a newer version.
    """
    path = files(private.folder(chosen))[-1]
    private.make(path)
    with translate_errors(path):
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            _check(connection, path)
            private.close_to_others(path)
            _set_up(connection)
            migrating.bring_up_to_date(connection, path)
            _finish_deleting(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection, path


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse, before anything is written, what is not ours or is from the future."""
    if 0 < path.stat().st_size < LEAST_DATABASE:
        raise sqlite3.DatabaseError("file is too short")
    connection.execute("BEGIN")  # one moment for all three: another process may just be setting it up
    owner, version = number(connection, "application_id"), number(connection, "user_version")
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("COMMIT")
    if owner != schema.APPLICATION_ID and (owner != 0 or tables > 0):
        raise NotAStore(
            f"{path}: this file belongs to another program; move it away to begin afresh",
            reasons=(why("store.foreign", file=str(path)),),
        )
    migrating.refuse_newer(version, path)


def _set_up(connection: sqlite3.Connection) -> None:
    _log_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")  # a battery may run out: what is committed is on the disk
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # a deleted session is overwritten, not just forgotten


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Write-ahead logging: who reads does not wait for who writes. SQLite does not itself wait to change to it."""
    for _ in range(WAL_ATTEMPTS):
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
            return
        with transaction(connection):
            pass  # waits until the other process is done


def overwritten(connection: sqlite3.Connection) -> bool:
    """Fold the log of recent writes into the file and cut it: only then are deleted lines in neither.

    False where another program is still reading what was there before. SQLite waits for it, for `BUSY_S`.
    """
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _finish_deleting(connection: sqlite3.Connection, path: Path) -> None:
    """What another program kept from being overwritten is overwritten now, if that takes no waiting.

    The last to close a store cuts its log, so one that is left at a start is in use by others, or was left by somebody
    who was killed, or who held on to deleted lines.
    """
    log = path.with_name(f"{path.name}-wal")
    with suppress(FileNotFoundError):
        if log.stat().st_size == 0:
            return
        connection.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.OperationalError):  # in use: whoever begins or ends next does it
            overwritten(connection)
        connection.execute(f"PRAGMA busy_timeout = {round(BUSY_S * 1000)}")
