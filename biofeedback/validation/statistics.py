"""The little statistics a validation needs: bounds of a share, bounds of a rate, quantiles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)
"""Standard deviations on either side of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A lower and an upper bound."""

    low: float
    high: float


def share_bounds(part: int, whole: int) -> Bounds | None:
    """The 95 % interval of a share (Wilson 1927, doi:10.1080/01621459.1927.10502953); None of nothing."""
    if whole == 0:
        return None
    share, scale = part / whole, 1 + Z95**2 / whole
    middle = (share + Z95**2 / (2 * whole)) / scale
    half = Z95 * math.sqrt(share * (1 - share) / whole + Z95**2 / (4 * whole**2)) / scale
    return Bounds(max(0.0, middle - half), min(1.0, middle + half))


def count_bounds(count: int, confidence: float = 0.95) -> Bounds:
    """One-sided bounds, each with this confidence, of the mean of a Poisson count (Garwood 1936,
    doi:10.1093/biomet/28.3-4.437): quantiles of the gamma distribution. Loads scipy.
    """
    from scipy.special import gammaincinv

    return Bounds(
        0.0 if count == 0 else float(gammaincinv(count, 1 - confidence)),
        float(gammaincinv(count + 1, confidence)),
    )


def quantile(values: Sequence[float], q: float) -> float | None:
    """The quantile by linear interpolation between ordered values (Hyndman & Fan type 7); None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
