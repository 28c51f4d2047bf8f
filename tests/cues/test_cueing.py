"""Every decision that a person must act on or know of is heard; what is heard has a line in the list of all lines."""

from __future__ import annotations

import pytest

from biofeedback.cues.cueing import Cueing
from biofeedback.cues.lines import program_lines, protocol_lines, spoken_lines
from biofeedback.cues.merging import fitting, needed_s
from biofeedback.cues.words import Cue, Line, Part, Tone, text_hash
from biofeedback.decisions import (
    Action,
    Adapted,
    Advised,
    BaselineSet,
    BreathPaced,
    CueGiven,
    Decision,
    EndCause,
    Finished,
    GoesOn,
    Monitoring,
    Offered,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    Settling,
    Stopped,
    Warned,
    WarningOver,
)
from biofeedback.events import Symptom
from biofeedback.findings import Missing, Rule, Severity
from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts, keys_of
from biofeedback.why import Why, why
from protocols.library import load, names
from protocols.training import Effort

RULE = why("rhythm.irregular", beats=12)
LOST = why("coach.link_lost")


def _tones(decisions: list[Decision], protocol: str = "feet_to_forehead") -> list[Tone]:
    heard = Cueing(load(protocol), "en").on(tuple(decisions))
    return [] if heard.cue is None else [part.tone for part in heard.cue.parts if part.tone is not None]


def _said(decisions: list[Decision], lang: str = "en", protocol: str = "feet_to_forehead") -> list[str]:
    heard = Cueing(load(protocol), lang).on(tuple(decisions))
    return [] if heard.cue is None else [part.line.id for part in heard.cue.parts if part.line is not None]


def _tense(t: float = 0.0) -> CueGiven:
    return CueGiven(t=t, action=Action.TENSE, group="feet", hold_s=5.0, effort=Effort.MILD)


def _release(t: float = 0.0) -> CueGiven:
    return CueGiven(t=t, action=Action.RELEASE, group="feet")


def _finished(outcome: Outcome, reason: Why) -> Finished:
    return Finished(
        t=9.0,
        outcome=outcome,
        rule=None,
        groups_done=1,
        groups_planned=13,
        settle_pauses=0,
        tension_before=None,
        tension_after=None,
        why=reason,
        cause=EndCause.COMPLETED,
    )


MUST_BE_HEARD: list[tuple[list[Decision], list[Tone]]] = [
    ([_tense()], [Tone.TENSE]),
    ([_tense(), _release()], [Tone.TENSE, Tone.RELEASE]),
    ([CueGiven(t=0.0, action=Action.PREPARE, group="feet")], [Tone.NOTICE]),
    ([CueGiven(t=0.0, action=Action.SETTLE)], [Tone.SETTLE]),
    ([CueGiven(t=0.0, action=Action.CLOSE)], [Tone.REST]),
    ([CueGiven(t=0.0, action=Action.RATE)], [Tone.NOTICE]),
    ([CueGiven(t=0.0, action=Action.END)], [Tone.END]),
    ([Paused(t=0.0, why=why("coach.person_paused"))], [Tone.PAUSE]),
    ([Paused(t=0.0, why=LOST, missing=Missing.LINK)], [Tone.STRAP_LOST]),
    ([Paused(t=0.0, why=LOST, missing=Missing.LINK), GoesOn(t=9.0, why=why("coach.signal_good"))],
     [Tone.STRAP_LOST, Tone.STRAP_FOUND]),
    ([GoesOn(t=0.0, why=why("coach.person_resumed"))], [Tone.GO_ON]),
    ([Offered(t=0.0, why=why("coach.unmonitored_offer"))], [Tone.NOTICE]),
    ([Monitoring(t=0.0, on=True, why=why("coach.monitored"))], [Tone.STRAP_FOUND]),
    ([Advised(t=0.0, why=why("symptoms.advice_pain"))], [Tone.NOTICE]),
    ([Warned(t=0.0, start_s=0.0, rule=Rule.IRREGULAR, severity=Severity.CAUTION, why=RULE)], [Tone.NOTICE]),
    ([Stopped(t=0.0, rule=Rule.IRREGULAR, why=RULE)], [Tone.STOP]),
    ([Stopped(t=0.0, rule=None, why=why("coach.person_stopped"))], [Tone.STOP]),
]  # fmt: skip


