"""The running median of the last intervals: where this heart is, whatever the last beat did."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque

WIDTH = 11  # intervals: about two breaths


class Middle:
    """Median of the last 11 values, in ticks; None before the first."""

    def __init__(self) -> None:
        self._recent: deque[int] = deque()
        self._sorted: list[int] = []
        self.value: int | None = None

    def push(self, x: int) -> None:
        """Take one value."""
        ordered = self._sorted
        if len(self._recent) == WIDTH:
            del ordered[bisect_left(ordered, self._recent.popleft())]
        self._recent.append(x)
        insort(ordered, x)
        self.value = ordered[len(ordered) // 2]

    def begin_anew(self, x: float) -> None:
        """Forget all, and stand at `x`."""
        self._recent.clear()
        self._sorted.clear()
        self.push(round(x))
