"""The little statistics a validation needs: bounds of a share, bounds of a rate, quantiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_Z95 = 1.959964
"""Of the normal distribution, two-sided 95 %."""
_HALVINGS = 80
"""Of an interval: beyond the precision of a float."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A lower and an upper bound."""

    low: float
    high: float


def share_bounds(part: int, whole: int) -> Bounds | None:
    """The 95 % interval of a share (Wilson 1927, doi:10.1080/01621459.1927.10502953); None of nothing."""
    if whole == 0:
        return None
    share, scale = part / whole, 1 + _Z95**2 / whole
    middle = (share + _Z95**2 / (2 * whole)) / scale
    half = _Z95 * math.sqrt(share * (1 - share) / whole + _Z95**2 / (4 * whole**2)) / scale
    return Bounds(max(0.0, middle - half), min(1.0, middle + half))


def count_bounds(count: int, confidence: float = 0.95) -> Bounds:
    """One-sided bounds, each with this confidence, of the mean of a Poisson count (Garwood 1936,
    doi:10.1093/biomet/28.3-4.437).
    """
    return Bounds(
        0.0 if count == 0 else _mean_with(count - 1, confidence),
        _mean_with(count, 1 - confidence),
    )


def _mean_with(most: int, probability: float) -> float:
    """The mean for which a count of at most `most` has this probability: it falls as the mean rises."""
    low, high = 0.0, most + 10 * math.sqrt(most + 1) + 20
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(most, middle) > probability else (low, middle)
    return high


def _at_most(most: int, mean: float) -> float:
    if mean == 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1))


def quantile(values: Sequence[float], q: float) -> float | None:
    """The quantile by linear interpolation between ordered values (Hyndman & Fan type 7); None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
