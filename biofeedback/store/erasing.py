"""All that the program keeps of one person, named file by file; and taken away for good.

Only files that the program itself makes are touched: a data folder may be any folder, and may hold other things.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from biofeedback.errors import StoreError
from biofeedback.store import private, schema
from biofeedback.why import why


class Holds(Enum):
    """What a file of the data folder holds."""

    SESSIONS = "sessions"
    BACKUP = "backup"  # sessions, as they were before an update
    ANSWERS = "answers"
    STRAP = "strap"  # and what was chosen last
    FAULTS = "faults"
    REPORTS = "reports"
    EXPORTS = "exports"
    PROFILE = "profile"  # the name of the one in use


_MADE = (
    ("sessions*.sqlite3.before-*", Holds.BACKUP),
    ("sessions*.sqlite3*", Holds.SESSIONS),
    ("person.json*", Holds.ANSWERS),
    ("answering.json*", Holds.ANSWERS),
    ("remembered.json*", Holds.STRAP),
    ("faults.log*", Holds.FAULTS),
    ("reports/*", Holds.REPORTS),
    ("exports/**/*", Holds.EXPORTS),
    ("profile", Holds.PROFILE),
)
"""The files that the program makes, each by the first pattern that fits; what follows a name is a log of recent writes,
or a file that was being written when the program was killed."""

_FOLDERS = ("reports", "exports")
"""Folders below it that the program makes."""

_HEADER = b"SQLite format 3\x00"
_APPLICATION_ID = slice(68, 72)
"""Where a SQLite file says whose it is: four bytes, the highest first (the file format of SQLite, section 1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """One file, its size in bytes, and whether only its owner can read it."""

    path: Path
    size: int
    holds: Holds
    private: bool


def kept_files(folder: Path) -> tuple[KeptFile, ...]:
    """What the program keeps in a folder, in the order of what it holds."""
    found: dict[Path, Holds] = {}
    for pattern, holds in _MADE:
        for path in sorted(folder.glob(pattern)):
            if path.is_file() and not path.is_symlink():
                found.setdefault(path, holds)
    return tuple(_described(path, holds) for path, holds in found.items())


def _described(path: Path, holds: Holds) -> KeptFile:
    state = path.stat()
    return KeptFile(path=path, size=state.st_size, holds=holds, private=not state.st_mode & 0o077)


def everything(folder: Path) -> tuple[Path, ...]:
    """Overwrite and take away all that the program keeps in a folder; what else is in it stays, and is returned.

    Raises StoreError where a session is just now kept in another window, and where a file cannot be deleted: those
    before it are gone then.
    """
    files = kept_files(folder)
    for file in files:
        if file.holds is Holds.SESSIONS and file.path.suffix == ".sqlite3":
            _close_to_others(file.path)
    for file in kept_files(folder):
        if not _is_foreign(file):
            private.erase(file.path)
    for name in _FOLDERS:
        for made in (*sorted((folder / name).glob("**/"), reverse=True), folder / name):
            with suppress(OSError):  # not there, or something else is in it
                made.rmdir()
    return tuple(sorted(folder.iterdir())) if folder.is_dir() else ()


def _close_to_others(store: Path) -> None:
    """Make sure that nobody has the store open: leaving write-ahead logging is refused while anybody has."""
    with closing(sqlite3.connect(store, timeout=0.0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as problem:
            raise StoreError(
                f"{store}: another window is using it; close it first", reasons=(why("store.in_use", file=str(store)),)
            ) from problem
        except sqlite3.DatabaseError:
            return  # no store that anybody could have open


def _is_foreign(file: KeptFile) -> bool:
    """Whether a file with the name of a store is another program's: theirs is not ours to delete."""
    if file.holds is not Holds.SESSIONS:
        return False
    with suppress(OSError), file.path.open("rb") as opened:
        head = opened.read(100)
        owner = int.from_bytes(head[_APPLICATION_ID], "big")
        return head.startswith(_HEADER) and owner not in (0, schema.APPLICATION_ID)
    return False
