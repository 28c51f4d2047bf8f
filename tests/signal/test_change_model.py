"""The model of natural change, against a second writing that reckons from all it ever learnt, with matrices."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from math import cos, isclose, log, pi
from statistics import median_high

import numpy as np
import pytest

from biofeedback.signal.change_model import Ar2Innovations
from biofeedback.ticks import TICKS_PER_MS, from_ms

Step = tuple[int, int | None, int | None]
"""A change, the one before, and the one before that."""


def clipped(value: float, most: float) -> float:
    return max(-most, min(most, value))


@dataclass
class Again:
    """Keeps everything; reckons anew when it is asked."""

    innovations: list[int]
    triples: list[tuple[float, float, float]] = field(default_factory=list)
    phi: tuple[float, float] = (0.0, 0.0)
    beats: int = 0

    @classmethod
    def at(cls, level: float) -> Again:
        return cls([round(share * level) for share in (0.008, 0.015, 0.025, 0.04, 0.07)])

    @property
    def scale(self) -> float:
        return (median_high(self.innovations[-48:]) + 3.8 * TICKS_PER_MS) / 0.85

    @property
    def df(self) -> float:
        known = min(1.0, self.beats / 20)
        return 0.6 * (1 - known) + 5.3 * known

    def predict(self, before: float, earlier: float) -> float:
        most = round(4 * self.scale)
        return self.phi[0] * clipped(before, most) + self.phi[1] * clipped(earlier, most)

    def learn(self, change: int, before: int | None, earlier: int | None) -> None:
        predicted = self.phi[0] * (before or 0) + self.phi[1] * (earlier or 0)
        if before is not None and earlier is not None:
            most = 3 * self.scale
            self.triples.append((clipped(change, most), clipped(before, most), clipped(earlier, most)))
            self.phi = self.fitted()
        self.innovations.append(round(abs(change - predicted)))
        self.beats += 1

    def fitted(self) -> tuple[float, float]:
        """Weighted least squares with eleven pseudo-observations of no coefficient."""
        rows = np.array(self.triples)
        weights = (63 / 64) ** np.arange(len(rows))[::-1]
        before, target = rows[:, 1:], rows[:, 0]
        ridge = 11 * self.scale**2 * np.eye(2)
        one, two = np.linalg.solve(before.T @ (before * weights[:, None]) + ridge, before.T @ (target * weights))
        return max(-0.6, min(0.8, float(one))), max(-0.6, min(0.4, float(two)))


BREATHS = (20.0, 10.0, 4.0, 3.0, 2.0, 1.0)
"""Beats a breath: changes that run on, that turn, that turn one beat later; and none."""
SIZES = ((90.0, (0,)), (20.0, (0,)), (90.0, (0, 0, 0, 0, 0, 0, 0, 700, -700)))
"""Of a breath's change, and what leaps there are."""


def changes(seed: int) -> list[Step]:
    """Hearts that breathe, by little and by much, evenly and with leaps; some changes are not known."""
    chance, steps = random.Random(seed), list[Step]()
    period, (size, leaps) = BREATHS[seed % len(BREATHS)], SIZES[seed // len(BREATHS)]
    before = earlier = 0
    for k in range(160):
        breath = 0.0 if period == 1.0 else size * cos(2 * pi * (k + 0.25) / period)
        change = from_ms(breath + chance.gauss(0, size / 9) + chance.choice(leaps))
        known = chance.random()
        steps.append((change, before if known > 0.1 else None, earlier if known > 0.2 else None))
        before, earlier = change, before
    return steps


ASKED = ((1000, -700), (10**6, 300), (-(10**6), 300), (200, 10**6), (200, -(10**6)))
"""Changes before and earlier, small and beyond what foretells more."""


def same(model: Ar2Innovations, again: Again) -> bool:
    """In all that anybody asks of it."""
    pairs = [
        (model.scale, again.scale),
        (model.df, again.df),
        (model.phi1, again.phi[0]),
        (model.phi2, again.phi[1]),
        (model.most_telling, round(4 * again.scale)),
        *((model.predict(a, b), again.predict(a, b)) for a, b in ASKED),
    ]
    return all(isclose(one, other, rel_tol=1e-6, abs_tol=1e-6) for one, other in pairs)


@pytest.mark.parametrize("seed", range(18))
def test_it_learns_what_a_second_writing_learns(seed: int) -> None:
    """Scale, tails, both coefficients with their bounds, and what it foretells, at each of 160 beats."""
    model, again = Ar2Innovations(from_ms(800 + seed)), Again.at(from_ms(800 + seed))
    assert same(model, again)
    for k, step in enumerate(changes(seed)):
        model.learn(*step)
        again.learn(*step)
        assert same(model, again), (k, step)


def test_the_bounds_of_both_coefficients_are_met() -> None:
    """Or the second writing was asked too little."""
    found = set[tuple[str, float]]()
    for seed in range(18):
        model = Ar2Innovations(from_ms(800 + seed))
        for step in changes(seed):
            model.learn(*step)
            found |= {("one", model.phi1), ("two", model.phi2)}
    assert found >= {("one", -0.6), ("one", 0.8), ("two", -0.6), ("two", 0.4)}


@pytest.mark.parametrize("size", [from_ms(ms) for ms in (1, 40, 400)])
def test_what_was_refused_teaches_the_scale_alone(size: int) -> None:
    """A few do not move the median by much; many do."""
    model, again = Ar2Innovations(from_ms(1000)), Again.at(from_ms(1000))
    for step in changes(3):
        model.learn(*step)
        again.learn(*step)
    for _ in range(60):
        model.learn_refused(size)
        again.innovations.append(size)
        assert same(model, again)


def test_what_begins_anew_forgets_coefficients_and_scale_but_not_its_tails() -> None:
    """The scale is that of the changes it is given, and what comes after is learnt from nothing."""
    model, again = Ar2Innovations(from_ms(1000)), Again.at(from_ms(1000))
    for step in changes(0):
        model.learn(*step)
        again.learn(*step)
    given = [from_ms(ms) for ms in (12, 90, 35, 20)]
    model.reinitialise(given)
    again.innovations, again.triples, again.phi = given, [], (0.0, 0.0)
    assert same(model, again)
    for step in changes(1):
        model.learn(*step)
        again.learn(*step)
        assert same(model, again)


@pytest.mark.parametrize("beats", [0, 7, 20, 30])
@pytest.mark.parametrize("widening", [1.0, 1.5, 4.0])
def test_how_unlikely_a_change_is_follows_student(beats: int, widening: float) -> None:
    """Against none at all, in nats; the tails are heavy until twenty beats are known."""
    model = Ar2Innovations(from_ms(1000))
    for step in changes(4)[:beats]:
        model.learn(*step)
    for innovation in (-40000.0, -100.0, 0.0, 2500.0, 600000.0):
        df = 0.6 + 4.7 * min(beats, 20) / 20
        density = (1 + (innovation / (model.scale * widening)) ** 2 / df) ** (-(df + 1) / 2)
        assert model.neg_log_likelihood(innovation, widening) == pytest.approx(-log(density))
    assert model.neg_log_likelihood(6000.0) == model.neg_log_likelihood(6000.0, 1.0)
