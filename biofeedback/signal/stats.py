"""Means with their intervals by Student's t, where a few repeats are all there is.

A single odd stretch, as real rest has them, would widen the interval of a plain mean; so the ends are trimmed: Yuen
(1974), "The two-sample trimmed t for unequal population variances", doi:10.1093/biomet/61.1.165, for one sample.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean, stdev

from biofeedback.findings import Estimate

OUTSIDE = 0.05
"""How often an interval may miss."""
TRIMMED_OF = 10
"""One in so many values is left out at either end: of thirteen the highest and the lowest."""
LEAST_DF = 3
"""Degrees of freedom below which the expansion of the quantile is of no use, and an interval mostly its own tail."""


def trimmed_mean(values: Sequence[float]) -> Estimate:
    """The mean without the ends, with the interval that the winsorised spread gives it. Four values or more."""
    ordered, cut = sorted(values), len(values) // TRIMMED_OF
    kept = ordered[cut : len(ordered) - cut]
    sd = stdev([min(max(value, kept[0]), kept[-1]) for value in ordered])
    return _around(fmean(kept), t_quantile(len(kept) - 1, OUTSIDE) * sd * math.sqrt(len(ordered)) / len(kept))


def mean_of_some(some: Sequence[float], values: Sequence[float], outside: float) -> Estimate:
    """The mean of `some`, with the interval that the spread of all `values` (four or more) gives it."""
    return _around(fmean(some), t_quantile(len(values) - 1, outside) * stdev(values) / math.sqrt(len(some)))


def t_quantile(df: int, outside: float) -> float:
    """The number that Student's |t| exceeds with probability `outside`. Raises ValueError below LEAST_DF.

    The expansion of Fisher and Cornish (1960, doi:10.2307/1266546) in 1/df: within 0.1 % of the exact quantile at 5 %
    outside, and within 3 % at 0.2 %.
    """
    if df < LEAST_DF:
        raise ValueError(f"expected {LEAST_DF} degrees of freedom or more, got {df}")
    z = NormalDist().inv_cdf(1 - outside / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / df + second / df**2 + third / df**3 + fourth / df**4


def t_975_fast(df: float) -> float:
    """The 97.5 % point of Student's t, to 0.6 % from 6 degrees of freedom on and 0.03 % from 18.

    For the indices of a window, which are taken anew with each look: their constants were fitted with this curve and
    their coverage was measured with it, so it is part of the fit, and the exact quantile would shift the intervals.
    """
    return 1.96 + 2.37 / df + 2.8 / df**2


def _around(value: float, half: float) -> Estimate:
    return Estimate(value=value, low=value - half, high=value + half)
