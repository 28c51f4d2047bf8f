"""What a person must hear reaches them, whatever fails: through the program as it is put together, in plain mode."""

from __future__ import annotations

import io
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from biofeedback.app import crash_report
from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import Parts, open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.strap_in_use import strap_source
from biofeedback.clock import SessionClock
from biofeedback.decisions import Outcome
from biofeedback.errors import StoreError
from biofeedback.events import Event, HeartRate, Key, Pressed, Reported, Symptom
from biofeedback.journal import decision_from_line, event_from_line
from biofeedback.ports import Put, Source
from biofeedback.store import database, person
from biofeedback.store.blocks import unpacked
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from devices.strap import Strap
from protocols.library import load
from simulators.participants.participant import person as participant
from tests.app.assembled import Aloud, all_well, no_answers_due, parts, practised

HOLD = "Hold for"
LATEST_S = 3.0  # of wall time, for a hold that takes a fraction of a second there: by then a release must be said
RELEASE = load("three_minutes").steps[0].group.release


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of a person who has answered."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    no_answers_due()
    return tmp_path


@pytest.fixture
def full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder on a real file system of its own; `fill` of this file leaves no byte free."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        done = False
    if not done:
        pytest.skip("mounting a small file system needs root")
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(folder))
    no_answers_due()
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Leave no byte free."""
    with (folder / "ballast").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


def pain(put: Put, t: float) -> type[Event]:
    """Reported in a hold."""
    put(Reported(t=t, symptom=Symptom.PAIN))
    return Reported


def stops(put: Put, t: float) -> type[Event]:
    """The person stops."""
    put(Pressed(t=t, key=Key.STOP))
    return Pressed


def unwritable(when: str) -> None:
    """A disk without room."""
    raise StoreError("person.json: cannot be written (No space left on device)")


def after_hold(out: str) -> list[str]:
    """The lines after the first that begins a hold."""
    lines = out.splitlines()
    return lines[next(n for n, line in enumerate(lines) if HOLD in line) + 1 :]


# ------------------------------------------------------------------------------------------- listeners, the full disk


async def test_pain_is_answered_where_it_cannot_be_noted(capsys: pytest.CaptureFixture[str]) -> None:
    """The release and the advice are heard, the practice goes on, and the end tells what was not kept."""
    put_in = replace(parts(participant("calm", 1), {1: pain}, Aloud()), note_adverse=unwritable)
    code = await practised(put_in)
    told = capsys.readouterr()

    release, advice, *later = after_hold(told.out)
    assert RELEASE.en in release
    assert Texts("en").say("symptoms.advice_pain") in advice or any(
        Texts("en").say("symptoms.advice_pain") in line for line in later
    )
    assert any(HOLD in line for line in later)
    assert told.err.splitlines() == ["biofeedback: person.json: cannot be written (No space left on device)"]
    assert code == 0  # as the session itself was; what was not kept is told


async def test_pain_on_a_full_disk(full_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same on a real one, on which the journal has no room either."""

    def happens(put: Put, t: float) -> type[Event]:
        fill(full_disk)
        return pain(put, t)

    code = await practised(parts(participant("calm", 1), {1: happens}, Aloud()))
    told = capsys.readouterr()

    assert RELEASE.en in after_hold(told.out)[0]
    assert any(Texts("en").say("symptoms.advice_pain") in line for line in after_hold(told.out))
    assert code == 0  # as the session itself was; what was not kept is told
    assert told.err.count("\n") in (1, 2)
    assert "Traceback" not in told.err


