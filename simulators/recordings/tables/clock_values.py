"""The values of a clock's column put in order: midnights, single bad cells, new beginnings, holes."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from itertools import islice, pairwise
from operator import lt, sub
from statistics import median

_LATE_STEPS = 25
"""Steps that a clock of arrival may go back where late packets were written after others."""


_HALVES = (0.45, 0.55)
"""Of a day: a clock of twelve hours that does not say which half goes back by so much at noon and midnight."""

_FULL = (60.0, 3600.0, 32_768.0, 60_000.0, 65_536.0, 86_400.0, 3_600_000.0, 16_777_216.0, 86_400_000.0, 4_294_967_296.0)
"""What counters hold: a minute, an hour or a day in s or ms, fields of 15, 16, 24 and 32 bits."""

_NEARLY_FULL = 0.95
"""Of what it holds: the last value before a counter begins anew, or a beat or two less."""

_SURELY_FULL = 0.99
"""Of what it holds: one turn alone is known by this."""

_TURNS = 2
"""Turns that make a counter."""

_FEW = 3
"""Cells at an end of a column, or one after the other, that may be wrong: more are no mistake."""

_FEW_LEAST = 10 * _FEW
"""Cells of a column before those at its ends are looked at by themselves."""

_FAR_STEPS = 100
"""Steps: several cells so far out of order are wrong, and no packets that came late."""


def unwrapped(values: Sequence[float], wheel: float) -> list[float]:
    """Past midnight, where only the time of day is written, the day after follows; with twelve hours, past noon too."""
    found: list[float] = []
    ahead, before = 0.0, math.nan
    for place, value in enumerate(values):
        now = value + ahead
        back = (before - now) / wheel
        if (back > _HALVES[0]) and value < wheel and not _is_alone(values, place):
            step = wheel / 2 if back < _HALVES[1] else wheel
            ahead += step
            now += step
        found.append(now)
        before = before if math.isnan(now) else now
    return found


def full_at(values: Sequence[float]) -> float | None:
    """What a counter holds until it begins anew, where the values are those of one; None where they are not."""
    top = max(known(values), default=0.0)
    least = next((size for size in _FULL if _NEARLY_FULL * size <= top < size), None)
    if least is None:
        return None
    falls = [a - b for a, b in pairwise(values) if b < a]
    far = sum(fall > _NEARLY_FULL * least for fall in falls)
    sure = far >= _TURNS or (far == 1 and len(falls) == 1 and falls[0] > _SURELY_FULL * least)
    return least if sure and far >= len(falls) / 2 else None


def turned(values: Sequence[float], size: float) -> list[float]:
    """The values of a counter that begins anew at a size, gone on."""
    found: list[float] = []
    ahead, before = 0.0, -math.inf
    for value in values:
        ahead += size if value < before else 0.0
        found.append(value + ahead)
        before = before if math.isnan(value) else value
    return found


def _is_alone(values: Sequence[float], place: int) -> bool:
    """Whether the clock goes on behind a cell from where it was before it: no midnight, but a cell that is wrong."""
    return 0 < place < len(values) - 1 and values[place + 1] >= values[place - 1]


def known(values: Sequence[float]) -> list[float]:
    """The values without holes."""
    return [value for value in values if value == value]  # a hole is NaN


def falls_at(values: Sequence[float]) -> list[int]:
    """Places of values less than those before them."""
    return [k for k, fell in enumerate(map(lt, islice(values, 1, None), values), start=1) if fell]


def _rises(values: Sequence[float]) -> array[float]:
    """The steps by which it rises."""
    return array("d", filter((0.0).__lt__, map(sub, islice(values, 1, None), values)))


def falls(values: Sequence[float]) -> bool:
    """Whether an order without holes falls, and not only at an end, where single cells may be wrong."""
    within = values if len(values) < _FEW_LEAST else values[_FEW:-_FEW]
    return any(b < a for a, b in pairwise(within))


def without_outliers(values: Sequence[float]) -> tuple[list[float], int]:
    """Without cells that stand out of an order which goes on behind them, a few at the most; how many are none then."""
    found = list(values)
    _clear_ends(found)
    _clear_runs(found)
    fallen = falls_at(found)
    for k in sorted({*fallen, *(k - 1 for k in fallen)} - {0, len(found) - 1}):  # elsewhere it rises on both sides
        before, now, after = found[k - 1], found[k], found[k + 1]
        if (now < before <= after) or (now > after >= before):
            found[k] = math.nan
    return found, sum(map(math.isnan, found))


def without_far_ends(seconds: Sequence[float], most_s: float) -> list[float]:
    """Without a few cells at an end that are further from all others than any recording lasts."""
    found = list(seconds)
    for k, (a, b) in enumerate(pairwise(seconds), start=1):
        if abs(b - a) > most_s and k <= _FEW < len(found) // 2:
            found[:k] = [math.nan] * k
        elif abs(b - a) > most_s and len(found) - k <= _FEW < len(found) // 2:
            found[k:] = [math.nan] * (len(found) - k)
            break
    return found


def _clear_ends(found: list[float]) -> None:
    """Take away cells at the ends that lie beyond those behind or before them."""
    there = [k for k, value in enumerate(found) if value == value]  # a hole is NaN
    if len(there) < _FEW_LEAST:
        return
    first = median([found[k] for k in there[_FEW : 3 * _FEW]])
    last = median([found[k] for k in there[-3 * _FEW : -_FEW]])
    for k in there[:_FEW]:
        if found[k] > first:
            found[k] = math.nan
    for k in there[-_FEW:]:
        if found[k] < last:
            found[k] = math.nan


def _clear_runs(found: list[float]) -> None:
    """Take away two or three wrong cells one after the other, where the order goes on behind them."""
    far = _FAR_STEPS * median(_rises(found) or (math.inf,))
    for k in falls_at(found):
        if not found[k] < found[k - 1] - far:
            continue
        for size in range(2, _FEW + 1):
            if k + size < len(found) and found[k - 1] <= found[k + size]:
                found[k : k + size] = [math.nan] * size
                break
            if k - size >= 1 and found[k - size - 1] <= found[k]:
                found[k - size : k] = [math.nan] * size
                break


def restarts(values: Sequence[float]) -> frozenset[int]:
    """Places at which it begins anew: it goes back by more than late packets do."""
    steps = _rises(values)
    most = _LATE_STEPS * median(steps) if steps else 0.0
    there = [k for k, value in enumerate(values) if value == value]  # a hole is NaN
    told = values if len(there) == len(values) else [values[k] for k in there]
    return frozenset(there[k] for k in falls_at(told) if told[k] < told[k - 1] - most)


def filled(seconds: Sequence[float], rr_ms: Sequence[float]) -> list[float]:
    """With each hole filled from the time before it and the intervals since."""
    found = list(seconds)
    if not any(map(math.isnan, found)):
        return found
    first = next((k for k, t in enumerate(found) if not math.isnan(t)), 0)
    for k in range(first - 1, -1, -1):
        found[k] = found[k + 1] - rr_ms[k + 1] / 1000
    for k in range(first + 1, len(found)):
        if math.isnan(found[k]) and not math.isnan(found[k - 1]):
            found[k] = found[k - 1] + rr_ms[k] / 1000
    return found
