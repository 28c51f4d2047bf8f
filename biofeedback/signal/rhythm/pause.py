"""A long time without a beat. From intervals alone it cannot be told from a strap that lost the skin."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.why import why

LONG_MS = 2500.0
LONGER = 1.5
"""Told when longer than both: monitors tell pauses of 1.5 to 3 s, or 1.8 mean intervals."""
STOP_MS = 3000.0
BEFORE = 8
MOST_IMPLAUSIBLE = 1
"""Doubtful intervals of the last half minute, the long one itself among them, with which the word of the contact is
enough: a strap that has just lost or made up a beat may be losing more of them."""


class Pause:
    """Caution on a long interval; stop only if the strap says that it has touched the skin all the while."""

    rule = Rule.PAUSE
    recovery_beats = 8

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        ms = rr.ms[-1]
        if ms <= LONG_MS or rr.gap or len(rr.ms) <= BEFORE:
            return None
        usual = sorted(rr.ms[-1 - BEFORE : -1])[BEFORE // 2]
        if ms <= LONGER * usual:
            return None
        sure = rr.contact is True and ms >= STOP_MS and rr.implausible_30 <= MOST_IMPLAUSIBLE
        return Detection(
            severity=Severity.STOP if sure else Severity.CAUTION,
            start_s=rr.start_of(1),
            why=why("rhythm.pause" if sure else "rhythm.pause_unsure", seconds=ms / 1000),
        )
