"""Chance is drawn fast, and is the same chance."""

from __future__ import annotations

import math
from random import Random

import pytest

from simulators.participants.draws import Draws, Wanders


def test_normal_numbers_are_those_of_the_standard_library() -> None:
    """To the last bit but one or two; also where others are drawn in between, and one at a time or many."""
    ours, theirs = Draws(Random("seed")), Random("seed")
    values = [0.0] * 3
    for _ in range(50):
        assert ours.normal() == pytest.approx(theirs.gauss(0, 1), rel=1e-15, abs=0)
        ours.mix(values, [0.0] * 3, [1.0] * 3)
        assert values == pytest.approx([theirs.gauss(0, 1) for _ in range(3)], rel=1e-15, abs=0)
        assert ours.random() == theirs.random()
        assert ours.expovariate(0.5) == theirs.expovariate(0.5)


def test_a_wander_has_its_size_and_forgets_in_its_time() -> None:
    """Over an hour of steps, each noise by itself."""
    wanders = Wanders(Draws(Random(1)), 0.1, ((1.0, 3.0), (4.0, 0.5)))
    seen: list[list[float]] = [[], []]
    for _ in range(36_000):
        wanders.step()
        for each, value in zip(seen, wanders.values, strict=True):
            each.append(value)
    for values, tau_s, sd in zip(seen, (1.0, 4.0), (3.0, 0.5), strict=True):
        variance = math.fsum(value * value for value in values) / len(values)
        apart = math.fsum(a * b for a, b in zip(values, values[10:], strict=False)) / len(values)  # a second later
        assert math.sqrt(variance) == pytest.approx(sd, rel=0.1)
        assert apart / variance == pytest.approx(math.exp(-1 / tau_s), abs=0.05)
