"""What SQLite and the file system are asked for is what a running session has: each setting is read back."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.events import Tick
from biofeedback.store import person, remembered
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions

ASKED_FOR = {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "journal_mode": "wal"}
"""2 is FULL: a commit is on the disk before it returns, for a battery may run out."""


def _connections(folder: Path, about: About) -> tuple[SessionLog, Sessions]:
    return SessionLog(about, folder), Sessions(folder)


@pytest.mark.parametrize(("pragma", "value"), ASKED_FOR.items())
def test_every_connection_has_what_the_store_promises(
    folder: Path, about: About, pragma: str, value: int | str
) -> None:
    """A session that is written, and one that is read or deleted."""
    log, sessions = _connections(folder, about)
    try:
        for each in (log, sessions):
            assert each._connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
    finally:
        log.close()
        sessions.close()


async def test_a_session_put_together_by_the_program_is_durable_and_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the umask: SQLite syncs each commit, and nobody else reads any file or the folder."""
    folder = tmp_path / "data"
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(folder))
    before = os.umask(0)
    try:
        session = open_session(Activity.DEMO, SessionRequest(), asks=False)
        log = session.log
        assert log is not None
        log.on_step(Tick(t=1.0), ())
        log.flush()
        person.keep(person.Person(answers=(), answered="2026-03-01T08:00:00+00:00"))
        remembered.remember(remembered.Remembered())
    finally:
        os.umask(before)
    assert log._connection.execute("PRAGMA synchronous").fetchone() == (ASKED_FOR["synchronous"],)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in folder.iterdir()} == dict.fromkeys(
        ("sessions.sqlite3", "sessions.sqlite3-wal", "sessions.sqlite3-shm", "person.json", "remembered.json"), "0o600"
    )
    await session.close()


@pytest.mark.parametrize("keep", [person.FILE_NAME, remembered.FILE_NAME])
def test_a_file_that_was_too_open_is_private_once_it_is_written(folder: Path, keep: str) -> None:
    """The new one takes its place; the rights of the old one do not stay."""
    folder.mkdir(parents=True)
    (folder / keep).write_text("{}")
    (folder / keep).chmod(0o666)
    write: dict[str, Callable[[], None]] = {
        person.FILE_NAME: lambda: person.keep(person.Person(answers=(), answered="2026-03-01"), folder),
        remembered.FILE_NAME: lambda: remembered.remember(remembered.Remembered(), folder),
    }
    write[keep]()

    assert stat.S_IMODE((folder / keep).stat().st_mode) == 0o600
