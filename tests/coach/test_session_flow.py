"""What is shown of a session as it moves on: why it does what it does, and what its last word rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from math import ceil, pi, sin

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.decisions import (
    Adapted,
    Advised,
    BreathPaced,
    Decision,
    Finished,
    GoesOn,
    Monitoring,
    Outcome,
    Paused,
    Phase,
    Settling,
)
from biofeedback.events import Event, HeartRate, Key, LinkLost, Pressed, Rated, Reported, Suspended, Symptom, Tick
from biofeedback.ticks import TICKS_PER_S
from biofeedback.why import Why
from tests.coach.streams import began, packets, plan, played, protocol, steady

TENSE_S = began(played(Engine(plan()), packets(steady(), 300)), Phase.TENSE)[0]
"""When the first group is tensed."""


def told(engine: Engine, events: Iterable[Event]) -> list[tuple[Decision, Why | None]]:
    """Every decision, with the reason that is shown once its event has been taken."""
    found = list[tuple[Decision, Why | None]]()
    for event in sorted(events, key=lambda e: e.t):
        said = engine.step(event)
        shown = engine.view(event.t).last_why
        found += [(decision, shown) for decision in said]
    return found


def restless(t: float) -> float:
    """A heart that stays up after the first tension for a while."""
    return 84.0 if TENSE_S <= t < TENSE_S + 75 else 64.0


@pytest.mark.parametrize(
    ("events", "kinds"),
    [
        ((Pressed(t=TENSE_S + 3, key=Key.PAUSE), Pressed(t=TENSE_S + 60, key=Key.RESUME)), {Paused, GoesOn}),
        ((LinkLost(t=TENSE_S + 3, cause="disconnected"),), {Paused}),
        ((Reported(t=TENSE_S + 3, symptom=Symptom.DIZZINESS),), {Paused}),
        ((Reported(t=TENSE_S + 30, symptom=Symptom.PAIN),), {Advised}),
        ((Reported(t=TENSE_S + 30, symptom=Symptom.SLEEPY),), {Advised}),
        (
            (Pressed(t=TENSE_S + 3, key=Key.PAUSE), Reported(t=TENSE_S + 20, symptom=Symptom.UNEASE)),
            {Paused, Advised},
        ),
    ],
)
def test_the_reason_of_each_act_is_shown_at_once(events: tuple[Event, ...], kinds: set[type[Decision]]) -> None:
    """A pause, its end, advice: what stands on the screen is what was just decided."""
    acts = [
        (decision, shown)
        for decision, shown in told(Engine(plan()), [*packets(steady(), 300)[:-1], *events])
        if isinstance(decision, Paused | GoesOn | Advised)
    ]

    assert {type(decision) for decision, _ in acts} == kinds
    assert [decision for decision, shown in acts if shown != decision.why] == []


def test_going_on_without_the_strap_says_so() -> None:
    """In place of the reason of the pause."""
    lost = LinkLost(t=TENSE_S + 3, cause="disconnected")
    calm = packets(steady(), 300, silent=(TENSE_S + 3, 300))[:-1]
    acts = told(Engine(plan()), [*calm, lost, Pressed(t=TENSE_S + 50, key=Key.UNMONITORED)])

    assert [(d.why == shown, d.on) for d, shown in acts if isinstance(d, Monitoring)] == [(True, False)]


def test_what_the_body_changes_is_shown_with_its_reason() -> None:
    """A rest made longer, and a pause to settle."""
    acts = told(Engine(plan()), packets(restless, 400)[:-1])
    longer = [(d, shown) for d, shown in acts if isinstance(d, Adapted) and d.what == "rest_s" and d.after > d.before]
    settling = [(d, shown) for d, shown in acts if isinstance(d, Settling) and d.begun]

    assert longer
    assert settling
    assert [d for d, shown in longer if shown != d.why] == []
    assert [d for d, shown in settling if shown != d.why] == []


def test_a_reason_goes_after_half_a_minute_where_its_act_is_over() -> None:
    """And not before; in a pause it stays."""
    engine = Engine(plan())
    went = TENSE_S + 60
    keys = [Pressed(t=TENSE_S + 3, key=Key.PAUSE), Pressed(t=went, key=Key.RESUME)]
    for event in sorted([*packets(steady(), went)[:-1], *keys], key=lambda e: e.t):
        engine.step(event)
        if event.t == went - 1:
            assert engine.view(event.t).last_why is not None
    shown = {
        event.t: (engine.step(event), engine.view(event.t).last_why)[1]
        for event in packets(steady(), went + 40)[:-1]
        if event.t > went
    }

    assert [t for t, reason in shown.items() if reason is not None] == [t for t in shown if t < went + 30]


@pytest.mark.parametrize("t", [0.0, 60.0, TENSE_S + 3, TENSE_S + 15])
def test_a_rating_that_nobody_asked_for_is_none(t: float) -> None:
    """Neither of before nor of after, and nothing moves on by it."""
    calm = [*packets(steady(), 500)[:-1], Tick(t=500.0)]
    plain = played(Engine(plan()), calm)
    decisions = played(Engine(plan()), sorted([*calm, Rated(t=t, tension=9)], key=lambda e: e.t))

    assert decisions == plain
    last = decisions[-1]
    assert isinstance(last, Finished)
    assert (last.tension_before, last.tension_after) == (None, None)


@pytest.mark.parametrize("tension", [-1, 11, None])
def test_a_rating_beyond_the_scale_is_no_answer(tension: int | None) -> None:
    """It goes on all the same, before and after."""
    engine = Engine(plan(ask_ratings=True))
    events = [Rated(t=0.0, tension=tension), *packets(steady(), 500)[:-1], Rated(t=500.0, tension=tension)]
    last = played(engine, events)[-1]

    assert isinstance(last, Finished)
    assert (last.outcome, last.tension_before, last.tension_after) == (Outcome.COMPLETED, None, None)


@pytest.mark.parametrize(("before", "after"), [(0, 10), (10, 0), (7, 3)])
def test_both_ratings_are_kept_to_the_ends_of_the_scale(before: int, after: int) -> None:
    """Each in its place."""
    engine = Engine(plan(ask_ratings=True))
    events = [Rated(t=0.0, tension=before), *packets(steady(), 500)[:-1], Rated(t=500.0, tension=after)]
    last = played(engine, events)[-1]

    assert isinstance(last, Finished)
    assert (last.tension_before, last.tension_after) == (before, after)


@pytest.mark.parametrize(
    "event",
    [
        Pressed(t=500.0, key=Key.PAUSE),
        Reported(t=500.0, symptom=Symptom.UNEASE),
        Suspended(t=500.0, seconds=60.0),
        Pressed(t=500.0, key=Key.RESUME),
    ],
)
def test_while_the_end_is_rated_nothing_is_paused(event: Event) -> None:
    """There is nothing left to hold; the question stays, and its answer ends the session as completed."""
    engine = Engine(plan(ask_ratings=True))
    played(engine, [Rated(t=0.0, tension=5), *packets(steady(), 499)[:-1]])
    assert engine.view(499.0).phase is Phase.ASK_AFTER

    said = engine.step(event)
    assert not any(isinstance(decision, Paused) for decision in said)
    assert engine.view(500.0).phase is Phase.ASK_AFTER
    last = engine.step(Rated(t=501.0, tension=2))[-1]
    assert isinstance(last, Finished)
    assert (last.outcome, last.tension_after) == (Outcome.COMPLETED, 2)


def test_an_end_before_the_last_group_is_not_called_a_completed_session() -> None:
    """Two pauses that did not help: the closing is led through, and the last word says why."""
    events = packets(lambda t: 64.0 if t < TENSE_S else 84.0, 900)[:-1]
    last = played(Engine(plan()), [*events, Tick(t=900.0)])[-1]

    assert isinstance(last, Finished)
    assert last.outcome is not Outcome.COMPLETED
    assert last.why.code == "coach.settling_not_helping"


def test_the_figures_are_those_of_the_view() -> None:
    """Rate and RMSSD of the same moment, and never of one that has not been decided."""
    engine = Engine(plan())
    for event in packets(steady(), 120)[:-1]:
        engine.step(event)
        for ahead in (0.0, 0.4, 100.0):
            vitals, figures = engine.view(event.t + ahead).vitals, engine.figures(event.t + ahead)
            rmssd = vitals.variability.rmssd_ms
            assert (figures.hr_bpm, figures.rmssd_ms) == (vitals.hr_bpm, None if rmssd is None else rmssd.value)
    assert engine.figures(119.0).hr_bpm == pytest.approx(64.0, abs=3.0)


def breathing(own: float, followed: float, until: int) -> list[Event]:
    """A packet a second of a heart that breathes at its own rate, and from 125 s on at the other."""
    heard, t, angle = defaultdict[int, list[int]](list), 0.0, 0.0
    while t < until:
        ticks = round(TICKS_PER_S * 60 / 64 / (1 + 0.05 * sin(angle)))
        t += ticks / TICKS_PER_S
        angle += 2 * pi * (own if t < 125 else followed) / 60 * ticks / TICKS_PER_S
        heard[ceil(t)].append(ticks)
    return [HeartRate(t=float(k), hr_bpm=64, rr_ticks=tuple(heard[k])) for k in range(1, until + 1)]


def test_within_a_long_rest_the_cue_moves_at_the_end_of_a_breath_that_was_followed() -> None:
    """Not before it has been followed for four minutes, by a tenth, and what was told is what is cued."""
    first, second = protocol(groups=2).steps
    long = replace(protocol(groups=2), steps=(replace(first, rest_s=420.0), second))
    decisions = played(Engine(plan(protocol=long)), breathing(12.0, 9.0, 500))
    cues = [(d.t, d.breaths_per_min) for d in decisions if isinstance(d, BreathPaced)]
    (begun, rate), (moved, slower) = cues
    (told,) = [d for d in decisions if isinstance(d, Adapted) and d.t > begun]

    assert (rate, slower) == (9.0, 8.9)
    assert (told.t, told.what, told.before, told.after) == (moved, "breaths_per_min", 9.0, 8.9)
    assert moved - begun >= 240.0
    breaths = (moved - begun) * 9.0 / 60
    assert breaths == pytest.approx(round(breaths))
