"""Whole guided sessions with simulated participants: what each of them is there to show."""

from __future__ import annotations

from functools import cache

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Action, CueGiven, Decision, Finished, Outcome, Paused, Stopped
from biofeedback.events import Event
from biofeedback.findings import Rule
from biofeedback.journal import to_line
from biofeedback.run import headless
from protocols.library import DEFAULT, load
from simulators.faults.injection import parse, with_faults
from simulators.participants.participant import person


class Story:
    """Keeps what was decided."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.decisions += decisions


@cache
def session(name: str, seed: int, *faults: str) -> list[Decision]:
    story = Story()
    body = with_faults(person(name, seed), tuple(map(parse, faults)), seed)
    headless.run(Engine(Plan(protocol=load(DEFAULT))), body, [story])
    return story.decisions


def ending(decisions: list[Decision]) -> Finished:
    assert isinstance(decisions[-1], Finished)
    return decisions[-1]


@pytest.mark.parametrize("seed", [1, 2])
def test_calm_completes_without_a_pause(seed: int) -> None:
    """An ordinary session is not disturbed, and both ratings are given."""
    end = ending(session("calm", seed))
    assert end.outcome is Outcome.COMPLETED
    assert end.groups_done == end.groups_planned
    assert end.tension_before is not None
    assert end.tension_after is not None


@pytest.mark.parametrize("seed", [1, 2])
def test_restless_settles_and_goes_on(seed: int) -> None:
    """Arousal that stays up is waited for, and the session is finished all the same."""
    end = ending(session("restless", seed))
    assert end.outcome is Outcome.COMPLETED
    assert end.settle_pauses >= 1


@pytest.mark.parametrize(("name", "rules"), [("palpitations", {Rule.IRREGULAR}), ("fast", set(Rule))])
def test_rhythms_that_take_over_stop_the_session(name: str, rules: set[Rule]) -> None:
    """The session stops within a minute of the turn, and nothing is cued after."""
    decisions = session(name, 1)
    end = ending(decisions)
    assert end.outcome is Outcome.STOPPED
    assert end.rule in rules
    assert end.t < 480 + 60


def test_the_same_session_twice_is_the_same_to_the_byte() -> None:
    """A simulated session is its protocol, person and seed."""
    once = [to_line(d) for d in session("palpitations", 4)]
    session.cache_clear()
    assert [to_line(d) for d in session("palpitations", 4)] == once


@pytest.mark.parametrize("fault", ["dropout:330:40", "linkloss:330:40", "contact:330:40"])
def test_no_tension_without_data(fault: str) -> None:
    """While nothing is heard of the heart the session pauses; tension begins again only after the fault."""
    decisions = session("calm", 1, fault)
    assert any(isinstance(d, Paused) and 330 <= d.t <= 345 for d in decisions)
    tense = [d.t for d in decisions if isinstance(d, CueGiven) and d.action is Action.TENSE]
    assert not any(334 < t < 370 for t in tense)
    assert ending(decisions).outcome is Outcome.COMPLETED


def test_packets_that_touch_skin_and_hold_no_beat_stop_the_session() -> None:
    """Nothing tells such a strap from a heart that pauses: the session takes the safe side."""
    decisions = session("calm", 1, "norr:330:40")

    stopped = [d for d in decisions if isinstance(d, Stopped)]
    assert [d.rule for d in stopped] == [Rule.PAUSE]
    assert 330 <= stopped[0].t <= 336
