"""How tense somebody feels is asked without haste: no clock takes the question away."""

from __future__ import annotations

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Finished, Outcome, Phase
from biofeedback.events import Rated, Tick
from protocols.library import load

HOURS_S = 8 * 3600.0


def test_the_rating_waits_for_hours_before_and_after() -> None:
    engine = Engine(Plan(protocol=load("grounding"), strapless=True))
    engine.step(Tick(t=0.0))
    engine.step(Tick(t=HOURS_S))
    assert engine.view(HOURS_S).phase is Phase.ASK_BEFORE

    engine.step(Rated(t=HOURS_S, tension=6))
    engine.step(Tick(t=2 * HOURS_S))
    assert engine.view(2 * HOURS_S).phase is Phase.ASK_AFTER

    last = engine.step(Rated(t=3 * HOURS_S, tension=2))[-1]
    assert isinstance(last, Finished)
    assert (last.outcome, last.tension_before, last.tension_after) == (Outcome.COMPLETED, 6, 2)
