"""A session that is quickened: no word comes late, because none comes; what must be heard is."""

from __future__ import annotations

import pytest

from biofeedback.cues.words import Rung, SoundMode, Tone
from biofeedback.decisions import Action, CueGiven, Stopped
from biofeedback.events import Tick
from biofeedback.findings import Rule
from biofeedback.sound.sounding import LATE_S, Sounding
from biofeedback.sound.wire import Breathe, Level, Message, Play
from biofeedback.why import why
from protocols.library import load
from protocols.training import Effort

NOW = 1000.0
TENSE = CueGiven(t=10.0, action=Action.TENSE, group="feet", hold_s=8.0, effort=Effort.MILD)
RELEASE = CueGiven(t=18.0, action=Action.RELEASE, group="feet")
PREPARE = CueGiven(t=5.0, action=Action.PREPARE, group="feet")
STOP = Stopped(t=20.0, rule=Rule.IRREGULAR, why=why("cues.stopped_detail"))


class Ear:
    def __init__(self) -> None:
        self.heard: list[Message] = []

    def tell(self, message: Message) -> bool:
        self.heard.append(message)
        return True

    def rung(self) -> Rung | None:
        return Rung.DEVICE

    def close(self) -> None: ...

    def tones(self) -> list[Tone | None]:
        """Since the last time it was asked."""
        plays = [message for message in self.heard if isinstance(message, Play)]
        self.heard.clear()
        return [item.tone for play in plays for item in play.items]


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def sounding(ear: Ear) -> Sounding:
    made = Sounding(load("feet_to_forehead"), "en", ear, mode=SoundMode.TONES, now=lambda: NOW)
    ear.heard.clear()
    return made


def test_a_quickened_session_is_silent_but_for_a_stop(ear: Ear, sounding: Sounding) -> None:
    sounding.run_at(8.0)
    assert ear.heard == [Play(()), Breathe(), ear.heard[-1]]
    ear.heard.clear()
    for cue in (PREPARE, TENSE, RELEASE):
        sounding.on_step(Tick(t=cue.t), (cue,))
    assert ear.heard == []
    sounding.on_step(Tick(t=STOP.t), (STOP,))
    assert ear.tones() == [Tone.STOP]


def test_a_tension_that_was_told_has_its_release_told_at_its_time(ear: Ear, sounding: Sounding) -> None:
    """And where none is told, no earlier than it can be due."""
    sounding.on_step(Tick(t=TENSE.t), (TENSE,))
    ear.heard.clear()
    sounding.run_at(4.0)
    (play,) = (message for message in ear.heard if isinstance(message, Play))
    assert play.release_at == NOW + 8.0 / 4.0 + LATE_S
    ear.heard.clear()
    sounding.on_step(Tick(t=RELEASE.t), (RELEASE,))
    assert ear.tones() == [Tone.RELEASE]
    sounding.on_step(Tick(t=RELEASE.t + 1), (RELEASE,))
    assert ear.heard == []


def test_at_the_pace_of_life_it_is_heard_again(ear: Ear, sounding: Sounding) -> None:
    """From the next cue on."""
    sounding.run_at(4.0)
    sounding.on_step(Tick(t=TENSE.t), (TENSE,))
    sounding.run_at(1.0)
    ear.heard.clear()
    sounding.on_step(Tick(t=RELEASE.t), (RELEASE,))
    assert Tone.RELEASE in ear.tones()


def test_the_volume_that_was_set_holds_before_the_first_sound_and_after_each_turn() -> None:
    """Silence is silence at any volume; back again, it is as loud as it was set."""
    ear = Ear()
    made = Sounding(load("feet_to_forehead"), "en", ear, mode=SoundMode.TONES, volume=0.4, now=lambda: NOW)
    while made.state.mode is not SoundMode.OFF:
        made.turn()
    made.turn()
    gains = [each.gain for each in ear.heard if isinstance(each, Level)]
    assert gains[0] == 0.4
    assert 0.0 in gains
    assert gains[-1] == 0.4
