"""Chance, drawn fast: noise of several time scales costs a heart eight normal numbers each tenth of a second.

`Random.gauss` would take a third of a simulated session. The numbers are those it gives (Box and Muller, two at a time,
10.1214/aoms/1177706645) but for the last bit of some, since `log1p` takes a third of the time of `log`; and being our
own they stay so in every version of Python: a seed means the same heart.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, exp, log1p, pi, sin, sqrt
from random import Random

_TURN = 2 * pi
"""Radians."""


class Draws:
    """Numbers drawn from one source of chance, in one order."""

    def __init__(self, random: Random) -> None:
        self.random = random.random
        self.expovariate = random.expovariate
        self._spare: float | None = None

    def normal(self) -> float:
        """One of mean 0 and standard deviation 1."""
        spare = self._spare
        if spare is not None:
            self._spare = None
            return spare
        angle = self.random() * _TURN
        radius = sqrt(-2.0 * log1p(-self.random()))
        self._spare = sin(angle) * radius
        return cos(angle) * radius

    def mix(self, values: list[float], keep: list[float], kick: list[float]) -> None:
        """Each value becomes so much of itself and so much of a new normal number."""
        uniform, spare = self.random, self._spare
        for place, value in enumerate(values):
            if spare is None:
                angle = uniform() * _TURN
                radius = sqrt(-2.0 * log1p(-uniform()))
                values[place] = value * keep[place] + kick[place] * (cos(angle) * radius)
                spare = sin(angle) * radius
            else:
                values[place] = value * keep[place] + kick[place] * spare
                spare = None
        self._spare = spare


class Wanders:
    """Ornstein-Uhlenbeck noises: each with its standard deviation, forgetting its past in so many seconds."""

    def __init__(self, draws: Draws, step_s: float, noises: Iterable[tuple[float, float]]) -> None:
        self._draws = draws
        taus_and_sds = tuple(noises)
        self._keep = [exp(-step_s / tau_s) for tau_s, _ in taus_and_sds]
        self._kick = [sd * sqrt(1 - keep * keep) for keep, (_, sd) in zip(self._keep, taus_and_sds, strict=True)]
        self.values = [sd * draws.normal() for _, sd in taus_and_sds]

    def step(self) -> None:
        """The values one step later."""
        self._draws.mix(self.values, self._keep, self._kick)
