"""The guard holds a person's restrictions even where the plan is wrong: here every plan is the protocol as written."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.coach.engine import Engine
from biofeedback.coach.guard import limited
from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import (
    Action,
    Adapted,
    BreathPaced,
    CueGiven,
    Decision,
    Outcome,
    Phase,
    PhaseBegan,
    Settling,
    ShiftTold,
    Stopped,
    Warned,
)
from biofeedback.events import Event, HeartRate, SourceEnded
from biofeedback.findings import Rule
from biofeedback.ticks import TICKS_PER_S
from protocols import limits
from protocols.library import load, names
from protocols.restrictions import UNRESTRICTED, Place, Restrictions
from protocols.screening.questionnaire import Answers
from protocols.screening.terms import counsel
from protocols.training import Breathing, Effort, Region, Side, Step
from tests.coach.streams import began, cues, packets, plan, played, protocol, steady
from tests.screening.answering import answers, forbidden, strains_forbidden_part

STEPS = [step for name in names() for step in load(name).steps]

restrictions = st.builds(
    Restrictions,
    no_tensing=st.booleans(),
    never_tensed=st.lists(st.builds(Place, region=st.sampled_from(Region), side=st.sampled_from(Side)), max_size=4).map(
        tuple
    ),
    mild_only=st.booleans(),
    max_hold_s=st.none() | st.floats(0, 20),
    min_rest_s=st.floats(0, 120),
    unbound_breath=st.booleans(),
    no_breath_cue=st.booleans(),
)


@given(st.sampled_from(STEPS), st.floats(0, 30), st.sampled_from(Effort), restrictions)
def test_no_step_passes_the_guard_outside_a_persons_restrictions(
    step: Step, hold_s: float, effort: Effort, restrictions: Restrictions
) -> None:
    """For any numbers and any restrictions; and twice through the guard is once through it."""
    asked = replace(step, hold_s=hold_s, effort=effort)
    given_step, changes = limited(asked, restrictions)

    assert given_step.hold_s <= limited(asked)[0].hold_s
    assert given_step.hold_s == 0 or not restrictions.forbids(step.group)
    assert restrictions.max_hold_s is None or given_step.hold_s <= restrictions.max_hold_s
    assert not (restrictions.mild_only and given_step.effort is Effort.MODERATE)
    assert given_step.hold_s == 0 or given_step.rest_s >= max(
        restrictions.min_rest_s, limits.min_rest_s(given_step.hold_s)
    )
    if restrictions.unbound_breath or restrictions.no_breath_cue:
        assert given_step.breathing is Breathing.FREE
    assert limited(given_step, restrictions) == (given_step, ())
    assert all(before != after for _, before, after, _ in changes)


@given(answers(), st.sampled_from(STEPS))
def test_the_guard_alone_keeps_to_all_answers(given_answers: Answers, step: Step) -> None:
    """Whatever was answered, a step straight from a protocol loses what is forbidden."""
    restrictions = counsel(given_answers).terms.restrictions
    passed, _ = limited(step, restrictions)

    assert not strains_forbidden_part(passed, given_answers)
    if passed.hold_s > 0:
        for each in forbidden(given_answers):
            assert passed.hold_s <= each.hold_over_s
            assert passed.rest_s >= each.rest_under_s
            assert not (each.moderate and passed.effort is Effort.MODERATE)
            assert not (each.breath_with_tension and passed.breathing is Breathing.WITH_TENSION)


def test_a_group_that_must_not_be_tensed_is_announced_let_go_and_rested() -> None:
    """The wrong plan asks for the feet; nobody is told to tense them, and the reason is given."""
    restrictions = Restrictions(never_tensed=(Place(region=Region.FEET),))
    decisions = played(Engine(plan(restrictions=restrictions)), packets(steady(), 400))

    assert [c.group for c in cues(decisions, Action.TENSE)] == ["lower_legs", "upper_legs"]
    shortened = [d for d in decisions if isinstance(d, Adapted) and d.what == "hold_s"]
    assert [d.why.code for d in shortened] == ["screening.limit_never_tensed"]
    assert [c.group for c in cues(decisions, Action.RELEASE)] == ["feet", "lower_legs", "upper_legs"]


def test_no_tensing_means_no_tension_in_the_whole_session() -> None:
    """Not even with a protocol that is all tension."""
    decisions = played(Engine(plan(restrictions=Restrictions(no_tensing=True))), packets(steady(), 400))

    assert not cues(decisions, Action.TENSE)
    assert not began(decisions, Phase.TENSE)
    assert began(decisions, Phase.CLOSING)


def test_breathing_is_not_paced_where_it_must_not_be() -> None:
    """Neither in rests nor in settle pauses."""
    free = played(Engine(plan(restrictions=Restrictions(no_breath_cue=True))), packets(steady(), 400))
    paced = played(Engine(plan()), packets(steady(), 400))

    assert [d for d in paced if isinstance(d, BreathPaced)]
    assert not [d for d in free if isinstance(d, BreathPaced)]


def fluttering(until: float, seed: int = 5) -> list[Event]:
    """A heart without any rhythm, about 75 a minute, in packets of a second."""
    chance, t, waiting, events = random.Random(seed), 0.0, list[int](), list[Event]()
    for second in range(1, int(until)):
        while t < second:
            rr = round(chance.uniform(0.5, 1.1) * TICKS_PER_S)
            t += rr / TICKS_PER_S
            waiting.append(rr)
        events.append(HeartRate(t=float(second), hr_bpm=75, rr_ticks=tuple(waiting)))
        waiting = []
    return [*events, SourceEnded(t=until)]


def test_a_heart_that_the_rhythm_watch_cannot_judge_is_not_judged() -> None:
    """It is neither stopped nor paused nor warned nor steered by its rhythm, and the session is done as planned."""
    restrictions = Restrictions(rhythm_unjudged=True, no_tensing=True)
    decisions = played(Engine(plan(restrictions=restrictions)), fluttering(400))

    assert not [d for d in decisions if isinstance(d, Warned | Stopped | ShiftTold | Settling)]
    assert not [d for d in decisions if isinstance(d, PhaseBegan) and d.phase is Phase.PAUSED]
    assert decisions[-1].outcome is Outcome.COMPLETED  # type: ignore[union-attr]
    unscreened = played(Engine(plan()), fluttering(400))
    assert [d for d in unscreened if isinstance(d, Warned)] or not began(unscreened, Phase.TENSE)


def test_a_far_too_fast_heart_stops_the_session_all_the_same() -> None:
    """A rate needs no rhythm."""
    fast = packets(lambda t: 70 if t < 150 else 200, 400)
    decisions = played(Engine(plan(restrictions=Restrictions(rhythm_unjudged=True))), fast)

    assert [d.rule for d in decisions if isinstance(d, Stopped)] == [Rule.TOO_FAST]


def test_a_silent_strap_still_releases_and_pauses_where_the_rhythm_is_not_judged() -> None:
    """The age of the news needs no rhythm either."""
    restrictions = Restrictions(rhythm_unjudged=True)
    tense = began(played(Engine(plan(restrictions=restrictions)), packets(steady(), 400)), Phase.TENSE)[0]
    decisions = played(Engine(plan(restrictions=restrictions)), packets(steady(), 400, silent=(tense + 1, tense + 40)))
    after: list[Decision] = [d for d in decisions if tense < d.t < tense + 8]

    assert isinstance(after[0], CueGiven)
    assert after[0].action is Action.RELEASE
    assert Phase.PAUSED in [d.phase for d in after if isinstance(d, PhaseBegan)]


@pytest.mark.parametrize("adaptation", Adaptation)
def test_an_unjudged_heart_steers_nothing(adaptation: Adaptation) -> None:
    """Whatever adaptation was set."""
    assert plan(adaptation=adaptation, restrictions=Restrictions(rhythm_unjudged=True)).steering is Adaptation.OFF
    assert plan(adaptation=adaptation).steering is adaptation


def test_no_restrictions_change_nothing() -> None:
    """The default is the session as it always was."""
    with_default = played(Engine(plan(restrictions=UNRESTRICTED)), packets(steady(), 400))

    assert with_default == played(Engine(plan(protocol=protocol())), packets(steady(), 400))