@pytest.mark.parametrize(("decisions", "tones"), MUST_BE_HEARD)
def test_what_a_person_must_know_of_has_its_tone(decisions: list[Decision], tones: list[Tone]) -> None:
    assert _tones(decisions) == tones


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("decisions", [decisions for decisions, _ in MUST_BE_HEARD])
def test_it_has_words_too_and_each_is_in_the_list_of_all_lines(decisions: list[Decision], lang: str) -> None:
    known = {line.id for line in spoken_lines(lang)}
    said = _said(decisions, lang)
    assert said
    assert set(said) <= known


@pytest.mark.parametrize(
    "decision",
    [
        WarningOver(t=0.0, rule=Rule.IRREGULAR),
        BaselineSet(t=0.0, hr_bpm=60.0, rmssd_ms=None),
        Settling(t=0.0, begun=True, why=RULE),
        Adapted(t=0.0, what="rest_s", before=1.0, after=2.0, why=RULE),
        Warned(t=0.0, start_s=0.0, rule=Rule.IRREGULAR, severity=Severity.NOTE, why=RULE),
    ],
)
def test_what_is_only_to_be_read_is_left_to_the_screen(decision: Decision) -> None:
    assert _tones([decision]) == []


def test_a_stop_is_the_only_thing_that_is_heard() -> None:
    """Whatever else was decided with it: also the release of the tension that it ends."""
    decisions: list[Decision] = [_tense(), _release()]
    decisions += [Stopped(t=1.0, rule=Rule.IRREGULAR, why=RULE), _finished(Outcome.STOPPED, RULE)]
    assert _tones(decisions) == [Tone.STOP]
    assert _said(decisions) == ["spoken.stopped", "spoken.on_screen"]


def test_a_pause_in_a_tension_is_a_release_first() -> None:
    lost: list[Decision] = [_release(), PhaseBegan(t=1.0, phase=Phase.PAUSED), Paused(t=1.0, why=LOST)]
    begun: list[Decision] = [_tense()]
    assert _tones(begun + lost)[1:] == [Tone.RELEASE, Tone.PAUSE]


def test_a_tension_brings_the_time_of_its_release() -> None:
    heard = Cueing(load("feet_to_forehead"), "en").on((PhaseBegan(t=3.0, phase=Phase.TENSE, until=8.0), _tense(3.0)))
    assert heard.cue is not None
    assert (heard.cue.hold_s, heard.cue.room_s) == (5.0, 5.0)


def test_the_breath_ends_after_three_in_a_rest_and_comes_back_in_step_to_settle() -> None:
    cueing = Cueing(load("feet_to_forehead"), "en")
    began = PhaseBegan(t=0.0, phase=Phase.REST, step=0, group="feet")
    rested = cueing.on((began, BreathPaced(t=6.0, breaths_per_min=6.0)))
    settled = cueing.on((PhaseBegan(t=26.0, phase=Phase.SETTLE), CueGiven(t=26.0, action=Action.SETTLE)))
    assert rested.breath is not None
    assert rested.breath.breaths == 3
    assert settled.breath is not None
    assert (settled.breath.breaths, settled.breath.since_s) == (None, 20.0)


def test_before_sleep_it_becomes_softer_and_ends_in_silence() -> None:
    protocol = load("bedtime")
    cueing = Cueing(protocol, "en")
    last = len(protocol.steps) - 1
    first = cueing.on((PhaseBegan(t=0.0, phase=Phase.PREPARE, step=0, group="feet"),)).gain
    late = cueing.on((PhaseBegan(t=500.0, phase=Phase.PREPARE, step=last, group="drift"),)).gain
    closing = cueing.on((PhaseBegan(t=600.0, phase=Phase.CLOSING), CueGiven(t=600.0, action=Action.CLOSE))).gain
    end = cueing.on((PhaseBegan(t=900.0, phase=Phase.FINISHED), _finished(Outcome.COMPLETED, why("coach.completed"))))
    assert first is not None
    assert first == 1.0
    assert late is not None
    assert closing is not None
    assert first > late > closing > 0
    assert end.cue is None


def test_words_that_are_on_are_said_to_their_end_before_the_quiet_time_and_at_no_other_cue() -> None:
    """The strap is often heard in the middle of the preparation."""
    quiet: list[Decision] = [CueGiven(t=0.0, action=Action.SIT_QUIETLY)]
    for decisions in (quiet, *(decisions for decisions, _ in MUST_BE_HEARD)):
        cue = Cueing(load("feet_to_forehead"), "en").on(tuple(decisions)).cue
        assert cue is not None
        assert cue.follows == (decisions is quiet)


