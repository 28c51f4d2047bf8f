"""Short-term fractal scaling of intervals. Loads numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

BOX_BEATS = range(4, 17)
"""Lengths of the boxes, beats: the short-term exponent is defined over these."""
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
    logs: list[float] = []
    for size in BOX_BEATS:
        boxes = np.lib.stride_tricks.sliding_window_view(profile, size)[: len(profile) - size : size // 2]
        k = np.arange(size) - (size - 1) / 2
        centred = boxes - boxes.mean(axis=1, keepdims=True)
        slope = centred @ k / (k @ k)
        rest = (centred**2).mean(axis=1) - slope**2 * (k @ k) / size
        fluctuation = float(np.sqrt(max(0.0, rest.mean())))
        if fluctuation < LEAST_FLUCTUATION_MS:
            return None
        logs.append(float(np.log(fluctuation)))
    return float(np.polyfit(np.log(BOX_BEATS), logs, 1)[0])
