"""Muscles that were let go a moment ago rest first, whatever interrupted their tension; and there is a most of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.coach.engine import Engine
from biofeedback.coach.guard import limited
from biofeedback.coach.muscles import Muscles
from biofeedback.decisions import Action, Adapted, CueGiven, Decision, Phase
from biofeedback.events import Event, HeartRate, Key, LinkBack, LinkLost, Pressed, Reported, Suspended, Symptom
from protocols import limits
from protocols.library import load, names
from protocols.restrictions import Restrictions
from protocols.training import TrainingProtocol
from tests.coach.streams import began, cues, packets, plan, played, protocol, steady

FEET, LEGS = (step.group for step in load("feet_to_forehead").steps[:2])


def tensing() -> list[str]:
    return [name for name in names() if any(step.hold_s > 0 for step in load(name).steps)]


def short(name: str) -> TrainingProtocol:
    """The first two tensions of a shipped protocol after the least of a baseline."""
    whole = load(name)
    steps = [step for step in whole.steps if step.hold_s > 0][:2]
    return replace(whole, steps=tuple(steps), baseline_s=limits.MIN_BASELINE_S)


def first_tension(guided: TrainingProtocol, restrictions: Restrictions) -> CueGiven:
    decisions = played(Engine(plan(protocol=guided, restrictions=restrictions)), packets(steady(), 500))
    return cues(decisions, Action.TENSE)[0]


def guided(guided: TrainingProtocol, restrictions: Restrictions, *extra: Event) -> list[Decision]:
    """A calm heart to which these happen; what comes between a lost link and its return is not heard."""
    lost = [(e.t, next(b.t for b in extra if isinstance(b, LinkBack))) for e in extra if isinstance(e, LinkLost)]
    heard = [
        e
        for e in packets(steady(), 900)
        if not (isinstance(e, HeartRate) and any(begin <= e.t <= end for begin, end in lost))
    ]
    events = sorted([*heard, *extra], key=lambda e: e.t)
    return played(Engine(plan(protocol=guided, restrictions=restrictions)), events)


def rests(decisions: list[Decision]) -> list[float]:
    """From each release of a tension to the next tension of the same group, seconds."""
    tensions = cues(decisions, Action.TENSE)
    found: list[float] = []
    for before, after in pairwise(tensions):
        if before.group == after.group:
            release = next(c for c in cues(decisions, Action.RELEASE) if c.t > before.t)
            found.append(after.t - release.t)
    return found


@pytest.mark.parametrize("own_rest_s", [0.0, 40.0, 60.0])
@pytest.mark.parametrize("name", tensing())
def test_after_a_short_drop_of_the_link_the_same_muscles_rest_as_long_as_they_must(
    name: str, own_rest_s: float
) -> None:
    """A second without the link in the last moment of a hold, and no key pressed."""
    restrictions, chosen = Restrictions(min_rest_s=own_rest_s), short(name)
    tension = first_tension(chosen, restrictions)
    lost_t = tension.t + (tension.hold_s or 0.0) - 0.1
    decisions = guided(chosen, restrictions, LinkLost(t=lost_t, cause="disconnected"), LinkBack(t=lost_t + 1.0))

    assert rests(decisions)
    least = max(limits.MIN_REST_S, limits.min_rest_s((tension.hold_s or 0.0) - 0.1), own_rest_s)
    assert min(rests(decisions)) >= least - 1e-6


def test_a_pause_ended_at_once_does_not_shorten_the_rest() -> None:
    """Pause and go on in one breath: the announcement lasts until the muscles have rested, and says why."""
    t = first_tension(protocol(), Restrictions()).t + 2.0
    keys = (Pressed(t=t, key=Key.PAUSE), Pressed(t=t + 0.3, key=Key.RESUME))
    decisions = guided(protocol(), Restrictions(), *keys)

    assert min(rests(decisions)) == pytest.approx(limits.MIN_REST_S)
    told = [d for d in decisions if isinstance(d, Adapted) and d.what == "lead_in_s"]
    assert [d.why.code for d in told] == ["coach.limit_rested"]
    assert told[0].after == pytest.approx(limits.MIN_REST_S - 0.3)


def test_why_the_announcement_is_long_is_shown_as_long_as_it_lasts() -> None:
    """And not a moment longer."""
    t = first_tension(protocol(), Restrictions(min_rest_s=60.0)).t + 2.0
    engine = Engine(plan(protocol=protocol(), restrictions=Restrictions(min_rest_s=60.0)))
    keys = (Pressed(t=t, key=Key.PAUSE), Pressed(t=t + 5.0, key=Key.RESUME))
    shown: dict[Phase, set[str]] = {}
    for event in sorted([*packets(steady(), 300), *keys], key=lambda e: e.t):
        engine.step(event)
        view = engine.view(event.t)
        if t + 5.0 <= event.t < t + 64.0:
            shown.setdefault(view.phase, set()).add(view.last_why.code if view.last_why else "")

    assert shown[Phase.PREPARE] == {"coach.limit_rested"}
    assert "coach.limit_rested" not in shown.get(Phase.TENSE, set())


@pytest.mark.parametrize(
    "interruption",
    [
        Reported(t=0.0, symptom=Symptom.UNEASE),
        Suspended(t=0.0, seconds=30.0),
        Pressed(t=0.0, key=Key.PAUSE),
    ],
)
def test_whatever_interrupts_a_tension_its_muscles_rest(interruption: Event) -> None:
    """The person goes on as soon as they may."""
    t = first_tension(protocol(), Restrictions(min_rest_s=30.0)).t + 4.9
    event = replace(interruption, t=t)
    keys = [Pressed(t=t + s, key=Key.RESUME) for s in (0.5, 3.0, 12.0, 20.0)]
    decisions = guided(protocol(), Restrictions(min_rest_s=30.0), event, *keys)

    assert min(rests(decisions)) >= 30.0 - 1e-6


@pytest.mark.parametrize(
    "leaves",
    [Pressed(t=0.0, key=Key.SKIP), Reported(t=0.0, symptom=Symptom.PAIN), Reported(t=0.0, symptom=Symptom.SLEEPY)],
)
def test_other_muscles_wait_for_the_rest_as_well(leaves: Pressed | Reported) -> None:
    """Blood pressure rises with a tension of any; a group that is left gives no leave to tense the next at once."""
    restrictions = Restrictions(min_rest_s=30.0)
    t = first_tension(protocol(), restrictions).t + 3.0
    decisions = guided(protocol(), restrictions, replace(leaves, t=t))
    one, other = cues(decisions, Action.TENSE)[:2]

    assert one.group != other.group
    assert other.t - t >= 30.0 - 1e-6


def test_past_the_most_tension_of_a_session_nothing_more_is_tensed() -> None:
    """Each group interrupted twice: in the longest protocol that would come to more than is good for anybody."""
    long = load("sixteen_groups")
    steps = tuple(replace(step, hold_s=min(step.hold_s, 5.0), rest_s=12.0, lead_in_s=3.0) for step in long.steps * 3)
    engine = Engine(plan(protocol=replace(long, steps=steps, baseline_s=limits.MIN_BASELINE_S)))
    decisions: list[Decision] = []
    for event in packets(steady(), 3600):
        told = engine.step(event)
        decisions += told
    tensions, releases = cues(decisions, Action.TENSE), cues(decisions, Action.RELEASE)
    ended = [next(r.t for r in releases if r.t > each.t) for each in tensions]

    assert sum(end - each.t for end, each in zip(ended, tensions, strict=True)) <= limits.MAX_TENSION_S


def test_the_total_counts_what_was_really_held_and_refuses_what_would_pass_it() -> None:
    """To the last second, and for groups that were never tensed as well."""
    muscles = Muscles()
    for k in range(23):
        muscles = muscles.tensed(30.0 * k, FEET).released(30.0 * k + 10.0)
    step = replace(load("feet_to_forehead").steps[1], hold_s=5.0, rest_s=30.0)
    strain = muscles.strain(1000.0, LEGS)
    assert strain.total_s == pytest.approx(230.0)
    assert limited(step, strain=strain)[0].hold_s == 5.0
    muscles = muscles.tensed(1000.0, LEGS).released(1005.5)
    strained, changes = limited(step, strain=replace(muscles.strain(2000.0, LEGS), times=0))
    assert strained.hold_s == 0.0
    assert changes[0][3].code == "coach.limit_total"


@given(
    begins=st.lists(st.floats(1.0, 100.0), min_size=1, max_size=8),
    holds=st.lists(st.floats(0.01, 10.0), min_size=8, max_size=8),
    own=st.sampled_from([0.0, 20.0, 60.0]),
)
def test_what_must_still_rest_is_what_is_missing_of_the_longest_rest(
    begins: list[float], holds: list[float], own: float
) -> None:
    """Ten seconds, twice the hold, or what this person's answers ask for; whatever muscles come next."""
    muscles, t, last = Muscles(own_rest_s=own), 0.0, 0.0
    for gap, hold in zip(begins, holds, strict=False):
        muscles = muscles.tensed(t + gap, FEET).released(t + gap + hold)
        t += gap + hold
        last = hold
    for since in (0.0, 5.0, 19.9, 100.0):
        needed = max(10.0, 2 * last, own) - since
        assert muscles.strain(t + since, FEET).rest_s == pytest.approx(max(0.0, needed), abs=1e-6)
    other = replace(LEGS, regions=tuple(set(LEGS.regions) - set(FEET.regions)))
    assert muscles.strain(t, other) == replace(muscles.strain(t, FEET), times=0)


def test_a_session_that_nothing_interrupts_is_as_it_was_written() -> None:
    """No announcement is longer, in any shipped protocol."""
    for name in tensing():
        whole = replace(load(name), steps=load(name).steps[:4], baseline_s=limits.MIN_BASELINE_S)
        decisions = played(Engine(plan(protocol=whole)), packets(steady(), 500))
        assert not [d for d in decisions if isinstance(d, Adapted) and d.what == "lead_in_s"], name
        assert began(decisions, Phase.CLOSING), name
