"""What is decided is told to whatever plays: through the whole program, with a speaker that keeps what it is told."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import Parts, open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.cues.words import Rung, SoundMode, Tone
from biofeedback.decisions import Action, CueGiven, Decision, Stopped
from biofeedback.events import Event, Key, Pressed
from biofeedback.ports import Put
from biofeedback.sound.process import SoundProcess
from biofeedback.sound.sounding import Sounding, Speaker
from biofeedback.sound.wire import Item, LetGo, Message, Play
from biofeedback.store.sessions import Sessions
from protocols.training import TrainingProtocol
from simulators.participants.participant import person as participant
from tests.app.assembled import Aloud, Happening, all_well, no_answers_due, parts, practised

LATEST_S = 20.0
"""A release that has not been told by then never will be. Seconds of the wall."""


@dataclass
class Ear:
    """A speaker that plays nothing and keeps all."""

    told: list[Message] = field(default_factory=list)
    closed: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)

    def tell(self, message: Message) -> bool:
        self.told.append(message)
        if isinstance(message, LetGo):
            self.let_go.set()
        return True

    def rung(self) -> Rung | None:
        return Rung.DEVICE

    def close(self) -> None:
        self.closed += 1

    @property
    def plays(self) -> list[Play]:
        return [each for each in self.told if isinstance(each, Play)]

    def tones(self) -> list[Tone]:
        """All tones in the order in which they were told."""
        return [item.tone for play in self.plays for item in play.items if item.tone is not None]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and the questions answered."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    no_answers_due()
    return tmp_path


def heard_by(ear: Speaker, name: str, happens: dict[int, Happening], speed: float = 1.0) -> Parts:
    """This machine with that speaker, and a participant on a strap."""

    def sound(protocol: TrainingProtocol, lang: str, mode: SoundMode, speed: float) -> Sounding:
        return Sounding(protocol, lang, ear, mode=SoundMode.TONES, speed=speed)

    return replace(parts(participant(name, 1), happens, Aloud(), speed=speed), sound=sound)


def cues(*actions: Action) -> list[Action]:
    """The cues of these kinds in the session that was kept, in their order."""
    with Sessions() as store:
        given = store.of_kind(store.all()[0].id, CueGiven)
    return [each.action for each in given if each.action in actions]


async def test_every_tension_and_its_release_are_told_in_their_order() -> None:
    """And each tension with the time at which it ends, so that the release needs no further word."""
    ear = Ear()
    await practised(heard_by(ear, "calm", {}))

    pairs = [tone for tone in ear.tones() if tone in (Tone.TENSE, Tone.RELEASE)]
    assert pairs == [Tone.TENSE, Tone.RELEASE] * 4
    assert cues(Action.TENSE) == [Action.TENSE] * 4
    holds = [play for play in ear.plays if Tone.TENSE in {item.tone for item in play.items}]
    assert all(play.release_at is not None for play in holds)
    assert ear.closed == 1


async def test_a_stop_is_told_and_nothing_after_it() -> None:
    """Palpitations in the second tension."""
    ear = Ear()

    def stops(put: Put, t: float) -> type[Event]:
        put(Pressed(t=t, key=Key.STOP))
        return Pressed

    await practised(heard_by(ear, "calm", {2: stops}))

    tones = ear.tones()
    assert tones.count(Tone.TENSE) == 2
    assert Tone.RELEASE in tones or Tone.STOP in tones
    after = tones[len(tones) - 1 - tones[::-1].index(Tone.TENSE) + 1 :]
    assert after[0] in (Tone.RELEASE, Tone.STOP)


async def test_a_rhythm_that_stops_the_session_is_heard_as_a_stop() -> None:
    ear = Ear()
    session = open_session(
        Activity.DEMO,
        SessionRequest(source="person:palpitations@1000", protocol="seven_groups", seed=1, today=all_well()),
        asks=False,
        parts=replace(Parts(), sound=heard_by(ear, "calm", {}).sound),
    )
    decided: list[Decision] = []

    class Kept:
        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            decided.extend(decisions)

    session.start(Kept())
    await session.wait()
    await session.close()

    assert ear.tones()[-1] is Tone.STOP
    assert ear.tones().count(Tone.STOP) == 1


class Stuck(io.StringIO):
    """A screen that hangs at its first release, until the release was told past it."""

    def __init__(self, ear: Ear) -> None:
        super().__init__()
        self._ear = ear
        self.waited = self.rescued = False

    def write(self, text: str) -> int:
        if "Hold for" in text and not self.waited:
            self.waited = True
            self.rescued = self._ear.let_go.wait(LATEST_S)
        return super().write(text)

    def isatty(self) -> bool:
        return False


async def test_the_watchdog_tells_the_release_to_what_plays_where_the_screen_hangs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ear = Ear()
    screen = Stuck(ear)
    monkeypatch.setattr(sys, "stdout", screen)

    def stops(put: Put, t: float) -> type[Event]:
        put(Pressed(t=t, key=Key.STOP))
        return Pressed

    await practised(heard_by(ear, "calm", {2: stops}, speed=200.0))

    assert screen.waited
    assert screen.rescued


async def test_a_speaker_that_fails_costs_only_the_sound(capsys: pytest.CaptureFixture[str]) -> None:
    """The session goes on to its end, and that something failed is told."""

    class Broken(Ear):
        def tell(self, message: Message) -> bool:
            if isinstance(message, Play):
                raise RuntimeError("broken")
            return True

    await practised(heard_by(Broken(), "calm", {}))

    assert cues(Action.TENSE, Action.RELEASE).count(Action.TENSE) == 4
    assert "failed" in capsys.readouterr().err


async def test_what_plays_may_be_stuck_from_the_first_word_on_and_nothing_is_decided_otherwise_for_it() -> None:
    """Its pipe is full before the first tension. Were a word to it waited for, the session would never end."""
    stuck = SoundProcess((sys.executable, "-c", "import signal; signal.pause()"))
    pid = stuck._process.pid if stuck._process is not None else 0
    while stuck.tell(Play(tuple(Item(tone=Tone.NOTICE) for _ in range(80)))):
        pass

    def stops(put: Put, t: float) -> type[Event]:
        put(Pressed(t=t, key=Key.STOP))
        return Pressed

    try:
        await practised(heard_by(stuck, "calm", {2: stops}))
    finally:
        os.kill(pid, signal.SIGKILL)
    await practised(heard_by(Ear(), "calm", {2: stops}))

    with Sessions() as store:
        unheard, heard = (store.decisions(session.id) for session in store.all())
    assert unheard == heard
    assert cues(Action.TENSE, Action.RELEASE) == [Action.TENSE, Action.RELEASE] * 2
    assert any(isinstance(each, Stopped) for each in heard)
