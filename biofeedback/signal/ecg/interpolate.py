"""Values and extrema between samples: an R peak at 130 Hz lies up to 3.8 ms from the nearest sample.

A signal that was filtered before it was sampled is the sum of shifted sinc functions (Whittaker and Shannon). Eight of
them under a Hann window give the value between two samples; a parabola through the three highest of a grid of eighths
of a sample gives the extremum.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

REACH = 4
"""Samples on either side that a value between two samples is made from."""
STEPS = 8
"""Points of the grid a sample."""


def _weights(fraction: float) -> tuple[float, ...]:
    raw: list[float] = []
    for k in range(1 - REACH, REACH + 1):
        x = fraction - k
        sinc = 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)
        raw.append(sinc * (0.5 + 0.5 * math.cos(math.pi * x / REACH)))
    total = sum(raw)
    return tuple(w / total for w in raw)


TABLE = tuple(_weights(step / STEPS) for step in range(STEPS))
"""The weights at each point of the grid."""


def value(samples: Sequence[float], place: float) -> float:
    """The signal at a place between samples; nearer than `REACH` to an end the outermost sample is taken to go on."""
    whole = math.floor(place)
    return _sum(samples, whole, _weights(place - whole))


def _sum(samples: Sequence[float], whole: int, weights: tuple[float, ...]) -> float:
    last = len(samples) - 1
    first = whole + 1 - REACH
    if first >= 0 and whole + REACH <= last:
        return sum(w * x for w, x in zip(weights, samples[first : whole + REACH + 1], strict=True))
    return sum(w * samples[min(max(first + k, 0), last)] for k, w in enumerate(weights))


def vertex(before: float, at: float, after: float) -> float:
    """Where a parabola through three equidistant values has its extremum, from -0.5 to 0.5 of a step from the middle.

    The middle one should be the most extreme; where the three lie on a line, it is 0.
    """
    bend = before - 2.0 * at + after
    if bend == 0.0:
        return 0.0
    return min(max(0.5 * (before - after) / bend, -0.5), 0.5)


def extremum(samples: Sequence[float], place: int, sign: float) -> float:
    """Where the signal, times `sign`, is highest within a sample of `place`."""
    fine = [sign * _sum(samples, place + k // STEPS, TABLE[k % STEPS]) for k in range(-STEPS, STEPS + 1)]
    best = max(range(1, 2 * STEPS), key=fine.__getitem__)
    return place + (best - STEPS + vertex(fine[best - 1], fine[best], fine[best + 1])) / STEPS
