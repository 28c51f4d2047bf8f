"""The recent past of a session, from which a change is told: block means over any stretch, and this heart's own unrest.

How much a resting heart wanders differs threefold between people. A change is measured in units of the wander that this
person showed earlier in this session, so a restless heart does not bring false alarms nor a quiet one missed shifts.
"""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

from msgspec import Struct

from biofeedback.signal.clean_blocks import CleanBlock

BLOCKS_KEPT = 60
"""Blocks that can be looked back on: the longest change (30 blocks) and what came before it (24)."""
MINUTE_BLOCKS = 6
"""Blocks in a minute; slow unrest is that of adjacent minutes."""
SETTLING_BLOCKS = 10
"""A block counts as usual unrest only when it is this old, so that a shift does not hide itself at once."""
MEMORY_BLOCKS = 180.0
"""Blocks (30 minutes) after which unrest is forgotten."""


class BlockMeans(Struct, frozen=True):
    """Means of blocks: logarithm of the interval (ln s), of RMSSD (ln ms), and pace index (`CleanBlock.ln_pace`)."""

    ln_rr: float
    ln_rmssd: float
    ln_pace: float


class BaselineVariability(NamedTuple):
    """Mean squares of differences between neighbours: blocks (fast) and minutes (slow), of the two indices."""

    rr_fast: float
    rmssd_fast: float
    rr_slow: float
    rmssd_slow: float


class BlockHistory:
    """Running sums of the last blocks."""

    __slots__ = ("_blocks", "_counts", "_pending", "_sums", "_variability")

    def __init__(self) -> None:
        self._sums = [BlockMeans(0.0, 0.0, 0.0)]
        self._blocks: deque[CleanBlock] = deque(maxlen=BLOCKS_KEPT)
        self._pending: deque[BaselineVariability] = deque()
        self._variability = BaselineVariability(0.0, 0.0, 0.0, 0.0)
        self._counts = 0, 0

    def __len__(self) -> int:
        return len(self._blocks)

    def push(self, block: CleanBlock, at_rest: bool = False) -> None:
        """Take the next block. `at_rest`: it belongs to the baseline and counts as usual unrest at once."""
        last = self._sums[-1]
        ln_rr, ln_rmssd = block.ln_rr, block.ln_rmssd
        self._sums.append(BlockMeans(last.ln_rr + ln_rr, last.ln_rmssd + ln_rmssd, last.ln_pace + block.ln_pace))
        if len(self._sums) > 2 * BLOCKS_KEPT:
            del self._sums[: -BLOCKS_KEPT - 1]
        if self._blocks:
            self._note(ln_rr - self._blocks[-1].ln_rr, ln_rmssd - self._blocks[-1].ln_rmssd)
        self._blocks.append(block)
        while len(self._pending) > (0 if at_rest else SETTLING_BLOCKS):
            self._learn(self._pending.popleft())

    def mean(self, oldest: int, newest: int) -> BlockMeans:
        """Means of the blocks from `oldest` blocks ago up to, not with, the newest `newest`."""
        high, low, n = self._sums[-1 - newest], self._sums[-1 - oldest], oldest - newest
        return BlockMeans(
            (high.ln_rr - low.ln_rr) / n, (high.ln_rmssd - low.ln_rmssd) / n, (high.ln_pace - low.ln_pace) / n
        )

    def block(self, ago: int) -> CleanBlock:
        """The block `ago` blocks back; 1 is the newest."""
        return self._blocks[-ago]

    def excluded(self, blocks: int) -> float:
        """Share of excluded beats in the newest blocks."""
        newest = [self._blocks[-k] for k in range(1, min(blocks, len(self._blocks)) + 1)]
        excluded = sum(block.excluded for block in newest)
        return excluded / max(1, excluded + sum(block.n for block in newest))

    def baseline_variability(self) -> BaselineVariability:
        """Root mean squares of the differences seen so far."""
        return BaselineVariability(*(math.sqrt(value) for value in self._variability))

    def _note(self, rr: float, rmssd: float) -> None:
        slow = (-1.0, -1.0)
        if len(self._sums) > 2 * MINUTE_BLOCKS:
            now, before = self.mean(MINUTE_BLOCKS, 0), self.mean(2 * MINUTE_BLOCKS, MINUTE_BLOCKS)
            slow = (now.ln_rr - before.ln_rr) ** 2, (now.ln_rmssd - before.ln_rmssd) ** 2
        self._pending.append(BaselineVariability(rr**2, rmssd**2, *slow))

    def _learn(self, seen: BaselineVariability) -> None:
        fast, slow = self._counts[0] + 1, self._counts[1] + (seen.rr_slow >= 0)
        self._counts = fast, slow
        a, b = 1 / min(fast, MEMORY_BLOCKS), 1 / min(max(slow, 1), MEMORY_BLOCKS)
        old = self._variability
        if seen.rr_slow < 0:
            seen = seen._replace(rr_slow=old.rr_slow, rmssd_slow=old.rmssd_slow)
        self._variability = BaselineVariability(
            old.rr_fast + a * (seen.rr_fast - old.rr_fast),
            old.rmssd_fast + a * (seen.rmssd_fast - old.rmssd_fast),
            old.rr_slow + b * (seen.rr_slow - old.rr_slow),
            old.rmssd_slow + b * (seen.rmssd_slow - old.rmssd_slow),
        )
