"""A scale that does not jump: it widens at once, because a beat must be seen, and narrows only after a long while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

STEP_BPM = 10
"""The ends of the scale are multiples of this, so that small changes move nothing. Beats a minute."""

MARGIN_BPM = 2
"""The line keeps this far from the edge. Beats a minute."""

NARROWEST_BPM = 20
"""Least height of the scale: a calm heart varies by 5 to 20 beats a minute, and less would magnify noise."""

PATIENCE_S = 45.0
"""So long a narrower scale must have sufficed before it is taken: about seven slow breaths. Seconds."""

AT_FIRST = (50, 90)
"""The scale before the first beat: rates of most people at rest. Beats a minute."""


@dataclass(frozen=True, slots=True)
class Range:
    """A scale from `low` to `high`, beats per minute."""

    low: int
    high: int


class StickyScale:
    """Chooses the range of a live chart."""

    def __init__(self) -> None:
        self.range = Range(*AT_FIRST)
        self._ample_since: float | None = None  # since when a narrower range would do

    def fit(self, t: float, values: Sequence[float]) -> Range:
        """The range for `values` (beats per minute) drawn at time `t` (seconds)."""
        if not values:
            return self.range
        wanted = around(min(values), max(values))
        kept = Range(min(self.range.low, wanted.low), max(self.range.high, wanted.high))
        if kept != self.range:
            self.range = kept
            self._ample_since = None
        elif wanted == self.range:
            self._ample_since = None
        elif self._ample_since is None:
            self._ample_since = t
        elif t - self._ample_since >= PATIENCE_S:
            self.range = wanted
            self._ample_since = None
        return self.range


def around(lowest: float, highest: float) -> Range:
    """The scale for rates from the lowest to the highest."""
    low = floor((lowest - MARGIN_BPM) / STEP_BPM) * STEP_BPM
    high = ceil((highest + MARGIN_BPM) / STEP_BPM) * STEP_BPM
    while high - low < NARROWEST_BPM:
        if highest - (low + high) / 2 >= 0:
            high += STEP_BPM
        else:
            low -= STEP_BPM
    return Range(low, high)
