"""Chance, drawn fast: noise of several time scales costs a heart eight normal numbers each tenth of a second.

`Random.gauss` would take a third of a simulated session. The numbers are those it gives (Box and Muller, two at a time,
10.1214/aoms/1177706645) but for the last bit of some, since `log1p` takes a third of the time of `log`; and being our
own they stay so in every version of Python: a seed means the same heart.
"""

from __future__ import annotations

from math import cos, exp, log1p, pi, sin, sqrt
from random import Random
from typing import TypeAlias, TypeVar

_T = TypeVar("_T")

Seven: TypeAlias = tuple[_T, _T, _T, _T, _T, _T, _T]
"""As many noises as a heart has."""

_TURN = 2 * pi
"""Radians."""


class Draws:
    """Numbers drawn from one source of chance, in one order."""

    def __init__(self, random: Random) -> None:
        self.random = random.random
        self.expovariate = random.expovariate
        self.spare: float | None = None  # the second one of the last two

    def normal(self) -> float:
        """One of mean 0 and standard deviation 1."""
        spare = self.spare
        if spare is not None:
            self.spare = None
            return spare
        angle = self.random() * _TURN
        radius = sqrt(-2.0 * log1p(-self.random()))
        self.spare = sin(angle) * radius
        return cos(angle) * radius


class Wanders:
    """Seven Ornstein-Uhlenbeck noises, each with its standard deviation, forgetting its past in so many seconds.

    They take a third of a made body's time, so each is written out: a loop over them takes a fifth longer.
    """

    def __init__(self, draws: Draws, step_s: float, noises: Seven[tuple[float, float]]) -> None:
        self._draws = draws
        keep = [exp(-step_s / tau_s) for tau_s, _ in noises]
        kick = [sd * sqrt(1 - kept * kept) for kept, (_, sd) in zip(keep, noises, strict=True)]
        self._keep = _seven(keep)
        self._kick = _seven(kick)
        self.values = _seven([sd * draws.normal() for _, sd in noises])

    def step(self) -> None:
        """The values one step later: each becomes so much of itself and so much of a new normal number."""
        draws = self._draws
        uniform, spare = draws.random, draws.spare
        a, b, c, d, e, f, g = self.values
        keep_a, keep_b, keep_c, keep_d, keep_e, keep_f, keep_g = self._keep
        kick_a, kick_b, kick_c, kick_d, kick_e, kick_f, kick_g = self._kick
        angle, radius = uniform() * _TURN, sqrt(-2.0 * log1p(-uniform()))
        if spare is None:
            a = a * keep_a + kick_a * (cos(angle) * radius)
            b = b * keep_b + kick_b * (sin(angle) * radius)
            angle, radius = uniform() * _TURN, sqrt(-2.0 * log1p(-uniform()))
            c = c * keep_c + kick_c * (cos(angle) * radius)
            d = d * keep_d + kick_d * (sin(angle) * radius)
            angle, radius = uniform() * _TURN, sqrt(-2.0 * log1p(-uniform()))
            e = e * keep_e + kick_e * (cos(angle) * radius)
            f = f * keep_f + kick_f * (sin(angle) * radius)
            angle, radius = uniform() * _TURN, sqrt(-2.0 * log1p(-uniform()))
            g = g * keep_g + kick_g * (cos(angle) * radius)
            draws.spare = sin(angle) * radius
        else:
            a = a * keep_a + kick_a * spare
            b = b * keep_b + kick_b * (cos(angle) * radius)
            c = c * keep_c + kick_c * (sin(angle) * radius)
            angle, radius = uniform() * _TURN, sqrt(-2.0 * log1p(-uniform()))
            d = d * keep_d + kick_d * (cos(angle) * radius)
            e = e * keep_e + kick_e * (sin(angle) * radius)
            angle, radius = uniform() * _TURN, sqrt(-2.0 * log1p(-uniform()))
            f = f * keep_f + kick_f * (cos(angle) * radius)
            g = g * keep_g + kick_g * (sin(angle) * radius)
            draws.spare = None
        self.values = a, b, c, d, e, f, g


def _seven(values: list[float]) -> Seven[float]:
    a, b, c, d, e, f, g = values
    return a, b, c, d, e, f, g
