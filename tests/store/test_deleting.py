"""Deleted is deleted: from every file, or the truth is told and the next start finishes it."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from biofeedback.decisions import Stopped
from biofeedback.errors import UsageError
from biofeedback.events import Tick
from biofeedback.store import database
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions
from biofeedback.why import why
from tests.cli.program import run

MARK = "a-very-private-word"
READER = """
import sqlite3, sys
reader = sqlite3.connect(sys.argv[1], isolation_level=None)
reader.execute("BEGIN")
reader.execute("SELECT count(*) FROM entries").fetchall()
print("reading", flush=True)
sys.stdin.readline()
reader.close()
"""


def _kept(folder: Path, about: About) -> int:
    log = SessionLog(about, folder)
    for n in range(50):
        log.on_step(Tick(t=float(n)), (Stopped(t=float(n), rule=None, why=why(MARK)),))
    log.close()
    return log.id


def _is_left(folder: Path) -> bool:
    return any(MARK.encode() in file.read_bytes() for file in folder.iterdir())


@contextmanager
def _reader(folder: Path) -> Generator[subprocess.Popen[str]]:
    """Another program in the middle of reading."""
    command = [sys.executable, "-c", READER, str(folder / database.FILE_NAME)]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
        yield reader


@pytest.mark.parametrize("killed", [False, True])
def test_lines_that_another_program_holds_are_told_and_overwritten_at_the_next_start(
    folder: Path, about: About, killed: bool
) -> None:
    """The session is in no list, what is left is said in one sentence, and after that program nothing is left."""
    number = _kept(folder, about)
    with _reader(folder) as reader:
        ran = run("sessions", "delete", str(number), data=folder)
        held = _is_left(folder)
        if killed:
            reader.send_signal(signal.SIGKILL)
        else:
            reader.communicate("\n")
    with Sessions(folder) as sessions:
        assert sessions.all() == ()

    assert ran.code == 0
    assert held
    assert ran.err == (
        "biofeedback: Another program is still reading the sessions, so the lines stay on the disk until it has closed "
        "and biofeedback has been started again.\n"
    )
    assert not _is_left(folder)


def test_a_deletion_that_nobody_disturbs_is_told_without_more(folder: Path, about: About) -> None:
    """Deleted, and in no file."""
    number = _kept(folder, about)
    ran = run("sessions", "delete", str(number), data=folder)

    assert (ran.code, ran.out, ran.err) == (0, f"Session {number} is deleted.\n", "")
    assert not _is_left(folder)


def test_a_start_beside_a_program_that_stays_open_finishes_a_deletion(
    folder: Path, about: About, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever held the lines reads on, but no longer in the old state: the log is cut though it is in use."""
    number = _kept(folder, about)
    reader = sqlite3.connect(folder / database.FILE_NAME, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entries").fetchall()
    monkeypatch.setattr(database, "BUSY_S", 0.01)
    with Sessions(folder) as sessions:
        assert not sessions.delete(number)
    assert _is_left(folder)
    reader.execute("COMMIT")

    Sessions(folder).close()

    assert not _is_left(folder)
    reader.close()


def test_a_session_with_a_spoilt_line_can_be_deleted(folder: Path, about: About) -> None:
    """Whatever keeps it from being read does not keep it from going."""
    number = _kept(folder, about)
    connection, _ = database.connect(folder)
    connection.execute("UPDATE sessions SET summary = 'spoilt'")
    connection.close()

    with Sessions(folder) as sessions:
        assert sessions.delete(number)
        assert sessions.all() == ()
        with pytest.raises(UsageError):
            sessions.delete(number)
