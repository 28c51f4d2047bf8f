"""Confidence intervals from the data's own correlation: the spread of block sums, not beats as if independent.

Adjacent beats share a breath, so 60 beats are far fewer than 60 observations. Sums over blocks of whole breaths are
nearly independent, and their spread measures the effective number of observations without a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, sqrt
from typing import NamedTuple

from biofeedback.findings import Estimate
from biofeedback.signal.sums import Sums

MOST_BLOCKS = 64  # then neighbours are joined: constant memory, and longer blocks for longer sessions
LEAST_BLOCKS = 3
T975 = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13, 2.12)


class Block(NamedTuple):
    """Sums of a stretch of beats: intervals and adjacent differences, in ticks."""

    n: int
    x: int
    xx: int
    pairs: int
    dd: int


class Blocks:
    """Sums of consecutive stretches of `size` accepted intervals; at most 64, then joined in twos."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._full: list[Block] = []
        self._open = Sums()

    @classmethod
    def of(cls, size: int, intervals: Iterable[tuple[int, int]]) -> Blocks:
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
        self._full.append(Block(s.n, s.x, s.xx, s.pairs, s.dd))
        self._open = Sums()
        if len(self._full) == MOST_BLOCKS:
            twos = zip(self._full[::2], self._full[1::2], strict=True)
            self._full = [Block(*(p + q for p, q in zip(a, b, strict=True))) for a, b in twos]
            self._size *= 2

    @property
    def full(self) -> tuple[Block, ...]:
        """The complete blocks, oldest first."""
        return tuple(self._full)


def rmssd_estimate(sums: Sums, blocks: Blocks) -> Estimate | None:
    """RMSSD in ms with its 95 % interval; None where too few blocks say how much it varies."""
    parts = [(b.dd, b.pairs) for b in blocks.full if b.pairs]
    return _estimate(sums.rmssd_ms, parts)


def sdnn_estimate(sums: Sums, blocks: Blocks) -> Estimate | None:
    """SDNN in ms with its 95 % interval."""
    mean = sums.x / sums.n
    parts = [(b.xx - 2 * mean * b.x + b.n * mean * mean, b.n) for b in blocks.full]
    return _estimate(sums.sdnn_ms, parts)


def _estimate(value: float, parts: Sequence[tuple[float, int]]) -> Estimate | None:
    """A root mean square with the interval that the spread of its parts (sum of squares, count) gives."""
    k = len(parts)
    squares, count = sum(q for q, _ in parts), sum(n for _, n in parts)
    if k < LEAST_BLOCKS:
        return None
    if squares <= 0:
        return Estimate(value=value, low=value, high=value)
    mean = squares / count
    variance = sum((q - mean * n) ** 2 for q, n in parts) * k / (k - 1) / count**2
    sd = sqrt(variance) / mean / 2
    quantile = T975[k - 2] if k - 2 < len(T975) else 2.0
    return Estimate(value=value, low=value * exp(-quantile * sd), high=value * exp(quantile * sd))
