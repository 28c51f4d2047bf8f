"""How tense somebody feels is asked without haste: at the end no clock takes the question away."""

from __future__ import annotations

from biofeedback.coach.engine import Engine
from biofeedback.coach.phase_output import RATING_WAIT_S
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Finished, Outcome, Phase
from biofeedback.events import Rated, Tick
from protocols.library import load

HOURS_S = 8 * 3600.0


def test_at_the_end_the_rating_waits_for_hours() -> None:
    engine = Engine(Plan(protocol=load("grounding"), strapless=True))
    engine.step(Tick(t=0.0))
    engine.step(Rated(t=10.0, tension=6))
    engine.step(Tick(t=HOURS_S))
    engine.step(Tick(t=2 * HOURS_S))
    assert engine.view(2 * HOURS_S).phase is Phase.ASK_AFTER

    last = engine.step(Rated(t=3 * HOURS_S, tension=2))[-1]
    assert isinstance(last, Finished)
    assert (last.outcome, last.tension_before, last.tension_after) == (Outcome.COMPLETED, 6, 2)


def test_at_the_begin_it_does_not_hold_up_who_has_closed_the_eyes() -> None:
    engine = Engine(Plan(protocol=load("grounding"), strapless=True))
    engine.step(Tick(t=0.0))
    engine.step(Tick(t=RATING_WAIT_S + 1))
    assert engine.view(RATING_WAIT_S + 1).phase is not Phase.ASK_BEFORE
