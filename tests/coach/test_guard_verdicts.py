"""What the guard says of every state it can be asked about, against a second writing of its rules."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, field
from itertools import product
from typing import cast

import pytest
from msgspec import structs

from biofeedback.coach.guard import (
    LEAST_PAUSE_S,
    Clear,
    PauseNow,
    Situation,
    StopNow,
    Verdict,
    heeds,
    judge,
    ready,
    ready_to_tense,
    stale_at,
)
from biofeedback.decisions import Phase
from biofeedback.findings import (
    BaselineTaken,
    Direction,
    Finding,
    Grade,
    Missing,
    Quality,
    Rule,
    Severity,
    ShiftFound,
    ShiftLost,
    WarningEnded,
    WarningRaised,
)
from biofeedback.signal.contact import ContactWatch
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.why import Why, why
from protocols.restrictions import UNRESTRICTED, Restrictions

UNJUDGED = Restrictions(rhythm_unjudged=True)
NOW = 100.0
UP = Direction.SYMPATHETIC
STILL = {Phase.ASK_BEFORE, Phase.WAITING, Phase.PAUSED, Phase.ASK_AFTER, Phase.FINISHED, Phase.STOPPED}


@dataclass
class Heart:
    """As much of a heart as the guard looks at. `grade` is of its beats, `lengths` of their lengths alone."""

    age_s: float | None = 0.0
    warnings: tuple[WarningRaised, ...] = ()
    grade: Grade = Grade.GOOD
    lengths: Grade = Grade.GOOD
    good_run: int = 10
    contact: ContactWatch = field(default_factory=ContactWatch)

    @property
    def last_beat_t(self) -> float | None:
        return None if self.age_s is None else NOW - self.age_s

    def quality(self, t: float, *, any_rhythm: bool = False) -> Quality:
        grade = self.lengths if any_rhythm else self.grade
        return Quality(t=t, grade=grade, artefact_share=0.0, coverage=1.0, why=why(f"quality.{any_rhythm}"))


def off_the_skin() -> ContactWatch:
    contact = ContactWatch()
    contact.lost = True
    return contact


def listening(heart: Heart) -> HeartMonitor:
    return cast("HeartMonitor", heart)


def situation(heart: Heart, restrictions: Restrictions = UNRESTRICTED, *, link_up: bool = True) -> Situation:
    """In a rest of a step with a tension."""
    here = Situation(t=NOW, phase=Phase.REST, link_up=link_up, heart=listening(heart))
    return here if restrictions is UNRESTRICTED else structs.replace(here, restrictions=restrictions)


def warning(rule: Rule, severity: Severity, t: float = 50.0) -> WarningRaised:
    code = f"{rule.value}.{severity.value}.{t:g}"
    missing = Missing.BEATS if rule is Rule.SIGNAL else None
    return WarningRaised(t=t, start_s=t - 9.0, rule=rule, severity=severity, why=Why(code), missing=missing)


NOTE = warning(Rule.IRREGULAR, Severity.NOTE, 10.0)
EARLY_CAUTION = warning(Rule.ECTOPIC_BURDEN, Severity.CAUTION, 20.0)
LATE_CAUTION = warning(Rule.PAUSE, Severity.CAUTION, 60.0)
STRAP = warning(Rule.SIGNAL, Severity.CAUTION, 5.0)
EARLY_STOP = warning(Rule.IRREGULAR, Severity.STOP, 30.0)
LATE_STOP = warning(Rule.TOO_FAST, Severity.STOP, 70.0)
FAST_CAUTION = warning(Rule.TOO_FAST, Severity.CAUTION, 40.0)

ON: list[tuple[WarningRaised, ...]] = [
    (),
    (NOTE,),
    (LATE_CAUTION, EARLY_CAUTION),
    (STRAP,),
    (LATE_CAUTION, STRAP),
    (LATE_STOP, STRAP, EARLY_STOP),
    (EARLY_STOP, FAST_CAUTION),
    (NOTE, LATE_CAUTION),
]


def rhythm_says(on: tuple[WarningRaised, ...], restrictions: Restrictions, unmonitored: bool) -> Verdict:
    """The gravest, and of those the first."""
    if restrictions.rhythm_unjudged:
        on = tuple(each for each in on if each.rule is Rule.TOO_FAST)
    if unmonitored:
        on = tuple(each for each in on if each.rule is not Rule.SIGNAL)
    in_order = sorted(on, key=lambda each: each.t)
    for each in in_order:
        if each.severity is Severity.STOP:
            return StopNow(each.rule, each.why)
    for each in in_order:
        if each.severity is Severity.CAUTION:
            return PauseNow(each.why, strap=each.rule is Rule.SIGNAL, missing=each.missing)
    return Clear()


def expected(
    phase: Phase, tenses: bool, link_up: bool, heart: Heart, restrictions: Restrictions, unmonitored: bool
) -> Verdict:
    """A stop before all; then the link, the age of the news, the quality before and in a tension, a caution."""
    rhythm = rhythm_says(heart.warnings, restrictions, unmonitored)
    if isinstance(rhythm, StopNow) or unmonitored:
        return rhythm
    if not link_up:
        return PauseNow(why("coach.link_lost"), strap=True, missing=Missing.LINK)
    oldest = None if phase in STILL else 4.0 if phase is Phase.TENSE else 6.0
    if oldest is not None and heart.age_s is not None and heart.age_s >= oldest:
        return PauseNow(why("coach.no_beats", seconds=round(heart.age_s, 1)), strap=True, missing=Missing.BEATS)
    grade = heart.lengths if restrictions.rhythm_unjudged else heart.grade
    if tenses and phase in (Phase.PREPARE, Phase.TENSE) and heart.contact.lost:
        return PauseNow(why("coach.no_contact"), strap=True, missing=Missing.CONTACT)
    if tenses and phase in (Phase.PREPARE, Phase.TENSE) and grade is Grade.POOR:
        return PauseNow(why(f"quality.{restrictions.rhythm_unjudged}"), strap=True)
    return rhythm


@pytest.mark.parametrize("restrictions", [UNRESTRICTED, UNJUDGED], ids=["judged", "unjudged"])
@pytest.mark.parametrize("on", ON, ids=range(len(ON)))
def test_every_state_has_the_verdict_of_a_second_writing(
    on: tuple[WarningRaised, ...], restrictions: Restrictions
) -> None:
    """Each phase, with and without tension, link, news, quality, and a person who went on without the strap."""
    grades = [(Grade.GOOD, Grade.GOOD), (Grade.POOR, Grade.GOOD), (Grade.GOOD, Grade.POOR), (Grade.FAIR, Grade.FAIR)]
    for phase, age_s, (grade, lengths) in product(Phase, (None, 0.0, 3.99, 4.0, 5.99, 6.0), grades):
        contact = off_the_skin() if age_s == 3.99 else ContactWatch()
        heart = Heart(age_s=age_s, warnings=on, grade=grade, lengths=lengths, contact=contact)
        for tenses, link_up, unmonitored in product((True, False), repeat=3):
            here = Situation(
                t=NOW,
                phase=phase,
                tenses=tenses,
                link_up=link_up,
                heart=listening(heart),
                restrictions=restrictions,
                unmonitored=unmonitored,
            )
            said = judge(here)
            assert said == expected(phase, tenses, link_up, heart, restrictions, unmonitored)


def test_without_a_word_of_it_a_person_is_unrestricted_and_monitored() -> None:
    """The defaults are the strict ones."""
    heart = Heart(warnings=(EARLY_CAUTION,))
    assert judge(situation(heart)) == PauseNow(EARLY_CAUTION.why, strap=False)
    assert judge(situation(Heart(), link_up=False)) == PauseNow(
        why("coach.link_lost"), strap=True, missing=Missing.LINK
    )


@pytest.mark.parametrize("phase", Phase)
def test_news_gets_too_old_sooner_in_a_tension_and_never_where_nothing_moves(phase: Phase) -> None:
    """Four seconds, six seconds, never; and never where there was no beat to begin with."""
    due = None if phase in STILL else NOW + (4.0 if phase is Phase.TENSE else 6.0)
    assert stale_at(phase, listening(Heart())) == due
    assert stale_at(phase, listening(Heart(age_s=None))) is None


@pytest.mark.parametrize("rule", Rule)
def test_of_a_heart_without_a_rhythm_to_judge_only_the_rate_is_heeded(rule: Rule) -> None:
    """A raised warning and its end alike."""
    ended = WarningEnded(t=60.0, rule=rule, severity=Severity.STOP)
    for finding in (warning(rule, Severity.STOP), ended):
        assert heeds(finding, UNRESTRICTED)
        assert heeds(finding, UNJUDGED) is (rule is Rule.TOO_FAST)


@pytest.mark.parametrize(
    ("finding", "unjudged"),
    [
        (ShiftFound(t=9.0, start_s=5.0, direction=UP, strength=1.0, why=Why("shift")), False),
        (ShiftLost(t=9.0, direction=UP, why=Why("shift")), False),
        (BaselineTaken(t=9.0, hr_bpm=None, rmssd_ms=None, coverage=0.0), True),
    ],
    ids=["shift found", "shift lost", "baseline"],
)
def test_shifts_are_heeded_where_the_rhythm_is_judged(finding: Finding, unjudged: bool) -> None:
    """A baseline is always taken."""
    assert heeds(finding, UNRESTRICTED) is True
    assert heeds(finding, UNJUDGED) is unjudged


@pytest.mark.parametrize(
    ("link_up", "heart", "judged", "unjudged"),
    [
        (True, Heart(), True, True),
        (False, Heart(), False, False),
        (True, Heart(good_run=9), False, True),
        (True, Heart(age_s=3.99), True, True),
        (True, Heart(age_s=4.0), False, False),
        (True, Heart(age_s=None), False, False),
        (True, Heart(contact=off_the_skin()), False, False),
    ],
)
def test_ready_is_ten_good_beats_the_last_within_four_seconds(
    link_up: bool, heart: Heart, judged: bool, unjudged: bool
) -> None:
    """Where the rhythm cannot be judged, no beat is ever called normal: fresh ones are enough."""
    assert ready(situation(heart, link_up=link_up)) is judged
    assert ready(situation(heart, UNJUDGED, link_up=link_up)) is unjudged
    assert ready_to_tense(situation(heart, link_up=link_up)) is judged
    assert ready_to_tense(situation(heart, UNJUDGED, link_up=link_up)) is unjudged


@pytest.mark.parametrize(
    ("grade", "lengths", "judged", "unjudged"),
    [
        (Grade.POOR, Grade.GOOD, False, True),
        (Grade.GOOD, Grade.POOR, True, False),
        (Grade.FAIR, Grade.FAIR, True, True),
    ],
)
def test_to_tense_takes_a_good_half_minute_too(grade: Grade, lengths: Grade, judged: bool, unjudged: bool) -> None:
    """Poor forbids it; fair does not."""
    heart = Heart(grade=grade, lengths=lengths)
    assert ready_to_tense(situation(heart)) is judged
    assert ready_to_tense(situation(heart, UNJUDGED)) is unjudged
    assert ready(situation(heart))


@pytest.mark.parametrize("verdict", [Clear(), PauseNow(Why("a"), strap=True), StopNow(Rule.PAUSE, Why("a"))])
def test_a_verdict_once_given_stays_what_it_is(verdict: Verdict) -> None:
    """Nobody can make another one of it, nor write anything onto it."""
    assert not hasattr(verdict, "__dict__")
    with pytest.raises((FrozenInstanceError, TypeError)):
        verdict.why = Why("b")  # type: ignore[union-attr,misc]


def test_what_is_no_finding_is_refused() -> None:
    """A new kind of finding must be thought about here."""
    with pytest.raises(AssertionError):
        heeds(cast("Finding", None), UNRESTRICTED)


def test_a_pause_of_the_guard_lasts_ten_seconds_at_least() -> None:
    """The engine asks for it by name."""
    assert LEAST_PAUSE_S == 10.0
