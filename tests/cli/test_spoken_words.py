"""`sound words`: how many words are spoken is chosen once; fewer of them are said where a protocol is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.app import hearing, sound_mode
from biofeedback.cli import sound
from biofeedback.cues.words import SoundMode, SpokenWords
from biofeedback.decisions import Action, CueGiven, EndCause, Finished, Outcome, Phase, PhaseBegan
from biofeedback.events import Tick
from biofeedback.sound.sounding import Sounding
from biofeedback.sound.wire import Message, Play
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import SourceKind
from biofeedback.why import why
from protocols.library import load
from tests.app.test_heard import Ear


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))


def _practise(outcome: Outcome) -> None:
    log = SessionLog.begin(
        protocol=load("desk"), source_kind=SourceKind.STRAP, source="ble", seed=None, lang="en", settings={}
    )
    cause = EndCause.COMPLETED if outcome is Outcome.COMPLETED else EndCause.PERSON
    finished = Finished(
        t=9.0, outcome=outcome, rule=None, groups_done=1, groups_planned=1, settle_pauses=0, tension_before=None,
        tension_after=None, why=why("coach.completed"), cause=cause,
    )  # fmt: skip
    log.on_step(Tick(t=9.0), (finished,))
    log.close()


def test_all_words_are_spoken_until_somebody_wishes_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    assert not hearing.few_words("desk")
    assert sound.words(None, "en") == 0
    assert [line[2:9].strip() for line in capsys.readouterr().out.splitlines() if line[0] == "*"] == ["all"]

    assert sound.words("fewer", "en") == 0
    assert hearing.few_words("desk")
    sound.words(None, "zh")
    assert [line[2:9].strip() for line in capsys.readouterr().out.splitlines() if line[0] == "*"] == ["fewer"]


def test_later_means_once_that_very_protocol_was_practised_to_its_end_often_enough() -> None:
    hearing.keep_words(SpokenWords.LATER)
    for _ in range(hearing.KNOWN_AFTER):
        assert not hearing.few_words("desk")
        _practise(Outcome.STOPPED)
        _practise(Outcome.COMPLETED)
    assert hearing.few_words("desk")
    assert not hearing.few_words("seven_groups")


def test_the_choice_stays_with_how_much_is_heard_and_who_speaks() -> None:
    hearing.choose_voice("en", "bm_george")
    hearing.keep_words(SpokenWords.LATER)
    sound_mode.keep_mode(SoundMode.TONES)
    assert hearing.words_wished() is SpokenWords.LATER
    assert hearing.voice_of("en") == "bm_george"


@pytest.mark.parametrize("wished", SpokenWords)
def test_a_session_is_spoken_as_it_was_chosen(wished: SpokenWords, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program opens the sound of a session; only the process that plays is another."""
    ear = Ear()
    monkeypatch.setattr(hearing, "SoundProcess", lambda: ear)
    hearing.keep_words(wished)
    opened = hearing.open_sound(load("desk"), "en", SoundMode.VOICE, 1.0)
    assert isinstance(opened, Sounding)
    group = load("desk").steps[0].group.id
    began = PhaseBegan(t=0.0, phase=Phase.PREPARE, step=0, group=group)
    opened.on_step(Tick(t=0.0), (began, CueGiven(t=0.0, action=Action.PREPARE, group=group)))
    said = {item.clip.id for play in _plays(ear.told) for item in play.items if item.clip is not None}
    assert said == {f"{group}.name" if wished is SpokenWords.FEWER else f"{group}.notice"}


def _plays(told: list[Message]) -> list[Play]:
    return [each for each in told if isinstance(each, Play)]
