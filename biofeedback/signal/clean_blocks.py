"""Beats gathered into blocks of clean time, from which shifts are judged.

Overlapping windows look at the same beats again and again (lag-one autocorrelation 0.98), so textbook change detectors
fire 13 to 23 times an hour on real rest. Blocks that do not overlap are nearly independent (0.24 to 0.34). A block
counts *clean* time, not time on the clock: masked stretches are stepped over, so rest is compared with rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from biofeedback.findings import Activity, Beat, BeatClass
from biofeedback.ticks import TICKS_PER_MS, TICKS_PER_S

BLOCK_S = 10.0
"""Clean seconds in a block: two to three breaths at rest."""
LONGEST_BLOCK_S = 90.0
"""A block that needs more than this on the clock is begun again: it would mix two states."""
LEAST_BLOCK_PAIRS = 5
"""Successive differences below which a block has no RMSSD."""
FLOOR_MS2 = 1.0
"""Added to the mean square of differences: the quantisation of a strap (1/1024 s) alone gives about 0.2 ms2, and a
heart without variability must not have a logarithm of minus infinity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanBlock:
    """One block: `n` normal intervals lasting `clean_s` seconds, `pairs` differences between adjacent ones."""

    start_s: float
    end_s: float
    n: int
    clean_s: float
    pairs: int
    mean_square_ms2: float
    mean_square_2_ms2: float  # of differences between intervals two apart
    excluded: int

    @property
    def ln_rmssd(self) -> float:
        """Natural logarithm of RMSSD in ms."""
        return 0.5 * math.log(self.mean_square_ms2)

    @property
    def ln_pace(self) -> float:
        """How far the fast waves stretch: the logarithm of the ratio of differences two apart to those one apart.

        For a wave of f cycles a beat it is ln(2 cos(pi f)): slower breathing raises it, larger waves do not.
        """
        return 0.5 * math.log(self.mean_square_2_ms2 / self.mean_square_ms2)

    @property
    def ln_rr(self) -> float:
        """Natural logarithm of the mean interval in s."""
        return math.log(self.clean_s / self.n)


class CleanBlocks:
    """Gathers final beats, in order, into blocks."""

    __slots__ = (
        "_clean",
        "_excluded",
        "_last",
        "_last_2",
        "_n",
        "_pairs",
        "_pairs_2",
        "_square",
        "_square_2",
        "_start",
    )

    def __init__(self) -> None:
        self._last = self._last_2 = 0
        self._restart(-math.inf)

    def _restart(self, t: float) -> None:
        self._start = t
        self._n = self._clean = self._pairs = self._pairs_2 = self._square = self._square_2 = self._excluded = 0

    def interrupt(self) -> None:
        """The next beat has no neighbour before it, and the block under way is given up."""
        self._last = self._last_2 = 0
        self._restart(-math.inf)

    def push(self, beat: Beat, activity: Activity) -> CleanBlock | None:
        """The block that this beat completes, if it does."""
        if beat.kind is not BeatClass.NORMAL or activity is Activity.TENSION:
            self._last = self._last_2 = 0
            self._excluded += beat.kind is not BeatClass.NORMAL
            return None
        ticks = beat.rr_ticks
        last, last_2 = (0, 0) if beat.gap else (self._last, self._last_2)
        self._last_2 = last
        self._last = ticks
        if not self._n:
            self._start = beat.t - ticks / TICKS_PER_S
        self._n += 1
        self._clean += ticks
        if last:
            step = ticks - last
            self._square += step * step
            self._pairs += 1
            if last_2:
                step = ticks - last_2
                self._square_2 += step * step
                self._pairs_2 += 1
        if self._clean < BLOCK_S * TICKS_PER_S:
            return None
        return self._close(beat.t)

    def _close(self, t: float) -> CleanBlock | None:
        block = None
        if self._pairs_2 >= LEAST_BLOCK_PAIRS and t - self._start <= LONGEST_BLOCK_S:
            block = CleanBlock(
                start_s=self._start,
                end_s=t,
                n=self._n,
                clean_s=self._clean / TICKS_PER_S,
                pairs=self._pairs,
                mean_square_ms2=self._square / (self._pairs * TICKS_PER_MS**2) + FLOOR_MS2,
                mean_square_2_ms2=self._square_2 / (self._pairs_2 * TICKS_PER_MS**2) + FLOOR_MS2,
                excluded=self._excluded,
            )
        self._restart(t)
        return block
