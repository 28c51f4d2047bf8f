"""The plain lines: one a decision, in the chosen language, calm about the numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest

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
    Meaning,
    Monitoring,
    Offered,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    ResonanceFound,
    Responded,
    Settling,
    ShiftTold,
    Stopped,
    Warned,
    WarningOver,
)
from biofeedback.events import Rated, Tick
from biofeedback.findings import Direction, Estimate, Rule, Severity
from biofeedback.plain.lines import VITALS_EVERY_S, PlainLines
from biofeedback.plain.vitals import vitals_line
from biofeedback.texts import Texts
from biofeedback.why import why
from protocols.groups import common
from protocols.training import Breathing, Effort, Step, TrainingProtocol
from tests.tui.fake_guide import GROUPS, PACE, TITLE, FakeGuide

BECAUSE = why("cues.settle_detail")
LANGUAGES = pytest.mark.parametrize("lang", ["en", "zh"])
PROTOCOL = TrainingProtocol(
    name="short",
    title=TITLE,
    summary=TITLE,
    baseline_s=60.0,
    steps=tuple(
        Step(group=g, lead_in_s=5.0, hold_s=5.0, rest_s=20.0, effort=Effort.MILD, breathing=Breathing.WITH_TENSION)
        for g in GROUPS
    ),
    pace=PACE,
    settle_max_s=60.0,
    closing_s=30.0,
    baseline_words=TITLE,
    settle_words=TITLE,
    closing=TITLE,
    reflection=TITLE,
    sources=(),
    digest="",
)
FINISHED = Finished(
    t=601.0,
    outcome=Outcome.COMPLETED,
    rule=None,
    groups_done=3,
    groups_planned=3,
    settle_pauses=1,
    tension_before=6,
    tension_after=2,
    why=BECAUSE,
    cause=EndCause.COMPLETED,
)
ANSWERED = Responded(
    t=600.0,
    group=None,
    repeats=3,
    rise_bpm=None,
    fall_bpm=Estimate(value=2.3, low=1.14, high=3.46),
    rmssd_gain=None,
    why=why("response.slower", bpm=2.3, low=1.14, high=3.46),
    meaning=Meaning.SLOWER,
)
SWUNG = ResonanceFound(
    t=600.0,
    breaths_per_min=Estimate(value=5.5, low=5.2, high=5.9),
    why=why("resonance.found", pace=5.5, low=5.2, high=5.9),
)
EVERY_KIND: tuple[Decision, ...] = (
    SWUNG,
    PhaseBegan(t=1.0, phase=Phase.WAITING),
    *(CueGiven(t=2.0, action=action, group="feet", hold_s=5.0, effort=Effort.MILD) for action in Action),
    *(CueGiven(t=2.0, action=action) for action in Action),
    BreathPaced(t=3.0, breaths_per_min=6.0),
    *(Adapted(t=4.0, what="rest_s", before=20.0, after=28.5, why=BECAUSE, carried_out=done) for done in (True, False)),
    *(Settling(t=5.0, begun=begun, why=BECAUSE) for begun in (True, False)),
    Paused(t=6.0, why=BECAUSE),
    GoesOn(t=7.0, why=BECAUSE),
    Offered(t=7.2, why=BECAUSE),
    Monitoring(t=7.4, on=True, why=BECAUSE),
    Advised(t=7.5, why=BECAUSE),
    *(Warned(t=8.0, start_s=2.0, rule=Rule.IRREGULAR, severity=severity, why=BECAUSE) for severity in Severity),
    WarningOver(t=9.0, rule=Rule.IRREGULAR),
    BaselineSet(t=10.0, hr_bpm=67.0, rmssd_ms=41.2),
    BaselineSet(t=10.0, hr_bpm=67.0, rmssd_ms=None),
    BaselineSet(t=10.0, hr_bpm=None, rmssd_ms=None),
    *(
        ShiftTold(t=11.0, direction=direction, found=found, strength=1.0, why=BECAUSE)
        for direction in Direction
        for found in (True, False)
    ),
    ANSWERED,
    Stopped(t=12.0, rule=Rule.IRREGULAR, why=BECAUSE),
    FINISHED,
)


def told(*decisions: Decision, lang: str = "en") -> list[str]:
    lines: list[str] = []
    PlainLines(lines.append, Texts(lang), protocol=PROTOCOL).on_step(Tick(t=0.0), decisions)
    return lines


@LANGUAGES
def test_every_kind_of_decision_is_one_line(lang: str) -> None:
    """No kind is forgotten, no line holds a line end or a control character."""
    assert {type(d) for d in EVERY_KIND} == set(get_args(Decision))
    lines = [line for each in EVERY_KIND for line in told(each, lang=lang)]
    assert len(lines) == len(EVERY_KIND)
    assert all(line.isprintable() and "{" not in line for line in lines)


@LANGUAGES
@pytest.mark.parametrize("cut_short", [Paused(t=9.0, why=BECAUSE), Stopped(t=9.0, rule=Rule.TOO_FAST, why=BECAUSE)])
def test_nobody_hears_that_they_have_settled_where_a_settle_pause_was_cut_short(lang: str, cut_short: Decision) -> None:
    """The line of what cut it short says why, and comes at once; a pause that ends by itself gives its reason."""
    over = Settling(t=9.0, begun=False, why=BECAUSE)
    assert told(over, cut_short, lang=lang) == told(cut_short, lang=lang)
    assert told(over, lang=lang) == ["00:09  " + Texts(lang).why(BECAUSE)]


@LANGUAGES
@pytest.mark.parametrize("act", [Paused(t=9.0, why=BECAUSE), Stopped(t=9.0, rule=Rule.TOO_FAST, why=BECAUSE)])
def test_what_was_noticed_is_not_said_twice_where_it_is_acted_on_at_once(lang: str, act: Decision) -> None:
    """The line of the pause or the stop says the same; another reason is another line."""
    warned = Warned(t=9.0, start_s=2.0, rule=Rule.TOO_FAST, severity=Severity.CAUTION, why=BECAUSE)
    assert told(warned, act, lang=lang) == told(act, lang=lang)
    other = replace(warned, why=why("cues.rest_detail"))
    assert told(other, act, lang=lang) == [*told(other, lang=lang), *told(act, lang=lang)]


def test_a_group_in_the_words_of_its_protocol() -> None:
    """What to do, and how long."""
    lines = told(
        CueGiven(t=61.0, action=Action.PREPARE, group="feet"),
        CueGiven(t=66.4, action=Action.TENSE, group="feet", hold_s=5.0, effort=Effort.MILD),
        CueGiven(t=71.0, action=Action.RELEASE, group="feet"),
    )
    assert lines == [
        "01:01  Feet. Bring your attention to your feet.",
        "01:06  Tense your feet a little, and breathe in. Hold for 5 s, lightly.",
        "01:11  Let your feet go, all at once, and breathe out.",
    ]


def test_without_a_protocol_there_are_words_all_the_same() -> None:
    """A stored session may be told long after its protocol has gone."""
    lines: list[str] = []
    PlainLines(lines.append, Texts("en")).on_step(
        Tick(t=0.0), (CueGiven(t=66.4, action=Action.TENSE, group="tail", hold_s=5.0, effort=Effort.MILD),)
    )
    assert lines == ["01:06  Tense gently, never with full strength."]


def test_phases_that_have_a_cue_are_not_told_twice() -> None:
    """The cue says it."""
    assert told(PhaseBegan(t=61.0, phase=Phase.TENSE), BreathPaced(t=61.0, breaths_per_min=None)) == []


@LANGUAGES
def test_how_to_prepare_is_said_once_and_first(lang: str) -> None:
    """Before the quiet time, which it would disturb; and the protocol's own first and last words at their place."""
    first, second, begin, end = told(
        PhaseBegan(t=0.0, phase=Phase.ASK_BEFORE),
        PhaseBegan(t=1.0, phase=Phase.WAITING),
        CueGiven(t=2.0, action=Action.SIT_QUIETLY),
        CueGiven(t=3.0, action=Action.CLOSE),
        lang=lang,
    )
    prepare = common()["preparation"].say(lang)
    assert prepare in first
    assert prepare not in second
    assert PROTOCOL.baseline_words.say(lang) in begin
    assert PROTOCOL.closing.say(lang) in end