def test_a_lost_strap_is_told_once() -> None:
    """That nothing is heard of it any more follows from it, and would cut off the words that say what to do."""
    silent = Warned(t=3.0, start_s=3.0, rule=Rule.IRREGULAR, severity=Severity.CAUTION, why=why("rhythm.signal_silent"))
    cueing = Cueing(load("feet_to_forehead"), "en")
    assert cueing.on((Paused(t=0.0, why=LOST, missing=Missing.LINK),)).cue is not None
    assert cueing.on((silent,)).cue is None
    cueing.on((GoesOn(t=9.0, why=why("coach.signal_good")),))
    assert cueing.on((silent,)).cue is not None


@pytest.mark.parametrize("step", [0, -1], ids=["tensed", "only let go"])
def test_with_fewer_words_a_tension_has_its_name_and_its_tones_and_what_is_only_let_go_all_its_words(step: int) -> None:
    protocol = load("bedtime")
    place = step % len(protocol.steps)
    group = protocol.steps[step].group.id
    began = PhaseBegan(t=0.0, phase=Phase.PREPARE, step=place, group=group)
    asked = CueGiven(t=0.0, action=Action.PREPARE, group=group)
    said = {}
    for few in (False, True):
        cue = Cueing(protocol, "en", few=few).on((began, asked)).cue
        assert cue is not None
        said[few] = [part.line.id for part in cue.parts if part.line is not None]
    tensed = protocol.steps[step].hold_s > 0
    assert tensed == (step == 0)
    assert said[True] == ([f"{group}.name"] if tensed else said[False])


@pytest.mark.parametrize("symptom", Symptom)
def test_every_advice_is_spoken(symptom: Symptom) -> None:
    """It has no numbers, and is for somebody whose eyes may be closed."""
    code = f"symptoms.advice_{symptom.value}"
    assert _said([Advised(t=0.0, why=why(code))]) == [code]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_spoken_line_has_a_number_or_a_gap(lang: str) -> None:
    for line in spoken_lines(lang):
        assert not any(sign.isdigit() or sign in "{}" for sign in line.text), line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ids_and_texts_are_one_to_one_in_each_place(lang: str) -> None:
    """So one recording of one's own never speaks for another text."""
    lines = spoken_lines(lang)
    assert len({line.id for line in lines}) == len(lines)
    assert len({line.hash for line in lines}) == len({line.text for line in lines})


@pytest.mark.parametrize("name", names())
def test_each_line_of_a_protocol_is_in_the_list_of_all(name: str) -> None:
    assert set(protocol_lines(load(name), "en")) <= set(spoken_lines("en"))


def test_each_sentence_made_for_the_ear_is_in_the_list_of_all() -> None:
    assert {f"spoken.{key}" for key in keys_of("spoken")} <= {line.id for line in program_lines("en")}


def test_the_hash_goes_by_the_text_alone() -> None:
    assert text_hash("And let go.") == Line("anything", "And let go.").hash
    assert text_hash("And let go.") != text_hash("And let go")
    assert text_hash("e\u0301") == text_hash("\u00e9")


def test_of_what_has_no_time_the_optional_is_left_out_from_the_end() -> None:
    lines = [Line(name, name) for name in "abc"]
    parts = (Part(line=lines[0]), Part(line=lines[1], optional=True), Part(line=lines[2], optional=True))

    def ids(room_s: float | None) -> str:
        fits = fitting(Cue(parts=parts, room_s=room_s), lambda _: 2.0)
        return "".join(part.line.id for part in fits.parts if part.line)

    assert (ids(None), ids(7.0), ids(5.0), ids(1.0)) == ("abc", "abc", "ab", "a")
    assert needed_s(parts, lambda _: None) == 0.0


def test_a_line_says_what_its_text_says() -> None:
    assert Texts("en").say("spoken.goes_on") in {line.text for line in program_lines("en")}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("first", [Phase.ASK_BEFORE, Phase.WAITING])
def test_a_session_opens_with_the_preparation_that_all_protocols_share(first: Phase, lang: str) -> None:
    """Whether it begins with a rating or not; and what is said then is in the list of all lines."""
    said = _said([PhaseBegan(t=0.0, phase=first)], lang)

    assert said[0] == "common.preparation"
    assert set(said) <= {line.id for line in spoken_lines(lang)}
