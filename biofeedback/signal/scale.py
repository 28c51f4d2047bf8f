"""How this person's intervals change from beat to beat by nature: how much, and how much one change foretells the next.

Changes are modelled as an autoregression of second order with Student t innovations: breathing slower than about six
beats a breath makes changes run on (`again` above 0), faster breathing makes them turn, at once or one beat later
(`again` or `turn` below 0). The scale is the median of the last absolute innovations of accepted intervals. It begins
with a few pseudo-observations of an adult at rest, which real ones soon outnumber; until then tails are heavier, for
the scale itself is uncertain.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from math import log1p

from biofeedback.ticks import TICKS_PER_MS

MEMORY = 48  # innovations: about four breaths in rest, short enough to follow tension and release
PRIOR = (0.008, 0.015, 0.025, 0.04, 0.07)  # pseudo-observations at the start, in shares of the interval
FLOOR = 3.8 * TICKS_PER_MS  # added to the median: a strap's 1 ms steps and its detector's jitter are never less
T_MEDIAN = 0.85  # about the median of |Student t|: turns the median and its floor into a scale
FREEDOM_FIRST, FREEDOM = 0.6, 5.3  # degrees of freedom of natural change: real rest has tails as heavy as this
SETTLED = 20  # accepted beats after which the scale is known, and tails are those of natural change
KEPT = 1 - 1 / 64  # of what is known of turns, a beat
TURN_PRIOR = 11.0  # pseudo-observations of no foresight, in squared scales
AGAIN_LEAST, AGAIN_MOST = -0.6, 0.8  # of the change before
TURN_LEAST, TURN_MOST = -0.6, 0.4  # of the one before that
TAME = 3.0  # scales: larger changes teach no more than this


class NaturalChange:
    """Running model of beat-to-beat change, in ticks. O(log n) a beat, bounded memory."""

    def __init__(self, level: float) -> None:
        prior = [round(share * level) for share in PRIOR]
        self._recent: deque[int] = deque(prior)
        self._sorted: list[int] = sorted(prior)
        self._known = 0
        self._aa = self._ab = self._bb = self._da = self._db = 0.0  # faded sums of products of changes
        self.again = self.turn = 0.0
        self.freedom = FREEDOM_FIRST
        self.scale = 1.0
        self._update()

    def foretold(self, before: float, earlier: float) -> float:
        """The change to expect after the change `before`, which followed `earlier` (0 where not known)."""
        return self.again * before + self.turn * earlier

    def learn(self, change: int, before: int | None, earlier: int | None) -> None:
        """Learn from the change to an accepted interval, and the two before it (None: not known)."""
        foretold = self.again * (before or 0) + self.turn * (earlier or 0)
        if before is not None and earlier is not None:
            self._learn_turns(change, before, earlier)
        self._push(round(abs(change - foretold)))
        if self._known < SETTLED:
            self._known += 1
            self.freedom = FREEDOM_FIRST + (FREEDOM - FREEDOM_FIRST) * self._known / SETTLED
        self._update()

    def _learn_turns(self, change: int, before: int, earlier: int) -> None:
        """Least squares with a prior of no foresight, on tamed changes; old ones fade."""
        most = TAME * self.scale
        d = change if -most < change < most else most if change > 0 else -most
        a = before if -most < before < most else most if before > 0 else -most
        b = earlier if -most < earlier < most else most if earlier > 0 else -most
        self._aa = aa = KEPT * self._aa + a * a
        self._ab = ab = KEPT * self._ab + a * b
        self._bb = bb = KEPT * self._bb + b * b
        self._da = da = KEPT * self._da + d * a
        self._db = db = KEPT * self._db + d * b
        ridge = TURN_PRIOR * self.scale * self.scale
        aa += ridge
        bb += ridge
        whole = aa * bb - ab * ab
        again, turn = (da * bb - db * ab) / whole, (db * aa - da * ab) / whole
        self.again = AGAIN_LEAST if again < AGAIN_LEAST else AGAIN_MOST if again > AGAIN_MOST else again
        self.turn = TURN_LEAST if turn < TURN_LEAST else TURN_MOST if turn > TURN_MOST else turn

    def forget_turns(self) -> None:
        """Expect no change to follow from those before it."""
        self._aa = self._ab = self._bb = self._da = self._db = 0.0
        self.again = self.turn = 0.0

    def doubt(self, size: int) -> None:
        """Learn from a slight change that was refused: a few do not move the median, many mean it was natural."""
        self._push(size)
        self._update()

    def begin_anew(self, changes: list[int]) -> None:
        """Forget, and take the scale from these absolute changes."""
        self._recent = deque(changes, MEMORY)
        self._sorted = sorted(self._recent)
        self.forget_turns()
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
