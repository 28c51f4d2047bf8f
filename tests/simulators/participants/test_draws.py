"""Chance is drawn fast, and is the same chance."""

from __future__ import annotations

import math
from random import Random

import pytest

from simulators.participants.draws import Draws, Wanders


def test_normal_numbers_are_those_of_the_standard_library() -> None:
    """To the last bit but one or two; also where others are drawn in between, and one at a time or many."""
    ours, theirs = Draws(Random("seed")), Random("seed")
    one = (1.0, 1.0)
    fresh = Wanders(ours, 1000.0, (one, one, one, one, one, one, one))  # a thousand time constants: all is forgotten
    assert fresh.values == pytest.approx([theirs.gauss(0, 1) for _ in range(7)], rel=1e-15, abs=0)
    for _ in range(50):
        assert ours.normal() == pytest.approx(theirs.gauss(0, 1), rel=1e-15, abs=0)
        fresh.step()
        assert fresh.values == pytest.approx([theirs.gauss(0, 1) for _ in range(7)], rel=1e-15, abs=0)
        assert ours.random() == theirs.random()
        assert ours.expovariate(0.5) == theirs.expovariate(0.5)


def test_a_wander_has_its_size_and_forgets_in_its_time() -> None:
    """Over an hour of steps, each noise by itself."""
    taus, sds = (1.0, 4.0, 2.0, 0.5, 3.0, 1.5, 2.5), (3.0, 0.5, 1.0, 20.0, 0.1, 2.0, 7.0)
    a, b, c, d, e, f, g = zip(taus, sds, strict=True)
    wanders = Wanders(Draws(Random(1)), 0.1, (a, b, c, d, e, f, g))
    seen: list[list[float]] = [[] for _ in taus]
    for _ in range(36_000):
        wanders.step()
        for each, value in zip(seen, wanders.values, strict=True):
            each.append(value)
    for values, tau_s, sd in zip(seen, taus, sds, strict=True):
        variance = math.fsum(value * value for value in values) / len(values)
        apart = math.fsum(a * b for a, b in zip(values, values[10:], strict=False)) / len(values)  # a second later
        assert math.sqrt(variance) == pytest.approx(sd, rel=0.1)
        assert apart / variance == pytest.approx(math.exp(-1 / tau_s), abs=0.05)
