"""Short-term fractal scaling of intervals. Loads numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from biofeedback.signal.periodogram import Floats

BOX_BEATS = range(4, 17)
"""Lengths of the boxes, beats: the short-term exponent is defined over these."""
_LN_BOX_BEATS: Floats = np.log(BOX_BEATS)
"""Against which the logarithms of the fluctuations are laid."""
_STEPS: dict[int, Floats] = {size: np.arange(size) - (size - 1) / 2 for size in BOX_BEATS}
"""A line of one a beat through each box."""
LEAST_SCALING_INTERVALS = 120
"""Intervals below which no exponent is given: seven of the longest boxes."""
LEAST_FLUCTUATION_MS = 1e-4
"""Smaller fluctuations are those of constant intervals, whose logarithm says nothing."""


def dfa_a1(rr_ms: Sequence[float]) -> float | None:
    """Detrended fluctuation exponent alpha-1 over boxes of 4 to 16 beats (Peng 1995, 10.1063/1.166141).

    Boxes overlap by half and lines are taken off, as NeuroKit2's `fractal_dfa` does. None for constant intervals.
    """
    x = np.asarray(rr_ms, float)
    profile = np.cumsum(x - x.mean())
    fluctuations = [_fluctuation(profile, size) for size in BOX_BEATS]
    if min(fluctuations) < LEAST_FLUCTUATION_MS:
        return None
    return float(np.polyfit(_LN_BOX_BEATS, np.log(fluctuations), 1)[0])


def _fluctuation(profile: Floats, size: int) -> float:
    """The root mean square of what a line leaves in boxes of one size."""
    k = _STEPS[size]
    boxes = profile[np.arange(0, len(profile) - size, size // 2)[:, None] + np.arange(size)]
    centred = boxes - boxes.sum(1, keepdims=True) / size
    slope = centred @ k / (k @ k)
    rest = (centred**2).sum(1) / size - slope**2 * (k @ k) / size
    return math.sqrt(max(0.0, float(rest.sum()) / len(rest)))