def test_the_breath_is_explained_once() -> None:
    """And again only if it changes."""
    lines = told(*(BreathPaced(t=t, breaths_per_min=rate) for t, rate in ((1, 6.0), (2, None), (3, 6.0), (4, 5.0))))
    assert lines == [
        "00:01  Breathe along: in for about 4 s, out for about 6 s.",
        "00:04  Breathe along: in for about 5 s, out for about 7 s.",
    ]


def test_the_last_line_sums_up() -> None:
    """One line, without blame."""
    assert told(FINISHED) == ["10:01  Done, 3 of 3 muscle groups, settle pauses: 1, tension 6 before and 2 after."]
    assert told(FINISHED, lang="zh") == ["10:01  完成，3 组肌肉中做了 3 组，平复停顿 1 次，紧张程度之前 6、之后 2。"]


def test_how_the_heart_answered_is_told_of_groups_only_where_it_can_be() -> None:
    """The whole always, a group by its name where one session says something, and no number where none is wished."""
    fall = Estimate(value=5.0, low=1.0, high=9.0)
    feet = replace(ANSWERED, group="feet", fall_bpm=fall, why=why("response.group_slower", bpm=5.0, low=1.0, high=9.0))
    said = why("response.group_cannot_tell")
    unclear = replace(ANSWERED, group="hands", fall_bpm=None, meaning=Meaning.CANNOT_TELL, why=said)
    assert told(ANSWERED, feet, unclear) == [
        "10:00  In the rests your heart beat about 2.3 /min slower than just before each tension (between 1.1 and "
        "3.5).",
        "10:00  Feet: your heart slowed in the rest after it, by about 5 /min (between 1 and 9).",
    ]
    lines: list[str] = []
    PlainLines(lines.append, Texts("en"), protocol=PROTOCOL, numbers=False).on_step(Tick(t=0.0), (ANSWERED, feet))
    assert len(lines) == 2
    assert not any(character.isdigit() for line in lines for character in line[5:])


