"""What the body may change in a session: bounded, at a border, with its reason; and when it must not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Unpack

import pytest

from biofeedback.coach import adapter, rest_policy
from biofeedback.coach.engine import Engine
from biofeedback.coach.pacing import EVERY_S, MOST_DRAWN_BPM, STEP_BPM, PaceChange, Pacing
from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import Action, Adapted, CueGiven, Decision, Phase, PhaseBegan
from biofeedback.events import Event, Reported, Symptom
from biofeedback.findings import Breath, BreathWitness
from biofeedback.signal.heart_monitor import HeartMonitor
from protocols import limits
from protocols.library import DEFAULT, load
from protocols.restrictions import Restrictions
from protocols.training import Effort, TrainingProtocol
from tests.coach.streams import PlanChanges, Rate, began, cues, packets, phases, plan, played, protocol, steady

HELD_ON = 16.0  # a rise that stays


def run(events: list[Event], **changes: Unpack[PlanChanges]) -> list[Decision]:
    return played(Engine(plan(**changes)), events)


def adapted(decisions: list[Decision], what: str) -> list[Adapted]:
    return [d for d in decisions if isinstance(d, Adapted) and d.what == what]


@cache
def first_tension() -> float:
    return began(run(packets(steady(), 400)), Phase.TENSE)[0]


def held_until(back: float) -> Rate:
    """A heart that goes up with the first tension and comes back within 20 s of `back`."""
    up = first_tension() + 1
    return lambda t: 64.0 + HELD_ON * (min(max(t - up, 0), 4) / 4 - min(max(t - back, 0), 20) / 20)


def answering(release_s: float = 3.0) -> Rate:
    """A heart that answers each tension of the shipped plan with 10/min and is back at once."""
    tensions = began(run(packets(steady(), 1200), protocol=long_rests(), adaptation=Adaptation.OFF), Phase.TENSE)
    return lambda t: 64.0 + 10.0 * any(0 < t - each < 5 + release_s for each in tensions)


def long_rests(groups: int = 6) -> TrainingProtocol:
    whole = protocol(groups)
    return replace(whole, steps=tuple(replace(step, rest_s=60.0) for step in whole.steps))


# ---------------------------------------------------------------------------------------------------- rests


def test_a_rest_goes_on_while_the_heart_comes_down_and_never_longer_than_half_a_minute() -> None:
    """A slow fall is waited for in steps of ten seconds; what falls for ever is given a pause."""
    up = first_tension() + 1
    events = packets(lambda t: 64.0 + 34.0 * min(max(t - up, 0), 4) / 4 - max(0.0, t - up - 6) * 0.3, 700)
    rests = adapted(run(events), "rest_s")

    assert [d.after - d.before for d in rests[:3]] == [adapter.REST_STEP_S] * 3
    assert rests[2].after == 20.0 + adapter.MOST_REST_STEPS * adapter.REST_STEP_S
    assert len([d for d in rests if d.t < rests[2].t + 15]) == 3


def test_a_residue_of_tension_does_not_pass_for_drift() -> None:
    """The level before a tension may rise by two from group to group, not by all that was left over."""
    whole = long_rests()
    events = packets(lambda t: 64.0 + 7.0 * (t > first_tension() + 20), 900)
    assert adapted(run(events, protocol=whole), "rest_s")


def test_a_rest_ends_sooner_only_on_lasting_evidence() -> None:
    """Not in the first three groups, not before two thirds of it, and the words are heard out."""
    decisions = run(packets(answering(), 1200), protocol=long_rests())
    early = adapted(decisions, "rest_s")

    rests = [d.group for d in decisions if isinstance(d, PhaseBegan) and d.phase is Phase.REST]
    shortened = [d for d in early if d.after < d.before]
    assert shortened
    assert {d.why.code for d in shortened} == {"coach.back_for_long"}
    assert min(d.after for d in shortened) >= rest_policy.LEAST_SHARE * 60.0
    first = [t for t in began(decisions, Phase.PREPARE) if t > began(decisions, Phase.REST)[0]]
    assert all(d.t > first[2] for d in shortened)
    assert len(rests) == 6


@pytest.mark.parametrize("mode", [Adaptation.SHADOW, Adaptation.OFF])
def test_unless_adaptation_is_on_every_rest_has_its_length(mode: Adaptation) -> None:
    """In shadow it is proposed, once a rest; off, not even that."""
    decisions = run(packets(answering(), 1200), protocol=long_rests(), adaptation=mode)

    told = [d for d in decisions if isinstance(d, Adapted)]
    assert not [d for d in told if d.carried_out]
    assert bool(told) is (mode is Adaptation.SHADOW)
    starts, ends = (
        began(decisions, Phase.REST),
        [*began(decisions, Phase.PREPARE)[1:], *began(decisions, Phase.CLOSING)],
    )
    assert [end - start for start, end in zip(starts, ends, strict=True)] == pytest.approx([60.0] * 6)


def test_the_shortest_rest_of_a_person_is_never_cut_into() -> None:
    """What screening asks for stands, however well the body does."""
    restrictions = Restrictions(min_rest_s=55.0)
    decisions = run(packets(answering(), 1200), protocol=long_rests(), restrictions=restrictions)
    assert all(d.after >= 55.0 for d in adapted(decisions, "rest_s"))


def test_a_heart_that_did_not_answer_the_tension_is_not_hurried() -> None:
    """Being where it always was is no evidence of having come back."""
    decisions = run(packets(steady(), 1200), protocol=long_rests())
    assert not [d for d in adapted(decisions, "rest_s") if d.after < d.before]


# ---------------------------------------------------------------------------------------------------- once more


def test_a_group_that_held_on_comes_once_more_after_the_pause_helped() -> None:
    """Announced anew, mildly, and only once."""
    whole = protocol()
    moderate = replace(whole, steps=tuple(replace(step, effort=Effort.MODERATE) for step in whole.steps))
    decisions = run(packets(held_until(first_tension() + 90), 900), protocol=moderate)

    tensed = cues(decisions, Action.TENSE)
    again = adapted(decisions, "times")
    assert [c.group for c in tensed] == ["feet", "feet", "lower_legs", "upper_legs"]
    assert tensed[1].effort is Effort.MILD
    assert [d.why.code for d in again] == ["coach.held_on"]
    settled = [t for t in began(decisions, Phase.SETTLE) if t < again[0].t]
    assert settled
    assert again[0].t < tensed[1].t - limits.MIN_LEAD_IN_S


@pytest.mark.parametrize(
    "changes",
    [
        {"adaptation": Adaptation.OFF},
        {"adaptation": Adaptation.SHADOW},
        {"restrictions": Restrictions(mild_only=True)},
        {"restrictions": Restrictions(min_rest_s=15.0)},
    ],
)
def test_nobody_is_asked_twice_who_should_not_be(changes: PlanChanges) -> None:
    """Not without leave to adapt, and not a body of which screening asks any caution."""
    decisions = run(packets(held_until(first_tension() + 90), 900), **changes)
    assert [c.group for c in cues(decisions, Action.TENSE)].count("feet") == 1


def test_after_a_report_no_group_comes_once_more() -> None:
    """Whatever it was."""
    events = packets(held_until(first_tension() + 90), 900)
    events = sorted([*events, Reported(t=5.0, symptom=Symptom.SLEEPY)], key=lambda e: e.t)
    assert [c.group for c in cues(run(events), Action.TENSE)].count("feet") == 1


def test_a_group_that_comes_twice_anyway_is_not_added_to() -> None:
    """Its second time is in the plan."""
    whole = protocol(2)
    twice = replace(whole, steps=(whole.steps[0], whole.steps[0], whole.steps[1]))
    decisions = run(packets(held_until(first_tension() + 90), 900), protocol=twice)
    assert [c.group for c in cues(decisions, Action.TENSE)] == ["feet", "feet", "lower_legs"]


def test_a_body_that_does_not_settle_is_not_tensed_again() -> None:
    """A second strain is no answer to arousal."""
    decisions = run(packets(held_until(5000), 900))
    assert not adapted(decisions, "times")
    assert Phase.CLOSING in phases(decisions)


# ---------------------------------------------------------------------------------------------------- the cue of breath


class Cue:
    """A cue of 6/min that moves as it is told to."""

    def __init__(self) -> None:
        self.rate = 6.0
        self._pacing = Pacing.towards(6.0)

    def begin(self, t: float, own: Breath | None) -> PaceChange | None:
        return self._moved(self._pacing.begin(t, own))

    @property
    def may_move(self) -> bool:
        return self._pacing.may_move(self.rate)

    def look(self, t: float, heard: Breath | None) -> PaceChange | None:
        return self._moved(self._pacing.look(t, self.rate, heard))

    def _moved(self, looked: tuple[Pacing, PaceChange | None]) -> PaceChange | None:
        self._pacing, change = looked
        if change is not None:
            self.rate = change.after
        return change


def breath(rate: float) -> Breath:
    return Breath(t=0.0, rate_bpm=rate, sd_bpm=0.5, confidence=0.8, witnesses=(BreathWitness.INTERVALS,))


@pytest.mark.parametrize("own", [None, breath(6.2), breath(7.0)])
def test_an_own_rate_that_is_not_sure_moves_nothing(own: Breath | None) -> None:
    """Unknown, or where the wave of blood pressure is."""
    cue = Cue()
    assert cue.begin(0.0, own) is None
    assert cue.rate == 6.0


@pytest.mark.parametrize(("own", "cue"), [(9.0, 7.5), (14.0, MOST_DRAWN_BPM), (25.0, MOST_DRAWN_BPM)])
def test_the_cue_begins_half_way_to_the_persons_own_rate(own: float, cue: float) -> None:
    """And stays slow breathing."""
    change = Cue().begin(0.0, breath(own))
    assert change is not None
    assert (change.before, change.after) == (6.0, cue)


def test_the_cue_slows_only_while_it_is_followed_and_never_faster_than_agreed() -> None:
    """Every minute somebody follows: a tenth in two minutes, down to the protocol's pace and no further."""
    cue, moved = Cue(), []
    cue.begin(0.0, breath(7.6))
    for minute in range(1, 60):
        change = cue.look(60.0 * minute, breath(cue.rate))
        moved += [(60.0 * minute, change)] if change else []
    rates = [change.after for _, change in moved]
    assert rates == pytest.approx([6.8 - STEP_BPM * (k + 1) for k in range(8)])
    times = [0.0, *(t for t, _ in moved)]
    assert min(b - a for a, b in pairwise(times)) >= EVERY_S


