"""The values of a clock's column put in order: midnights, single bad cells, new beginnings, holes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

_LATE_STEPS = 25
"""Steps that a clock of arrival may go back where late packets were written after others."""


_HALVES = (0.45, 0.55)
"""Of a day: a clock of twelve hours that does not say which half goes back by so much at noon and midnight."""


def unwrapped(values: Sequence[float], wheel: float) -> list[float]:
    """Past midnight, where only the time of day is written, the day after follows; with twelve hours, past noon too."""
    found: list[float] = []
    ahead, before = 0.0, math.nan
    for value in values:
        now = value + ahead
        back = (before - now) / wheel
        if (back > _HALVES[0]) and value < wheel:
            step = wheel / 2 if back < _HALVES[1] else wheel
            ahead += step
            now += step
        found.append(now)
        before = before if math.isnan(now) else now
    return found


def without_outliers(values: Sequence[float]) -> tuple[list[float], int]:
    """Without single cells that stand out of an order which goes on behind them; how many those are, and empty ones."""
    found = list(values)
    for k in range(1, len(found) - 1):
        before, now, after = found[k - 1], found[k], found[k + 1]
        if (now < before <= after) or (now > after >= before):
            found[k] = math.nan
    return found, sum(map(math.isnan, found))


def restarts(values: Sequence[float]) -> frozenset[int]:
    """Places at which it begins anew: it goes back by more than late packets do."""
    steps = [b - a for a, b in pairwise(values) if b > a]
    most = _LATE_STEPS * median(steps) if steps else 0.0
    places: set[int] = set()
    before = -math.inf
    for k, value in enumerate(values):
        if value < before - most:
            places.add(k)
        if not math.isnan(value):
            before = value
    return frozenset(places)


def filled(seconds: Sequence[float], rr_ms: Sequence[float]) -> list[float]:
    """With each hole filled from the time before it and the intervals since."""
    found = list(seconds)
    first = next((k for k, t in enumerate(found) if not math.isnan(t)), 0)
    for k in range(first - 1, -1, -1):
        found[k] = found[k + 1] - rr_ms[k + 1] / 1000
    for k in range(first + 1, len(found)):
        if math.isnan(found[k]) and not math.isnan(found[k - 1]):
            found[k] = found[k - 1] + rr_ms[k] / 1000
    return found
