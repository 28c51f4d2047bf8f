"""The heart rate of the last seconds: what is shown, and what a rest is judged by."""

from __future__ import annotations

from collections import deque

from biofeedback.findings import Beat, BeatClass
from biofeedback.ticks import TICKS_PER_S

LEAST_RATE_BEATS = 5
"""Accepted intervals below which a mean of seconds says more about one breath than about the heart."""
RATE_STALE_S = 6.0
"""Older than this, the last accepted beat is no news: a packet a second, a slow beat, two beats of look-ahead."""


class RecentRate:
    """Mean heart rate over the accepted intervals of the last `span_s` seconds."""

    def __init__(self, span_s: float) -> None:
        self._span_s = span_s
        self._beats: deque[tuple[float, int]] = deque()
        self._sum = 0

    def push(self, beat: Beat) -> None:
        """One beat with its final class."""
        if beat.kind is not BeatClass.NORMAL:
            return
        self._beats.append((beat.t, beat.rr_ticks))
        self._sum += beat.rr_ticks
        while self._beats[0][0] < beat.t - self._span_s:
            self._sum -= self._beats.popleft()[1]

    def bpm(self, t: float) -> float | None:
        """Beats a minute; None with too few accepted intervals, or old ones."""
        if len(self._beats) < LEAST_RATE_BEATS or t - self._beats[-1][0] > RATE_STALE_S:
            return None
        return 60.0 * TICKS_PER_S * len(self._beats) / self._sum