def test_the_cue_stays_while_nobody_can_tell() -> None:
    """No news is not following."""
    cue = Cue()
    cue.begin(0.0, breath(7.6))
    assert [cue.look(60.0 * k, None) for k in range(1, 20)] == [None] * 19


def test_somebody_who_does_not_follow_is_met_again() -> None:
    """As slowly, and no further than where the cue began."""
    cue = Cue()
    cue.begin(0.0, breath(9.0))
    for minute in range(1, 10):
        cue.look(60.0 * minute, breath(cue.rate))
    slow = cue.rate
    for minute in range(10, 60):
        cue.look(60.0 * minute, breath(13.0))
    assert slow < 7.5
    assert cue.rate == 7.5


@pytest.mark.parametrize("own", [None, breath(6.2), breath(7.6), breath(14.0)])
def test_a_cue_that_may_not_move_moves_for_nothing_that_is_heard(own: Breath | None) -> None:
    """Only one that was never drawn from its goal may not: what it hears is not asked for, and would change nothing."""
    cue, may_not = Cue(), 0
    cue.begin(0.0, own)
    drawn = cue.rate != 6.0
    for k, heard in enumerate([None, breath(6.0), breath(6.1), breath(13.0), breath(5.0), breath(13.0)] * 20):
        may = cue.may_move
        assert cue.look(60.0 * k, heard) is None or may
        may_not += not may
    assert may_not == (0 if drawn else 120)