def test_the_heart_is_told_every_half_minute_and_not_after_the_end() -> None:
    """However many events come."""
    guide = FakeGuide()
    lines: list[str] = []
    plain = PlainLines(lines.append, Texts("en"), protocol=PROTOCOL, view=guide.view)
    for t in range(0, 95):
        plain.on_step(Tick(t=float(t)), ())
    assert [line[:5] for line in lines] == ["00:30", "01:00", "01:30"]
    assert lines[0] == "00:30  Heart 64 /min, RMSSD over 60 s 41 ms (33 to 50), signal good."
    plain.on_step(Tick(t=95.0), (FINISHED,))
    plain.on_step(Tick(t=95.0 + 2 * VITALS_EVERY_S), ())
    assert len(lines) == 4


@LANGUAGES
def test_a_number_that_cannot_be_given_is_a_sentence(lang: str) -> None:
    """Not a zero."""
    guide = FakeGuide()
    guide.hr_bpm = guide.rmssd = None
    assert Texts(lang).say("plain.heart_none") in vitals_line(guide.view(10.0), Texts(lang))
    assert "0" not in vitals_line(guide.view(10.0), Texts(lang))
    guide.link_up = False
    assert vitals_line(guide.view(10.0), Texts(lang)) == Texts(lang).say("plain.link_down")


@LANGUAGES
def test_a_whole_session_is_told(lang: str) -> None:
    """From the first question to the last word; every muscle group by name."""
    guide = FakeGuide()
    lines: list[str] = []
    plain = PlainLines(lines.append, Texts(lang), protocol=PROTOCOL, view=guide.view)
    for t in range(0, 300):
        event = Rated(t=float(t), tension=5) if t in (1, 280) else Tick(t=float(t))
        plain.on_step(event, guide.step(event))
    story = "\n".join(lines)
    assert guide.over
    assert all(group.name.say(lang) in story for group in GROUPS)
    assert lines[-1].endswith(Texts(lang).say("plain.tension", before=5, after=5) + Texts(lang).say("plain.end"))
    assert [line[:5] for line in lines] == sorted(line[:5] for line in lines)


@LANGUAGES
def test_whoever_is_better_off_without_numbers_gets_none_of_the_heart(lang: str) -> None:
    """Neither at rest nor in a reason; what is done is told all the same."""
    lines: list[str] = []
    plain = PlainLines(lines.append, Texts(lang), numbers=False)
    reason = why("coach.rate_up", hr_bpm=84, before_bpm=67)
    plain.on_step(
        Tick(t=10.0),
        (BaselineSet(t=10.0, hr_bpm=67.0, rmssd_ms=41.2), Settling(t=10.0, begun=True, why=reason)),
    )

    assert len(lines) == 2
    assert not re.search(r"67|41|84", " ".join(lines))


def test_few_words_are_the_name_and_one_word_but_how_to_tense_is_said_in_full() -> None:
    """And what grows with them at every group is said once."""
    lines = told(
        Adapted(t=60.0, what="words", before=1.0, after=0.0, why=why("coach.few_words")),
        Adapted(t=60.0, what="rest_s", before=30.0, after=37.5, why=why("coach.settled_rest")),
        CueGiven(t=61.0, action=Action.PREPARE, group="feet", brief=True),
        CueGiven(t=66.4, action=Action.TENSE, group="feet", hold_s=5.0, effort=Effort.MILD),
        CueGiven(t=71.0, action=Action.RELEASE, group="feet", brief=True),
    )
    assert lines == [
        "01:00  Your body has settled. From here on there are fewer words and longer rests.",
        "01:01  Feet.",
        "01:06  Tense your feet a little, and breathe in. Hold for 5 s, lightly.",
        "01:11  Let go.",
    ]


@LANGUAGES
@pytest.mark.parametrize("what", ["rest_s", "hold_s", "breaths_per_min", "times", "words", "lead_in_s"])
def test_every_change_has_words_of_its_own(what: str, lang: str) -> None:
    """Carried out or only proposed, in either language."""
    for done in (True, False):
        change = Adapted(t=4.0, what=what, before=20.0, after=28.5, why=why("coach.held_on"), carried_out=done)
        assert len(told(change, lang=lang)) == 1
