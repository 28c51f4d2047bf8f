"""Exact sums over accepted intervals, and the time-domain indices they give.

Integers only, so adding and taking away never drift: a sliding window equals the same window summed afresh.
Definitions are those of NeuroKit2 (10.3758/s13428-020-01516-y): SDNN, SD1 and SD2 with n - 1, pNN50 in per cent of the
intervals. Only differences between *adjacent* accepted intervals count; none spans an interval that was left out.
"""

from __future__ import annotations

from math import sqrt

from biofeedback.ticks import TICKS_PER_MS

NN50 = 50 * TICKS_PER_MS
"""Differences beyond this count in pNN50. Ticks."""


class Sums:
    """Sums of intervals x, and of differences d = b - a and totals s = a + b of adjacent ones. In ticks."""

    __slots__ = ("d", "dd", "n", "n50", "pairs", "s", "ss", "x", "xx")

    def __init__(self) -> None:
        self.n = self.x = self.xx = 0
        self.pairs = self.d = self.dd = self.s = self.ss = self.n50 = 0

    def add(self, x: int, sign: int = 1) -> None:
        """Add (or with sign -1 remove) an interval."""
        self.n += sign
        self.x += sign * x
        self.xx += sign * x * x

    def add_pair(self, a: int, b: int, sign: int = 1) -> None:
        """Add (or with sign -1 remove) two adjacent intervals."""
        d, s = b - a, a + b
        self.pairs += sign
        self.d += sign * d
        self.dd += sign * d * d
        self.s += sign * s
        self.ss += sign * s * s
        if d > NN50 or d < -NN50:
            self.n50 += sign

    def join(self, other: Sums) -> None:
        """Add all that another holds."""
        for name in Sums.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def rmssd_ms(self) -> float:
        """Root mean square of successive differences, ms. Needs one pair."""
        return sqrt(self.dd / self.pairs) / TICKS_PER_MS

    @property
    def sdnn_ms(self) -> float:
        """Standard deviation of intervals, ms. Needs two."""
        return _deviation(self.n, self.x, self.xx)

    @property
    def sd1_ms(self) -> float:
        """Width of the Poincare plot across the diagonal, ms. Needs two pairs."""
        return _deviation(self.pairs, self.d, self.dd) / sqrt(2)

    @property
    def sd2_ms(self) -> float:
        """Length of the Poincare plot along the diagonal, ms. Needs two pairs."""
        return _deviation(self.pairs, self.s, self.ss) / sqrt(2)

    @property
    def pnn50(self) -> float:
        """Per cent of intervals that differ by more than 50 ms from the one before.

        Without exclusions pairs + 1 is the number of intervals, which is NeuroKit2's divisor; with them, dividing by
        the intervals would count missing pairs as small ones.
        """
        return 100 * self.n50 / (self.pairs + 1)

    @property
    def hr_bpm(self) -> float:
        """Mean heart rate: 60 s over the mean interval."""
        return 60_000 * TICKS_PER_MS * self.n / self.x


def _deviation(n: int, total: int, squares: int) -> float:
    return sqrt((n * squares - total * total) / (n * (n - 1))) / TICKS_PER_MS