@pytest.mark.parametrize("own", [False, True])
def test_breathing_is_not_asked_for_where_no_cue_hangs_on_it(monkeypatch: pytest.MonkeyPatch, own: bool) -> None:
    """It is what costs most between groups. Where the cue was drawn from its goal it is asked at each."""
    asked: list[float] = []
    hears = HeartMonitor.breath

    def breath_at(heart: HeartMonitor, t: float, cued_bpm: float | None = None) -> Breath | None:
        asked.append(t)
        return hears(heart, t, cued_bpm) if own else None

    monkeypatch.setattr(HeartMonitor, "breath", breath_at)
    decisions = played(Engine(plan(protocol=load(DEFAULT))), packets(steady(), 600)[:-1])
    assert bool(adapted(decisions, "breaths_per_min")) is own
    assert (len(asked) > 1) is own


def test_the_cue_of_the_first_rest_is_the_one_that_was_told() -> None:
    """The screen's pace and the cue are the same, and what was told is what is cued."""
    engine = Engine(plan())
    decisions = played(engine, packets(steady(), 400)[:-1])
    told = adapted(decisions, "breaths_per_min")
    rates = [d.breaths_per_min for d in decisions if type(d).__name__ == "BreathPaced" and d.breaths_per_min]  # type: ignore[union-attr]
    assert rates[0] == told[0].after


def test_announcements_are_cut_short_only_where_the_words_say_so() -> None:
    """Nothing is brief in a session that never told so."""
    decisions = run(packets(steady(), 400))
    assert not [d for d in decisions if isinstance(d, CueGiven) and d.brief]
