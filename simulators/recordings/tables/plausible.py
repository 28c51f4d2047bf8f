"""Whether numbers can be intervals of a heart, and what they look like where they cannot."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise, repeat
from math import isfinite
from operator import lt, sub
from statistics import fmean, median, median_low

from simulators.recordings.asked import Unit
from simulators.recordings.formats.tape import LONGEST_MS, SHORTEST_MS, not_an_interval
from simulators.refusal import refused

SLOWEST_MS = 2500.0
"""A median interval above is no heart's that is recorded at rest or in exercise: 24 beats a minute."""

FASTEST_MS = 250.0
"""Nor one below: 240 beats a minute."""

SECONDS_BELOW = 10.0
"""A median under 10 is seconds: 10 s is no heart beat, 10 ms is none either."""

MIXED_RATIO = 200.0
"""An interval so many times the median is in another unit (a factor of 1000), not a long gap."""

RATES = (30.0, 240.0)
"""Numbers between look like heart rates a minute."""

_BREATHS = (4.0, 30.0)
"""Numbers between look like breaths a minute."""

_SAMPLES_LEAST = 200
"""Numbers without a name before they can be told from samples of a signal."""

_SHORTER_THAN_ANY_MS = 200.0
"""No heart muscle answers again so soon (its refractory period)."""

_TOO_MANY = 0.005
"""Of the numbers: detectors do fire twice, but not so often in a list of beats."""

_JUMPS = 0.1
"""A step of a tenth from one number to the next is a jump."""

_MANY_JUMPS = 0.5
"""Of the numbers: so many jumps are noise, or fibrillation, which has none of the shortest intervals."""


_SPIKY_LEAST = 500
"""Samples before they are looked at as an ECG: five seconds of the slowest."""

_TOP = 0.995
"""The part of the samples that are below the tops of spikes: fewer are above than in any QRS complex."""

_NEAR = 0.2
"""Of a spike's height: what lies so near to the level is at rest."""

_NEARER = 0.05
"""Of a spike's height, for numbers that are named intervals: no heart is so even between its slow moments."""

_SHORT_PART = 0.2
"""Of the median: no heart beats so early, but for a mark in a hundred that is none."""

_TOO_SHORT = 0.03
"""Of the numbers that are named intervals: with more of the shortest, and most of them jumping, they are noise."""

_FAR_JUMPS = 0.3
"""Of the median: fibrillation jumps by a quarter."""

_RESTS = 0.6
"""Of the samples: so many are at rest between the waves of an ECG."""

_SPIKES_LEAST = 4
"""Distances between spikes."""

_WIDE = 1.5
"""Samples that a spike is wide in the middle: a QRS complex at 100 Hz has two or more."""

_EVEN = 0.35
"""Of the middle distance: how far others may be from it."""

_MOSTLY_EVEN = 0.8
"""Of the distances."""

_FAR_APART = 30
"""Samples between spikes: 0.3 s at 100 Hz."""


def in_ms(
    lines: Sequence[int], values: Sequence[float], *, stated_ms: float | None = None, asked: Unit | None = None
) -> tuple[list[float], float]:
    """The intervals in milliseconds, and the unit they were taken in; a stated unit is believed.

    Raises InputError where units are mixed, or where no heart beats so.
    """
    middle = median(values)
    middle = middle if isfinite(middle) else median_low(values)  # the sum of two may be larger than any number
    unit = asked.ms if asked else stated_ms if stated_ms is not None else 1000.0 if middle < SECONDS_BELOW else 1.0
    if max(values) > MIXED_RATIO * middle > 0:
        _refuse_mixed(lines, values, middle, unit)
    if middle > 0:
        judge_median(middle, unit)
    found = [value * unit for value in values]
    if not (min(found) >= SHORTEST_MS and max(found) <= LONGEST_MS):
        for line, value in zip(lines, values, strict=True):
            if not SHORTEST_MS <= value * unit <= LONGEST_MS:
                raise not_an_interval(value if value <= 0 else value * unit, line)
    return found, unit


