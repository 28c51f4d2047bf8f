"""How this person's intervals change from beat to beat by nature: how much, and how much one change foretells the next.

Changes are modelled as an autoregression of first order with Student t innovations: breathing slower than about six
beats a breath makes changes run on (lean above 0), faster breathing makes them turn (below 0). The scale is the median
of the last absolute innovations of accepted intervals. It begins with a few pseudo-observations of an adult at rest,
which real ones soon outnumber; until then tails are heavier, for the scale itself is uncertain.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from math import log1p

from biofeedback.ticks import TICKS_PER_MS

MEMORY = 48  # innovations: about four breaths in rest, short enough to follow tension and release
PRIOR = (0.008, 0.015, 0.025, 0.04, 0.07)  # pseudo-observations at the start, in shares of the interval
FLOOR = 3.0 * TICKS_PER_MS  # added to the median: a strap's 1 ms steps and its detector's jitter are never less
T_MEDIAN = 0.765  # median of |Student t|, 3 degrees of freedom: turns the median into a scale
FREEDOM = 3.0  # degrees of freedom of natural change: real rest has tails as heavy as this
SETTLED = 20  # accepted beats after which the scale is known, and tails are those of natural change
FADING = 1 / 64  # of what is known of the lean, a beat
LEAN_PRIOR = 24.0  # pseudo-observations of no lean, in squared scales
LEAN_LEAST, LEAN_MOST = -0.2, 0.8  # a heart that always turned would hide misplaced beats
TAME = 3.0  # scales: larger changes teach the lean no more than this


class NaturalChange:
    """Running model of beat-to-beat change, in ticks. O(log n) a beat, bounded memory."""

    def __init__(self, level: float) -> None:
        prior = [round(share * level) for share in PRIOR]
        self._recent: deque[int] = deque(prior)
        self._sorted: list[int] = sorted(prior)
        self._known = 0
        self._together = self._square = 0.0
        self.lean = 0.0
        self.freedom = 1.0
        self.scale = 1.0
        self._update()

    def learn(self, change: int, before: int | None) -> None:
        """Learn from the change to an accepted interval, and the one before it (None: not known)."""
        foretold = 0.0
        if before is not None:
            most = TAME * self.scale
            a, b = max(-most, min(most, before)), max(-most, min(most, change))
            self._together += a * b - FADING * self._together
            self._square += a * a - FADING * self._square
            foretold = self.lean * before
            lean = self._together / (self._square + LEAN_PRIOR * self.scale * self.scale)
            self.lean = max(LEAN_LEAST, min(LEAN_MOST, lean))
        self._push(round(abs(change - foretold)))
        if self._known < SETTLED:
            self._known += 1
            self.freedom = 1 + (FREEDOM - 1) * self._known / SETTLED
        self._update()

    def doubt(self, size: int) -> None:
        """Learn from a slight change that was refused: a few do not move the median, many mean it was natural."""
        self._push(size)
        self._update()

    def begin_anew(self, changes: list[int]) -> None:
        """Forget, and take the scale from these absolute changes."""
        self._recent = deque(changes, MEMORY)
        self._sorted = sorted(self._recent)
        self._together = self._square = self.lean = 0.0
        self._update()

    def surprise(self, change: float, wider: float = 1.0) -> float:
        """How unlikely a change is, in nats, 0 for none; `wider` scales the model for less certain ones."""
        u = change / (self.scale * wider)
        return (self.freedom + 1) / 2 * log1p(u * u / self.freedom)

    def _push(self, size: int) -> None:
        if len(self._recent) == MEMORY:
            ordered = self._sorted
            del ordered[bisect_left(ordered, self._recent.popleft())]
        self._recent.append(size)
        insort(self._sorted, size)

    def _update(self) -> None:
        middle = self._sorted[len(self._sorted) // 2]
        self.scale = (middle + FLOOR) / T_MEDIAN
