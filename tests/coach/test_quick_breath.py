"""A settle pause waits for the breath too, where it is known; where it is not, the heart alone decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision, Phase, PhaseBegan
from biofeedback.events import EcgChunk, Event
from biofeedback.ticks import TICKS_PER_S
from tests.coach.streams import Rate, beats, began, packets, plan, played, steady
from tests.signal.ecg.synthetic import ecg

RATE, PORTION = 130.0, 73
END_S = 300.0
Pace = Callable[[float], float]


@cache
def first_tension() -> float:
    return began(played(Engine(plan()), packets(steady(), 400)), Phase.TENSE)[0]


def heart() -> Rate:
    """Up by 16/min with the first tension; back from fifty seconds after it."""
    up, back = first_tension() + 1, first_tension() + 50
    return lambda t: 64.0 + 16.0 * (min(max(t - up, 0), 4) / 4 - min(max(t - back, 0), 20) / 20)


def with_ecg(rate: Rate, pace: Pace) -> list[Event]:
    """The heart's packets and its ECG, whose beats grow and shrink with breaths at `pace` a minute."""
    made = ecg(np.array([ticks / TICKS_PER_S for _, ticks in beats(rate, END_S)]))
    t = np.arange(len(made.uv)) / RATE
    level = made.uv - 150.0 * np.sin(2 * np.pi * 0.25 * t)
    swing = np.sin(2 * np.pi * np.cumsum([pace(x) / 60 for x in t]) / RATE)
    uv = np.round(level * (1 + 0.1 * swing))
    chunks: list[Event] = [
        EcgChunk(t=end / RATE, rate_hz=RATE, microvolts=tuple(int(x) for x in uv[end - PORTION : end]))
        for end in range(PORTION, int(END_S * RATE), PORTION)
    ]
    return sorted([*chunks, *packets(rate, END_S)], key=lambda event: event.t)


def settled_for(decisions: list[Decision]) -> float:
    """Length of the first settle pause, s."""
    k, begun = next((k, d) for k, d in enumerate(decisions) if isinstance(d, PhaseBegan) and d.phase is Phase.SETTLE)
    return next(d for d in decisions[k + 1 :] if isinstance(d, PhaseBegan)).t - begun.t


def run(events: list[Event]) -> float:
    return settled_for(played(Engine(plan()), events))


@pytest.fixture(scope="module")
def by_the_heart() -> float:
    """How long it is where nothing is known of the breath."""
    return run(packets(heart(), END_S))


def test_a_breath_that_stays_quick_holds_the_pause_up(by_the_heart: float) -> None:
    """Twelve a minute at rest, and twenty-two until well after the heart is back."""
    up, calm = first_tension(), first_tension() + 100
    assert run(with_ecg(heart(), lambda t: 22.0 if up < t < calm else 12.0)) > by_the_heart + 15


def test_a_calm_breath_lets_nothing_go_on_sooner(by_the_heart: float) -> None:
    """Slower than at rest: the pause is as long as the heart makes it."""
    up = first_tension()
    assert run(with_ecg(heart(), lambda t: 7.0 if t > up else 12.0)) == pytest.approx(by_the_heart, abs=2.0)


def test_a_breath_that_was_not_known_at_rest_holds_nothing_up(by_the_heart: float) -> None:
    """An ECG that comes after the baseline has nothing to compare with."""
    late = [
        event
        for event in with_ecg(heart(), lambda _: 22.0)
        if not isinstance(event, EcgChunk) or event.t > first_tension()
    ]
    assert run(late) == pytest.approx(by_the_heart, abs=2.0)
