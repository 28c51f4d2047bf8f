"""How large this person's beat-to-beat changes are, robustly and never frozen.

The scale is the median of the last absolute differences between adjacent accepted intervals. It begins with a few
pseudo-observations of a resting adult, which real ones soon outnumber.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque

from biofeedback.ticks import TICKS_PER_MS

MEMORY = 48  # differences: about four breaths in rest, short enough to follow tension and release
PRIOR = (0.008, 0.015, 0.025, 0.04, 0.07)  # pseudo-observations at the start, in shares of the interval
FLOOR_MS = 5.0  # added to the median: a strap's 1 ms steps and its detector's jitter are never less
T_MEDIAN = 0.765  # median of |Student t|, 3 degrees of freedom: turns the median into a scale


class Spread:
    """Running scale of beat-to-beat differences, in ticks. O(log n) search, bounded memory."""

    def __init__(self, level: float) -> None:
        prior = [round(share * level) for share in PRIOR]
        self._recent: deque[int] = deque(prior)
        self._sorted: list[int] = sorted(prior)
        self.scale = 0.0
        self._update()

    def push(self, difference: int) -> None:
        """Learn from one absolute difference in ticks."""
        if len(self._recent) == MEMORY:
            ordered = self._sorted
            del ordered[bisect_left(ordered, self._recent.popleft())]
        self._recent.append(difference)
        insort(self._sorted, difference)
        self._update()

    def reset(self, differences: list[int]) -> None:
        """Begin anew from these absolute differences (ticks)."""
        self._recent = deque(differences, MEMORY)
        self._sorted = sorted(self._recent)
        self._update()

    def _update(self) -> None:
        middle = self._sorted[len(self._sorted) // 2]
        self.scale = (middle + FLOOR_MS * TICKS_PER_MS) / T_MEDIAN