def _refuse_mixed(lines: Sequence[int], values: Sequence[float], middle: float, unit: float) -> None:
    for line, value in zip(lines, values, strict=True):
        if value > MIXED_RATIO * middle and value * unit <= LONGEST_MS:
            raise refused("bad_cell", line=line, say="mixed_units", found=f"{value:g}", middle=f"{middle:g}")


def judge_median(middle: float, unit_ms: float = 1.0) -> None:
    """Raises InputError (implausible) where a heart's median interval cannot be so many units long."""
    ms = middle * unit_ms
    if not FASTEST_MS <= ms <= SLOWEST_MS:
        raise refused("implausible", say=f"looks_like_{_likeness(middle)}", found=f"{middle:g}", ms=f"{ms:g}")


def looks_like_samples(values: Sequence[float]) -> bool:
    """Whether numbers without a name jump as no heart does, down to what no heart muscle can, or are an ECG."""
    if len(values) < _SAMPLES_LEAST:
        return False
    if is_spiky(values) or is_spiky([-value for value in values]):
        return True
    short = fmean(value < _SHORTER_THAN_ANY_MS for value in values)
    jumps = fmean(abs(b - a) > _JUMPS * a for a, b in pairwise(values))
    return short > _TOO_MANY and jumps > _MANY_JUMPS


def must_be_intervals(values: Sequence[float]) -> None:
    """Raises InputError for numbers that are named intervals and surely are none: a count, noise, an ECG."""
    if len(values) < _SAMPLES_LEAST:
        return
    if all(map(lt, values, islice(values, 1, None))):
        raise refused("implausible", say="looks_like_counts")
    middle = median(values)
    short = sum(map((_SHORT_PART * middle).__gt__, values)) / len(values)
    steps = map(abs, map(sub, islice(values, 1, None), values))
    jumps = sum(map((_FAR_JUMPS * middle).__lt__, steps)) / (len(values) - 1)
    if (short > _TOO_SHORT and jumps > _MANY_JUMPS) or is_spiky(values, _NEARER):
        raise refused("implausible", say="looks_like_samples")


def is_spiky(values: Sequence[float], near: float = _NEAR) -> bool:
    """Whether numbers rest at one level and leave it in narrow spikes at even distances: an ECG in any unit.

    A spike of an early beat's pause is one number wide and has few numbers between it and the next.
    """
    if len(values) < _SPIKY_LEAST:
        return False
    ordered = sorted(values)
    rest, height = median(ordered), ordered[int(_TOP * len(ordered))] - median(ordered)
    off = map(abs, map(sub, values, repeat(rest)))
    if height <= 0 or sum(map((near * height).__gt__, off)) < _RESTS * len(values):
        return False
    begins = [k for k in range(1, len(values)) if values[k - 1] <= rest + height / 2 < values[k]]
    above = sum(value > rest + height / 2 for value in values)
    steps = [b - a for a, b in pairwise(begins)]
    if len(steps) < _SPIKES_LEAST or above < _WIDE * len(begins):
        return False
    middle = median(steps)
    even = sum(abs(step - middle) < _EVEN * middle for step in steps) > _MOSTLY_EVEN * len(steps)
    return even and middle >= _FAR_APART


def _likeness(middle: float) -> str:
    """What a median of so many units looks like: the end of a text's name."""

    def in_range(value: float) -> bool:
        return FASTEST_MS <= value <= SLOWEST_MS

    if in_range(middle * 1000):
        return "seconds"
    if RATES[0] <= middle <= RATES[1]:
        return "rates"
    if _BREATHS[0] <= middle <= _BREATHS[1]:
        return "breaths"
    for factor, name in ((0.1, "tenths"), (0.01, "hundredths"), (0.001, "microseconds"), (1e-6, "nanoseconds")):
        if in_range(middle * factor):
            return name
    return "nothing"
