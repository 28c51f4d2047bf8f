"""HRV over the last so many seconds, beat by beat, each number with how far it can be trusted."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from math import isinf

from biofeedback.findings import Beat, BeatClass, Variability
from biofeedback.signal.sums import Sums
from biofeedback.signal.uncertainty import BatchMeans, rmssd_estimate, sdnn_estimate
from biofeedback.ticks import TICKS_PER_S

LEAST_COVERAGE = 0.7
"""Share of a window that accepted intervals must cover: below, what is left is no fair sample of it. Of every
window."""
LEAST_COVERAGE_OF_SESSION = 0.5
"""The same for a whole session: long, so half of it still says much."""
LEAST_WINDOW_BEATS = 20
"""Intervals in a window: fewer give an RMSSD with a standard error beyond a quarter of itself."""
LEAST_WINDOW_PAIRS = 15
"""Adjacent intervals in a window, likewise."""
BLOCK_BEATS = 8
"""Accepted intervals in a block for the confidence interval, at least: one or two breaths."""
WINDOW_BLOCKS = 12
"""Blocks in a window: longer blocks see slower wander."""

Entry = tuple[float, int, int]  # time, interval (0: left out), the adjacent accepted interval before it (0: none)


class SlidingWindow:
    """Indices over the beats of the last `span_s` seconds (math.inf: the whole session, in constant memory)."""

    def __init__(self, span_s: float) -> None:
        self.span_s = span_s
        self._whole = isinf(span_s)
        self._entries: deque[Entry] = deque()
        self._sums = Sums()
        self._blocks = BatchMeans(BLOCK_BEATS)
        self._before = 0
        self._began: float | None = None
        self._lost = 0  # ticks of intervals that are gaps

    def push(self, beat: Beat) -> None:
        """Take the next beat, in order."""
        x = beat.rr_ticks
        if self._began is None:
            self._began = beat.t - x / TICKS_PER_S
        if beat.kind is not BeatClass.NORMAL:
            self._before = 0
            if beat.kind is BeatClass.GAP:
                self._lost += x
            return
        before = 0 if beat.gap else self._before
        sums = self._sums
        sums.add(x)
        if before:
            sums.add_pair(before, x)
        if self._whole:
            self._blocks.push(x, before)
        else:
            self._entries.append((beat.t, x, before))
            self._forget(beat.t)
        self._before = x

    def variability(self, t: float) -> Variability:
        """The indices of the window that ends at `t` (s, not before the last beat). Absent where not honest."""
        if not self._whole:
            self._forget(t)
        sums = self._sums
        coverage = self._coverage(t)
        n = sums.n
        if not self._enough(t, coverage):
            return Variability(window_s=self.span_s, t=t, n=n, coverage=coverage)
        blocks = self._blocks if self._whole else BatchMeans.of(max(BLOCK_BEATS, n // WINDOW_BLOCKS), self._pairs())
        return Variability(
            window_s=self.span_s,
            t=t,
            n=n,
            coverage=coverage,
            mean_hr_bpm=sums.hr_bpm,
            rmssd_ms=rmssd_estimate(sums, blocks),
            sdnn_ms=sdnn_estimate(sums, blocks),
            pnn50=sums.pnn50,
            sd1_ms=sums.sd1_ms,
            sd2_ms=sums.sd2_ms,
        )

    def rmssd_ms(self, t: float) -> float | None:
        """The RMSSD of `variability`, without how far it can be trusted, which costs fifty times as much."""
        if not self._whole:
            self._forget(t)
        return self._sums.rmssd_ms if self._enough(t, self._coverage(t)) else None

    def _enough(self, t: float, coverage: float) -> bool:
        sums = self._sums
        return sums.n >= LEAST_WINDOW_BEATS and sums.pairs >= LEAST_WINDOW_PAIRS and self._fair(t, coverage)

    def _pairs(self) -> Iterator[tuple[int, int]]:
        return ((x, before) for _, x, before in self._entries)

    def _coverage(self, t: float) -> float:
        if self._began is None:
            return 0.0
        span = t - self._began if self._whole else self.span_s
        return min(1.0, self._sums.x / TICKS_PER_S / span) if span > 0 else 0.0

    def _fair(self, t: float, coverage: float) -> bool:
        if not self._whole:
            return coverage >= LEAST_COVERAGE
        heard = t - (self._began or 0.0) - self._lost / TICKS_PER_S
        return self._sums.x / TICKS_PER_S >= LEAST_COVERAGE_OF_SESSION * heard

    def _forget(self, t: float) -> None:
        """Drop what ended before the window, and the pair that reached into it."""
        entries, start, sums = self._entries, t - self.span_s, self._sums
        while entries and entries[0][0] <= start:
            _, x, _ = entries.popleft()
            sums.add(x, -1)
            if entries:
                at, following, before = entries[0]
                if before:
                    sums.add_pair(before, following, -1)
                    entries[0] = (at, following, 0)
