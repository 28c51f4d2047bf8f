"""Confidence intervals that are right on real rest: from the data's own correlation, steadied by what rest is like.

What an interval is about: the underlying level, not the sample value of this window, which is known exactly. The level
is what a stretch of the same rest four to ten times as long as the window would give: of RMSSD its RMSSD; of SDNN,
which grows with the length it is taken over, the SDNN of windows as long as this one.

Two things part a window from that level. *Sampling*: adjacent beats share a breath, so 60 beats are far fewer than 60
observations. The spread of sums over blocks of beats measures that without a model (batch means), but a short window
has few blocks; so it is pooled with what rest usually shows. *Wander*: the level itself moves at every time scale, so
this part does not fall as windows grow. The constants were fitted on half of the subjects of real stretches of 5 and
20 minutes of rest; how often intervals hold the level, there and on the other half, is in DECISIONS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, sqrt
from typing import NamedTuple

from biofeedback.findings import Estimate
from biofeedback.signal.stats import t_975_fast
from biofeedback.signal.sums import Sums
from biofeedback.ticks import to_s

MOST_BLOCKS = 32
"""With so many, neighbours are joined: constant memory, and longer blocks for longer sessions."""
RMSSD_WANDER_SD = 0.08
"""Standard deviation of the logarithm of a window's RMSSD about that of the rest around it."""
SDNN_WANDER_SD = 0.2
"""Standard deviation of the logarithm of a window's SDNN about that of the rest around it."""
RMSSD_SAMPLING_SD = 0.8
"""What rest usually shows: standard deviation of the logarithm of RMSSD by sampling one second; falls with the root of
the seconds."""
SDNN_SAMPLING_SD = 0.95
"""What rest usually shows: standard deviation of the logarithm of SDNN by sampling one second; falls with the root of
the seconds."""
PRIOR_DF = 6.0
"""Degrees of freedom that knowing what is usual counts for."""
SKEW = 3.0
"""An interval reaches higher by so many variances: few large beats carry the squares, and most windows lack them."""


class BatchMeanBlock(NamedTuple):
    """Sums of a stretch of beats: intervals and adjacent differences, in ticks."""

    n: int
    x: int
    xx: int
    pairs: int
    dd: int


class BatchMeans:
    """Sums of consecutive stretches of `size` accepted intervals; at `MOST_BLOCKS` of them, joined in twos."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._full: list[BatchMeanBlock] = []
        self._open = Sums()

    @classmethod
    def of(cls, size: int, intervals: Iterable[tuple[int, int]]) -> BatchMeans:
        """The blocks of some (interval, adjacent one before it or 0)."""
        blocks = cls(size)
        for x, before in intervals:
            blocks.push(x, before)
        return blocks

    def push(self, x: int, before: int) -> None:
        """Add an interval and, where not 0, the adjacent one before it."""
        current = self._open
        current.n += 1
        current.x += x
        current.xx += x * x
        if before:
            current.pairs += 1
            current.dd += (x - before) * (x - before)
        if current.n >= self._size:
            self._close()

    def _close(self) -> None:
        s = self._open
        self._full.append(BatchMeanBlock(s.n, s.x, s.xx, s.pairs, s.dd))
        self._open = Sums()
        if len(self._full) == MOST_BLOCKS:
            twos = zip(self._full[::2], self._full[1::2], strict=True)
            self._full = [BatchMeanBlock(*(p + q for p, q in zip(a, b, strict=True))) for a, b in twos]
            self._size *= 2

    @property
    def full(self) -> tuple[BatchMeanBlock, ...]:
        """The complete blocks, oldest first."""
        return tuple(self._full)


def rmssd_estimate(sums: Sums, blocks: BatchMeans) -> Estimate:
    """RMSSD in ms with its 95 % interval. Needs a pair."""
    parts = [(b.dd, b.pairs) for b in blocks.full if b.pairs]
    return _estimate(sums.rmssd_ms, parts, RMSSD_SAMPLING_SD / sqrt(to_s(sums.x)), RMSSD_WANDER_SD)


def sdnn_estimate(sums: Sums, blocks: BatchMeans) -> Estimate:
    """SDNN in ms with its 95 % interval. Needs two intervals."""
    mean = sums.x / sums.n
    parts = [(b.xx - 2 * mean * b.x + b.n * mean * mean, b.n) for b in blocks.full]
    return _estimate(sums.sdnn_ms, parts, SDNN_SAMPLING_SD / sqrt(to_s(sums.x)), SDNN_WANDER_SD)


def _estimate(value: float, parts: Sequence[tuple[float, int]], usual_sd: float, wander_sd: float) -> Estimate:
    """A root mean square, with the interval that its parts (sum of squares, count), the usual and the wander give.

    Intervals are even in the logarithm but for `SKEW`: the root of a mean of squares is low more often than high.
    """
    free = max(0, len(parts) - 1)
    squares, count = sum(q for q, _ in parts), sum(n for _, n in parts)
    if value <= 0:
        return Estimate(value=0.0, low=0.0, high=0.0)
    seen = 0.0
    if free and squares > 0:
        mean = squares / count
        spread = sum((q - mean * n) ** 2 for q, n in parts) * len(parts) / free / count**2
        seen = spread / mean**2 / 4
    sampling = (PRIOR_DF * usual_sd**2 + free * seen) / (PRIOR_DF + free)
    variance = wander_sd**2 + sampling
    half = t_975_fast(PRIOR_DF + free) * sqrt(variance)
    return Estimate(value=value, low=value * exp(-half), high=value * exp(half + SKEW * variance))
