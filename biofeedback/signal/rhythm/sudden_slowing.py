"""A heart that slows within seconds, as before fainting."""

from __future__ import annotations

from collections import deque

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.signal.running_median import RecentNumbers
from biofeedback.why import why

SLOW_BEATS = 8
"""Intervals whose mean is judged: shorter dips are reflexes of standing up, swallowing or waking (24 h records have
some each day)."""
SLOWER_THAN_MINUTE = 1.45
"""Against the median of the last minute: a rate that falls by a third."""
SLOWER_THAN_ENVELOPE = 1.35
"""The mean against the slowest within the last five minutes: deep breathing and sleep swing back to where they were."""
EACH_SLOWER = 1.25
"""Each of the eight beats, not only their mean: a beat that was not seen stands between ordinary ones."""
LEAST_SLOW_MS = 60_000 / 45
"""Slower than 45/min."""
MINUTE_BEATS = 61
"""Intervals whose median is the last minute's."""
ENVELOPE_S = 300.0
"""Five minutes: after half a minute of waking, a sleeping heart only goes back to where it was."""
RECENT_S = 20.0
"""So long ago the envelope ends: what is slowing now is no measure of it."""


class SuddenSlowing:
    """Stop when eight beats are far slower than the last minute and slower than anything in the minutes before."""

    rule = Rule.DROP
    recovery_beats = 15

    def __init__(self) -> None:
        self._minute = RecentNumbers(maxlen=MINUTE_BEATS)
        self._means: deque[tuple[float, float]] = deque()  # of eight, each with its time: ENVELOPE_S of them

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        if rr.run < SLOW_BEATS:
            return None
        mean = sum(rr.ms[-SLOW_BEATS:]) / SLOW_BEATS
        usual = None
        if mean >= LEAST_SLOW_MS and len(self._minute) >= MINUTE_BEATS // 2:
            usual = self._minute.low
        self._minute.append(rr.ms[-1])
        self._remember(rr.t, mean)
        if usual is None or mean < SLOWER_THAN_MINUTE * usual or min(rr.ms[-SLOW_BEATS:]) < EACH_SLOWER * usual:
            return None
        envelope = self._slowest_before(rr.t)
        if envelope is None or mean < SLOWER_THAN_ENVELOPE * envelope:
            return None
        return Detection(
            severity=Severity.STOP,
            start_s=rr.start_of(SLOW_BEATS),
            why=why("rhythm.drop", hr_bpm=60_000 / mean, before_bpm=60_000 / usual),
        )

    def _remember(self, t: float, mean: float) -> None:
        means = self._means
        means.append((t, mean))
        while t - means[0][0] > ENVELOPE_S:
            means.popleft()

    def _slowest_before(self, t: float) -> float | None:
        """The greatest mean of eight, `RECENT_S` to `ENVELOPE_S` ago."""
        return max((mean for at, mean in self._means if t - at > RECENT_S), default=None)
