"""A session that is begun without a strap: nothing is waited for, nothing tensed, every key works."""

from __future__ import annotations

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Action, CueGiven, Decision, Finished, Outcome, Paused, Phase, PhaseBegan
from biofeedback.events import Event, Key, Pressed, Rated, Reported, Symptom, Tick
from protocols.library import load, names
from protocols.restrictions import Restrictions
from protocols.training import tenses

QUIET = tuple(name for name in names() if not tenses(load(name)))
LONG_S = 4000.0


def played(engine: Engine, *events: Event) -> list[Decision]:
    """Until long after it should be over."""
    timed = sorted((Rated(t=1.0, tension=4), *events, Tick(t=LONG_S), Rated(t=LONG_S, tension=2)), key=lambda e: e.t)
    return [decision for event in timed for decision in engine.step(event)]


def phases(decisions: list[Decision]) -> list[Phase]:
    return [d.phase for d in decisions if isinstance(d, PhaseBegan)]


@pytest.mark.parametrize("name", QUIET)
def test_every_protocol_without_tension_runs_to_its_end_without_a_beat(name: str) -> None:
    """Nobody waits for a strap that nobody wears."""
    decisions = played(Engine(Plan(protocol=load(name), strapless=True)))
    last = decisions[-1]

    assert isinstance(last, Finished)
    assert last.outcome is Outcome.COMPLETED
    assert last.groups_done == last.groups_planned
    assert Phase.PAUSED not in phases(decisions)


@pytest.mark.parametrize("name", ["feet_to_forehead", "three_minutes"])
def test_nothing_is_tensed_whatever_the_protocol_asks_for(name: str) -> None:
    """The guard holds it, should such a protocol ever come here."""
    decisions = played(Engine(Plan(protocol=load(name), strapless=True)))

    assert [d for d in decisions if isinstance(d, CueGiven) and d.action is Action.TENSE] == []


def test_a_pause_is_ended_by_the_person_and_it_goes_on_without_a_strap() -> None:
    """Twice: a pause does not make it wait for a strap."""
    keys = [Pressed(t=t, key=key) for t, key in ((200, Key.PAUSE), (230, Key.RESUME), (300, Key.PAUSE))]
    decisions = played(
        Engine(Plan(protocol=load("release_only"), strapless=True)), *keys, Pressed(t=330, key=Key.RESUME)
    )
    last = decisions[-1]

    assert sum(isinstance(d, Paused) for d in decisions) == 2
    assert isinstance(last, Finished)
    assert last.outcome is Outcome.COMPLETED


def test_a_report_is_answered_and_the_person_may_go_on() -> None:
    """Grounding pauses it; no strap would come to end that pause."""
    engine = Engine(Plan(protocol=load("release_only"), strapless=True))
    decisions = played(engine, Reported(t=200.0, symptom=Symptom.PANIC), Pressed(t=260.0, key=Key.RESUME))

    assert Phase.PAUSED in phases(decisions)
    last = decisions[-1]
    assert isinstance(last, Finished)
    assert last.outcome is Outcome.COMPLETED


def test_whoever_is_to_stay_watched_practises_nothing_without_a_strap() -> None:
    """Their plan says so; the guard holds it."""
    stay = Restrictions(stay_watched=True)
    decisions = played(Engine(Plan(protocol=load("release_only"), strapless=True, restrictions=stay)))

    assert Phase.PREPARE not in phases(decisions)


def test_a_heart_that_cannot_be_judged_needs_no_strap_where_nothing_is_tensed() -> None:
    """Nothing would be decided on its rhythm with one."""
    unjudged = Restrictions(rhythm_unjudged=True)
    decisions = played(Engine(Plan(protocol=load("release_only"), strapless=True, restrictions=unjudged)))
    last = decisions[-1]

    assert isinstance(last, Finished)
    assert last.outcome is Outcome.COMPLETED
