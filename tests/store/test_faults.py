"""Killed, locked out, out of space, raced: what was written stays, and the guidance never notices."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from biofeedback.decisions import PhaseBegan
from biofeedback.errors import StoreError
from biofeedback.events import HeartRate, Tick
from biofeedback.store import database
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from biofeedback.decisions import Phase, PhaseBegan
from biofeedback.events import HeartRate
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import SourceKind

log = SessionLog.begin(protocol=None, source_kind=SourceKind.STRAP, source=sys.argv[2], seed=1, lang="en",
                       settings={}, folder=Path(sys.argv[1]))
def tell(n):
    event = HeartRate(t=float(n), hr_bpm=60, rr_ticks=(n,), payload=bytes([n % 256]))
    log.on_step(event, (PhaseBegan(t=float(n), phase=Phase.REST),))
"""
FOR_EVER = """
n = 0
while True:
    tell(n)
    n += 1
    if n % 20 == 0:
        log.flush()
        print(n, flush=True)
"""
BEGINS = """
import sys
from pathlib import Path
from biofeedback.store import database
for n in range(20):
    connection, _ = database.connect(Path(sys.argv[1]) / str(n))
    connection.close()
"""
THREE_HUNDRED = """
for n in range(300):
    tell(n)
log.close()
print(log.id)
"""


def _writer(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER + code, *arguments], cwd=ROOT, text=True, stdout=subprocess.PIPE
    )


def _assert_whole(sessions: Sessions, session: int, *, least: int) -> None:
    """Events and decisions are the first ones, without a hole, and each decision is with its event."""
    events, decisions = sessions.events(session), sessions.decisions(session)
    assert len(events) >= least
    assert len(decisions) == len(events)
    for n, (event, decision) in enumerate(zip(events, decisions, strict=True)):
        assert isinstance(event, HeartRate)
        assert isinstance(decision, PhaseBegan)
        assert event.rr_ticks == (n,)
        assert decision.t == event.t == n


def test_what_was_written_survives_a_kill(folder: Path) -> None:
    """Kill -9 in the middle of writing: all that was committed is there, whole, and can be written beside."""
    writer = _writer(FOR_EVER, str(folder), "ble")
    assert writer.stdout is not None
    with writer:
        flushed = [int(writer.stdout.readline()) for _ in range(5)]
        writer.send_signal(signal.SIGKILL)

    with Sessions(folder) as sessions:
        (session,) = sessions.all()
        assert session.ended is None
        _assert_whole(sessions, session.id, least=flushed[-1])
        next_one = SessionLog(session.about, folder)
        next_one.close()
        assert [each.id for each in sessions.all() if each.ended is None] == [session.id]


def test_two_processes_write_at_once(folder: Path) -> None:
    """Both begin on a store that is not there yet, and neither loses or mixes up a line."""
    writers = [_writer(THREE_HUNDRED, str(folder), source) for source in ("ble:1", "ble:2")]
    told = [writer.communicate()[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]

    numbers = [int(text) for text in told]
    with Sessions(folder) as sessions:
        for number, source in zip(numbers, ("ble:1", "ble:2"), strict=True):
            assert sessions.get(number).about.source == source
            assert len(sessions.events(number)) == 300
            _assert_whole(sessions, number, least=300)


def test_processes_that_begin_at_once_do_not_take_each_other_for_strangers(tmp_path: Path) -> None:
    """While one sets a store up, another sees it either empty or done: three processes, twenty new stores."""
    command = [sys.executable, "-c", BEGINS, str(tmp_path)]
    writers = [subprocess.Popen(command, cwd=ROOT, text=True, stderr=subprocess.PIPE) for _ in range(3)]

    assert [writer.communicate()[1] for writer in writers] == ["", "", ""]


def test_a_full_disk_is_told_and_the_guidance_goes_on(folder: Path) -> None:
    """With no room left every `on_step` still returns; the trouble is one clear error; what was written stays."""
    code = """
        import resource
        from biofeedback.errors import StoreError
        tell(0)
        log.flush()
        size = max(file.stat().st_size for file in Path(sys.argv[1]).iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))
        for n in range(1, 2000):
            tell(n)
        try:
            log.flush()
        except StoreError as trouble:
            assert log.trouble is trouble
            print(trouble.message)
        try:
            log.close()
        except StoreError:
            print("told again")
    """
    writer = _writer(textwrap.dedent(code), str(folder), "ble")
    told, _ = writer.communicate()

    assert writer.returncode == 0
    assert "cannot be used now" in told
    assert "told again" in told
    with Sessions(folder) as sessions:
        (session,) = sessions.all()
        _assert_whole(sessions, session.id, least=1)


@pytest.fixture
def locked(folder: Path, about: About, monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionLog]:
    """A log whose file another process has locked for longer than anyone would wait."""
    monkeypatch.setattr(database, "BUSY_S", 0.01)
    log = SessionLog(about, folder)
    other, _ = database.connect(folder)
    other.execute("BEGIN IMMEDIATE")
    log.on_step(Tick(t=1.0), ())
    with pytest.raises(StoreError, match="locked"):
        log.flush()
    yield log
    other.close()


def test_a_locked_file_is_told_when_the_session_is_closed(locked: SessionLog, folder: Path) -> None:
    """Nothing hangs: closing says that lines are missing."""
    with pytest.raises(StoreError, match="locked"):
        locked.close()

    with Sessions(folder) as sessions:
        assert sessions.events(locked.id) == ()


def test_nothing_is_lost_once_a_lock_is_gone(folder: Path, about: About, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that could not be written are kept and written with the next."""
    monkeypatch.setattr(database, "BUSY_S", 0.01)
    log = SessionLog(about, folder)
    other, _ = database.connect(folder)
    other.execute("BEGIN IMMEDIATE")
    log.on_step(Tick(t=1.0), ())
    with pytest.raises(StoreError, match="locked"):
        log.flush()
    other.execute("ROLLBACK")
    other.close()

    log.on_step(Tick(t=2.0), ())
    log.flush()

    assert log.trouble is None
    with Sessions(folder) as sessions:
        assert sessions.events(log.id) == (Tick(t=1.0), Tick(t=2.0))
    log.close()


def test_a_session_deleted_while_it_runs_is_told(folder: Path, about: About) -> None:
    """Its lines have nowhere to go: that is one clear error at the end, and no half of a session."""
    log = SessionLog(about, folder)
    log.on_step(Tick(t=1.0), ())
    log.flush()
    with Sessions(folder) as sessions:
        sessions.delete(log.id)
        log.on_step(Tick(t=2.0), ())
        with pytest.raises(StoreError, match="was deleted while it ran"):
            log.close()

        assert sessions.all() == ()


def test_a_closed_log_hears_nothing_more(folder: Path, about: About) -> None:
    """A screen may still tell while it is being taken down; closing twice is closing once."""
    log = SessionLog(about, folder)
    log.close()
    log.on_step(Tick(t=1.0), ())
    log.close()

    with Sessions(folder) as sessions:
        assert sessions.events(log.id) == ()
