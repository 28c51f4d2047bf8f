"""The median of the last so many numbers: where something is, whatever the newest of them did.

`RunningMedian` is for one that is asked for at every number, `RecentNumbers` for one that is seldom asked for.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable


class RunningMedian:
    """The median of the last `size` numbers, in time that grows slowly with `size`.

    Of an even number of them there are two middle ones: `low` and `high`, as in `statistics`.
    """

    __slots__ = ("_order", "_sorted", "size")

    def __init__(self, size: int, values: Iterable[float] = ()) -> None:
        self.size = size
        self._order = deque(values, size)
        self._sorted = sorted(self._order)

    def push(self, value: float) -> None:
        """Take the newest number and forget the oldest beyond `size`."""
        order, ranked = self._order, self._sorted
        if len(order) == self.size:
            del ranked[bisect_left(ranked, order.popleft())]
        order.append(value)
        insort(ranked, value)

    def __len__(self) -> int:
        return len(self._order)

    @property
    def low(self) -> float:
        """The median, the lower one of an even number. Only once there is a number."""
        return self._sorted[(len(self._sorted) - 1) >> 1]

    @property
    def high(self) -> float:
        """The median, the higher one of an even number. Only once there is a number."""
        return self._sorted[len(self._sorted) >> 1]

    def reset(self, values: Iterable[float] = ()) -> None:
        """Forget all, and begin with these."""
        self._order = deque(values, self.size)
        self._sorted = sorted(self._order)


class RecentNumbers(deque[float]):
    """The last `maxlen` numbers, ordered only when their median is asked for: to take one costs next to nothing."""

    __slots__ = ()

    @property
    def low(self) -> float:
        """The median, the lower one of an even number. Only once there is a number."""
        return sorted(self)[(len(self) - 1) >> 1]

    @property
    def high(self) -> float:
        """The median, the higher one of an even number. Only once there is a number."""
        return sorted(self)[len(self) >> 1]
