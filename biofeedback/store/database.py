"""Opens the one SQLite file: private, of a known version, and never at the cost of what is in it.

A file that is not ours is refused before anything is written to it. Each migration is one transaction: it happens
wholly or not at all, and two processes that begin at once do it once.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from biofeedback.errors import NotAStore, StoreError
from biofeedback.store import private
from biofeedback.why import why

FILE_NAME = "sessions.sqlite3"
"""The file of sessions in the data folder."""

_BESIDE = re.compile(r"sessions-([1-9][0-9]{0,8})\.sqlite3")
"""Files of sessions begun later, because the one before could not be used."""

APPLICATION_ID = 0x42494F46
""""BIOF" in ASCII: tells our file from any other SQLite file."""

BUSY_S = 2.0
"""How long a write waits for another process; far longer than any of our transactions takes. Seconds."""

WAL_ATTEMPTS = 10
"""Tries of changing to write-ahead logging beside a process that does the same."""

LEAST_DATABASE = 512
"""Shortest file that is a database: SQLite would take anything shorter for empty, and write over it. Bytes."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE sessions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            started TEXT NOT NULL, version TEXT NOT NULL, protocol TEXT, digest TEXT,
            source TEXT NOT NULL, seed INTEGER, settings TEXT NOT NULL, lang TEXT NOT NULL,
            ended TEXT, summary TEXT
        ) STRICT""",
        """CREATE TABLE entries (
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            seq INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('event', 'decision')),
            t REAL NOT NULL, line TEXT NOT NULL,
            PRIMARY KEY (session, seq)
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        """CREATE TABLE notes (
            session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('free', 'afterwards')), text TEXT NOT NULL,
            PRIMARY KEY (session, kind)
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        # What a source was stood in its name, what a line is in its text: from here on each is a fact of its own.
        "ALTER TABLE sessions ADD COLUMN source_kind TEXT NOT NULL DEFAULT 'recording'"
        " CHECK (source_kind IN ('strap', 'recording', 'participant', 'past'))",
        """UPDATE sessions SET source_kind = CASE
            WHEN substr(source, 1, 3) = 'ble' THEN 'strap'
            WHEN substr(source, 1, 7) = 'person:' THEN 'participant'
            WHEN substr(source, 1, 8) = 'session:' THEN 'past'
            ELSE 'recording' END""",
        "ALTER TABLE sessions ADD COLUMN practised TEXT",  # the protocol, as JSON; older sessions have only its name
        "ALTER TABLE entries ADD COLUMN type TEXT NOT NULL DEFAULT ''",
        # Without reading the lines as JSON: one that is damaged must not keep the others from being opened.
        """UPDATE entries SET type = substr(line, 10, instr(substr(line, 10), '"') - 1)
            WHERE substr(line, 1, 9) = '{"type":"'""",
    ),
)
"""Each entry leads from the version before it to its own (1, 2, ...). Never edited once released, only added to."""


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
            _migrate(connection, path)
            _finish_deleting(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection, path


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None, None, None]:
    """All of it or nothing. The write lock is taken at once, so that a wait for it ends before anything is done."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # a full disk may have rolled back already
            connection.execute("ROLLBACK")
        raise


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    (value,) = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(value)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse, before anything is written, what is not ours or is from the future."""
    if 0 < path.stat().st_size < LEAST_DATABASE:
        raise sqlite3.DatabaseError("file is too short")
    connection.execute("BEGIN")  # one moment for all three: another process may just be setting it up
    owner, version = _number(connection, "application_id"), _number(connection, "user_version")
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("COMMIT")
    if owner != APPLICATION_ID and (owner != 0 or tables > 0):
        raise NotAStore(
            f"{path}: this file belongs to another program; move it away to begin afresh",
            reasons=(why("store.foreign", file=str(path)),),
        )
    _refuse_newer(version, path)


def _refuse_newer(version: int, path: Path) -> None:
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path}: written by a newer version of this program "
            f"(store {version}, this one knows {len(MIGRATIONS)}); update biofeedback to use it",
            reasons=(why("store.newer", file=str(path)),),
        )


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


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _number(connection, "user_version") == len(MIGRATIONS):
        return
    with transaction(connection):
        version = _number(connection, "user_version")  # another process may have been faster
        _refuse_newer(version, path)
        for number, statements in enumerate(MIGRATIONS[version:], version + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