async def test_palpitations_on_a_full_disk(full_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The stop is said, and it is the exit code, whatever became of the journal."""

    def happens(put: Put, t: float) -> None:
        fill(full_disk)

    code = await practised(parts(participant("palpitations", 1), {1: happens}, Aloud()), protocol="feet_to_forehead")
    told = capsys.readouterr()

    assert code == 3
    assert any("Stop. Let everything go loose" in line for line in told.out.splitlines())
    assert told.err.startswith("biofeedback: ")


async def test_trouble_is_noted_for_the_next_time() -> None:
    """By the listener that the session factory adds for a strap."""
    await practised(parts(participant("calm", 1), {1: pain}, Aloud()))

    known = person.recall()
    assert known is not None
    assert known.adverse is not None


async def test_a_journal_that_fails_is_left_out_and_told(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At once and at the end; what is heard is the whole practice."""

    def happens(put: Put, t: float) -> type[Event]:
        put(HeartRate(t=t, hr_bpm=70, rr_ticks=(), payload=cast(bytes, object())))  # cannot be written down
        return HeartRate

    await practised(parts(participant("calm", 1), {}, Aloud()))
    whole = capsys.readouterr().out.splitlines()
    code = await practised(parts(participant("calm", 1), {1: happens}, Aloud()))
    told = capsys.readouterr()

    assert [line for line in told.out.splitlines() if HOLD in line] == [line for line in whole if HOLD in line]
    assert told.out.splitlines()[-1] == whole[-1]
    assert "A part of this program failed on the way" in told.err
    assert code == 2
    assert (at_home / crash_report.FILE_NAME).stat().st_size > 0


# --------------------------------------------------------------------------------------------- faults of the program


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_a_fault_in_a_hold_lets_go_and_is_one_calm_line(
    at_home: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    """The details are in a file that only its owner can read, even where it was there before and open to others."""
    log = at_home / crash_report.FILE_NAME
    log.touch(mode=0o644)

    def happens(put: Put, t: float) -> type[Event]:
        put(HeartRate(t=t, hr_bpm=70, rr_ticks=cast(Any, None)))
        return Pressed  # which never comes

    code = await practised(parts(participant("calm", 1), {1: happens}, Aloud()), lang)
    told = capsys.readouterr()

    assert code == 2
    assert RELEASE.say(lang) in told.out.splitlines()[-1]
    said = Texts(lang)
    assert told.err == f"biofeedback: {said.say('cli.fault')}{said.say('cli.fault_kept', file=str(log))}\n"
    assert "TypeError" in log.read_text(encoding="utf-8")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_fault_is_written_down_for_nobody_else(at_home: Path) -> None:
    """From the first byte."""
    crash_report.problem(RuntimeError("a fault"))
    assert stat.S_IMODE((at_home / crash_report.FILE_NAME).stat().st_mode) == 0o600


async def test_a_terminal_that_is_gone_in_a_hold_ends_the_session_in_order(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The release is said past it, and the journal ends with the last word."""
    reads, writes = os.pipe()
    aloud, at_hold = Aloud(), list[str]()

    def happens(put: Put, t: float) -> type[Event]:
        at_hold.append(os.read(reads, 1 << 16).decode())
        os.close(reads)
        put(Pressed(t=t, key=Key.PAUSE))
        return Pressed

    with os.fdopen(writes, "w", encoding="utf-8") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        code = await practised(parts(participant("calm", 1), {1: happens}, aloud))

    assert HOLD in at_hold[0].splitlines()[-1]
    assert aloud.said == 1
    assert code == 130
    assert capsys.readouterr().err == ""
    assert not (at_home / crash_report.FILE_NAME).exists()
    with Sessions() as kept:
        (session,) = kept.all()
        assert session.finished is not None
        assert session.finished.outcome is Outcome.ENDED_EARLY


# -------------------------------------------------------------------------------------------------- the watchdog


class Stuck(io.StringIO):
    """A screen that hangs at a word, for so long as nobody could bear it or until something was said past it."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word
        self.said_past = threading.Event()
        self.waited = self.rescued = False

    def write(self, text: str) -> int:
        if self._word in text and not self.waited:
            self.waited = True
            self.rescued = self.said_past.wait(LATEST_S)
        return super().write(text)

    def isatty(self) -> bool:
        return False


@pytest.mark.parametrize("word", [HOLD, RELEASE.en])
async def test_the_watchdog_says_the_release_where_the_screen_hangs(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """In the very telling of the tension, or of its release."""
    screen = Stuck(word)
    monkeypatch.setattr(sys, "stdout", screen)

    def said_past(lang: str) -> Callable[[], None]:
        return screen.said_past.set

    put_in = replace(parts(participant("calm", 1), {}, Aloud(), speed=200.0), aloud=said_past)

    put_in = replace(put_in, strap=parts(participant("calm", 1), {2: stops}, Aloud()).strap)
    await practised(put_in)

    assert screen.waited
    assert screen.rescued


# ------------------------------------------------------------------------------------------------------ signals


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_program_that_is_told_to_end_in_a_hold_lets_go_first(
    capsys: pytest.CaptureFixture[str], number: signal.Signals
) -> None:
    """And keeps the session, to its last word."""

    def happens(put: Put, t: float) -> type[Event]:
        os.kill(os.getpid(), number)
        return Pressed

    code = await practised(parts(participant("calm", 1), {1: happens}, Aloud()))
    told = capsys.readouterr()

    assert RELEASE.en in after_hold(told.out)[0]
    assert code == 130
    assert told.err == ""
    with Sessions() as kept:
        (session,) = kept.all()
        assert session.finished is not None


async def test_ctrl_z_in_a_hold_stops_the_process_once_the_pause_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    """And an hour later nothing goes on by itself: the practice has ended, and is kept."""
    out: list[str] = []

    def happens(put: Put, t: float) -> type[Event]:
        os.kill(os.getpid(), signal.SIGTSTP)
        return Pressed

    put_in = parts(participant("calm", 1), {1: happens}, Aloud())
    await practised(replace(put_in, stop=lambda: out.append(capsys.readouterr().out)))

    release, pause = after_hold(out[0])
    assert RELEASE.en in release
    assert Texts("en").say("coach.person_paused") in pause
    assert HOLD not in capsys.readouterr().out


async def test_a_computer_that_slept_in_a_hold_lets_go_and_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """Until the person goes on."""
    moved: list[float] = []

    def happens(put: Put, t: float) -> None:
        moved.append(3600.0)

    put_in = parts(participant("calm", 1), {1: happens}, Aloud())
    await practised(replace(put_in, moved_s=lambda: moved.pop() if moved else 0.0))

    release, pause, *later = after_hold(capsys.readouterr().out)
    assert RELEASE.en in release
    assert Texts("en").say("coach.suspended", seconds=3600) in pause
    assert not any(HOLD in line for line in later)


# --------------------------------------------------------------------------------------------------- the wiring


async def test_the_third_report_that_is_typed_ends_the_session(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each typed in a hold, with a number and Enter."""
    keyboard, terminal = os.openpty()

    def typed(put: Put, t: float) -> type[Event]:
        os.write(keyboard, b"r1\n")
        return Reported

    with os.fdopen(terminal, encoding="utf-8") as stdin, os.fdopen(keyboard, "wb"):
        monkeypatch.setattr(sys, "stdin", stdin)
        code = await practised(
            parts(participant("calm", 1), {1: typed, 2: typed, 3: typed, 4: stops}, Aloud()),
            protocol="feet_to_forehead",
        )
    told = capsys.readouterr()

    assert told.out.count(HOLD) == 3
    assert Texts("en").say("symptoms.advice_again") in told.out
    assert code == 0
    with Sessions() as kept:
        (session,) = kept.all()
        assert session.finished is not None
        assert session.finished.outcome is Outcome.ENDED_EARLY


async def test_the_journal_holds_each_event_before_what_was_decided_on_it(at_home: Path) -> None:
    """As a reader of a session that was cut off finds it."""
    await practised(parts(participant("calm", 1), {}, Aloud()))
    connection, _ = database.connect()
    rows = connection.execute("SELECT seq, kind, CAST(line AS BLOB) FROM entries").fetchall()
    for (block,) in connection.execute("SELECT lines FROM blocks"):
        rows += [(seq, "event", line) for seq, line in unpacked(block)]
    connection.close()
    entries = [(kind, line.decode()) for _, kind, line in sorted(rows)]

    assert entries[0][0] == "event"
    t = 0.0
    for kind, line in entries:
        if kind == "event":
            t = event_from_line(line).t
        else:
            assert decision_from_line(line).t <= t
    assert entries[-1][0] == "decision"


@pytest.mark.parametrize(("activity", "listened_to"), [(Activity.PRACTISE, False), (Activity.WATCH, True)])
async def test_an_optical_sensor_guards_no_session_and_may_be_watched(activity: Activity, listened_to: bool) -> None:
    """As the session factory opens a strap."""
    straps: list[Strap] = []

    def strap(clock: SessionClock, address: str | None, *, guards: bool) -> Source:
        straps.append(strap_source(clock, address, guards=guards))
        return straps[-1]

    session = open_session(activity, SessionRequest(source="ble", today=all_well()), parts=Parts(strap=strap))
    await session.close()

    assert [each._wishes.pulses for each in straps] == [listened_to]
