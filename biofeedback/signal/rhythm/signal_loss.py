"""Whether this is a heart at all: movement, a strap that slipped, a line that repeats itself."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.sign import Sign
from biofeedback.signal.rhythm.strip import ROUGH_BEATS, Strip
from biofeedback.why import why

MOST_ROUGH = 4
"""Implausible intervals among the last fourteen: one or two are ectopy or a cough."""
SAME_BEATS = 60
SAME_MS = 1.0
"""A living heart at rest varies by more than a millisecond within a minute; a simulator or a pacemaker may not."""


class SignalLoss:
    """Caution when too many of the last intervals cannot be heartbeats, or all are the same."""

    rule = Rule.SIGNAL
    recovery_beats = 8

    def __init__(self) -> None:
        self._same = 0
        self._first = 0.0

    def judge(self, strip: Strip) -> Sign | None:
        """The sign at the newest beat."""
        ms = strip.ms[-1]
        if abs(ms - self._first) > SAME_MS or not strip.run:
            self._same, self._first = 0, ms
        self._same += 1
        if strip.gap:
            return _caution(strip, 1, "rhythm.signal_gap")
        if strip.rough > MOST_ROUGH:
            return _caution(strip, ROUGH_BEATS, "rhythm.signal_rough", strip.rough)
        if self._same >= SAME_BEATS:
            return _caution(strip, SAME_BEATS, "rhythm.signal_same", self._same)
        return None


def _caution(strip: Strip, beats: int, code: str, count: int = 0) -> Sign:
    return Sign(severity=Severity.CAUTION, start_s=strip.began(beats), why=why(code, count=count, of=beats))
