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
from biofeedback.events import HeartRate, Tick
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
        ran = run("sessions", "delete", str(number), "--yes", data=folder)
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
    ran = run("sessions", "delete", str(number), "--yes", data=folder)

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


def test_where_nobody_can_be_asked_nothing_is_deleted_without_a_word(folder: Path, about: About) -> None:
    """One line says which word, and the session is as it was."""
    number = _kept(folder, about)
    ran = run("sessions", "delete", str(number), data=folder)

    assert (ran.code, ran.out) == (2, "")
    assert "--yes" in ran.err
    with Sessions(folder) as sessions:
        assert sessions.get(number).id == number


def test_packed_beats_are_gone_too(folder: Path, about: About) -> None:
    """No piece of a block is left in any file, nor of the rows that became it, nor of a copy before an update."""
    log = SessionLog(about, folder)
    for n in range(1200):
        log.on_step(HeartRate(t=float(n), hr_bpm=60, rr_ticks=(n * 7919 % 100_000,), payload=b"private-payload!"), ())
    log.close()
    connection, _ = database.connect(folder)
    packed = [block for (block,) in connection.execute("SELECT lines FROM blocks").fetchall()]
    connection.close()
    pieces = {block[k : k + 16] for block in packed for k in range(0, len(block) - 16, 16)}
    copy = folder / f"{database.FILE_NAME}.before-4"
    copy.write_bytes((folder / database.FILE_NAME).read_bytes())
    before = b"".join(file.read_bytes() for file in folder.iterdir())
    assert sum(piece in before for piece in pieces) > 100  # but for those that lie across two pages

    with Sessions(folder) as sessions:
        assert sessions.delete(log.id)

    after = b"".join(file.read_bytes() for file in folder.iterdir())
    assert not any(piece in after for piece in pieces)
    assert b"cHJpdmF0ZS1wYXlsb2FkI" not in after  # the payload as a row would hold it
    assert not copy.exists()
