"""A long time without a beat. From intervals alone it cannot be told from a strap that lost the skin."""

from __future__ import annotations

from biofeedback.findings import Missing, Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.why import why

PAUSE_MS = 2500.0
"""A pause is longer than this, and than `PAUSE_RATIO` usual intervals: monitors tell pauses of 1.5 to 3 s."""
PAUSE_RATIO = 1.5
"""A pause is longer than this many usual intervals: monitors tell pauses of 1.8 mean ones."""
STOP_MS = 3000.0
"""From here on it is a stop, where the strap has touched the skin."""
BEATS_BEFORE = 8
"""Intervals whose median is the usual one."""
MOST_IMPLAUSIBLE_30 = 1
"""Doubtful intervals of the last half minute, the long one itself among them, with which the word of the contact is
enough: a strap that has just lost or made up a beat may be losing more of them."""


class Pause:
    """Caution on a long interval; stop only if the strap says that it has touched the skin all the while."""

    rule = Rule.PAUSE
    recovery_beats = 8

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        ms = rr.ms[-1]
        if ms <= PAUSE_MS or rr.gap or len(rr.ms) <= BEATS_BEFORE:
            return None
        usual = sorted(rr.ms[-1 - BEATS_BEFORE : -1])[BEATS_BEFORE // 2]
        if ms <= PAUSE_RATIO * usual:
            return None
        sure = rr.contact is True and ms >= STOP_MS and rr.implausible_30 <= MOST_IMPLAUSIBLE_30
        return Detection(
            severity=Severity.STOP if sure else Severity.CAUTION,
            start_s=rr.start_of(1),
            why=why("rhythm.pause" if sure else "rhythm.pause_unsure", seconds=ms / 1000),
            missing=None if sure else Missing.BEATS,
        )
