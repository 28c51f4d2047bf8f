"""Whether this is a heart at all: movement, a strap that slipped, a line that repeats itself."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.folding import heard_wrongly
from biofeedback.signal.rhythm.heard_twice import REMEMBERED_S
from biofeedback.signal.rhythm.rr_buffer import IMPLAUSIBLE_BEATS, RrBuffer
from biofeedback.why import why

MOST_BEFORE_CAUTION = 4
"""Implausible intervals among the last fourteen: one or two are ectopy or a cough."""
MANY_HEARD_TWICE = 4
"""So many beats heard twice in a minute, in a rhythm that is even without them, are the strap's. A patient with as many
early beats that leave no pause is told to look at the strap, too, and paused."""
JUDGED_BEATS = 48
"""Intervals that are put right to see whether the rhythm is even: half a minute to three quarters."""
SAME_BEATS = 60
"""Intervals in a row that are the same."""
SAME_MS = 1.0
"""A living heart at rest varies by more than a millisecond within a minute; a simulator or a pacemaker may not."""


class SignalLoss:
    """Caution when too many of the last intervals cannot be heartbeats, or all are the same."""

    rule = Rule.SIGNAL
    recovery_beats = 8

    def __init__(self) -> None:
        self._same = 0
        self._first = 0.0

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        ms = rr.ms[-1]
        if abs(ms - self._first) > SAME_MS or not rr.run:
            self._same = 0
            self._first = ms
        self._same += 1
        if rr.gap:
            return _caution(rr, 1, "rhythm.signal_gap")
        if rr.implausible_14 > MOST_BEFORE_CAUTION:
            return _caution(rr, IMPLAUSIBLE_BEATS, "rhythm.signal_rough", rr.implausible_14)
        if (
            rr.twice.count >= MANY_HEARD_TWICE
            and heard_wrongly(rr.last(JUDGED_BEATS), rr.twice.level, self.rule) is not None
        ):
            reason = why("rhythm.signal_twice", count=rr.twice.count, seconds=REMEMBERED_S)
            start_s = rr.start_of(IMPLAUSIBLE_BEATS)
            return Detection(severity=Severity.CAUTION, start_s=start_s, why=reason, of_strap=True)
        if self._same >= SAME_BEATS:
            return _caution(rr, SAME_BEATS, "rhythm.signal_same", self._same)
        return None


def _caution(rr: RrBuffer, beats: int, code: str, count: int = 0) -> Detection:
    return Detection(severity=Severity.CAUTION, start_s=rr.start_of(beats), why=why(code, count=count, of=beats))
