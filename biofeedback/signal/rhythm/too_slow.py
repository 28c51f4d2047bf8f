"""A heart much slower than this person's own, and slow by any measure."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.profile import RhythmProfile
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.signal.running_median import RunningMedian
from biofeedback.why import why

BEATS = 8
SLOW_MS = 1500.0
"""Below 40/min, the lower limit of an athlete at rest."""
SLOWER = 1.35
"""Against the person's own: without it sleeping athletes stop 44 times in 100 h."""
OWN_BEATS = 301
OWN_LEAST = 60
"""Beats of the own median (five minutes), and the least from which it is taken; before that the told resting rate."""
MOST_IMPLAUSIBLE = 2


class TooSlow:
    """Stop on eight beats below 40/min that are a third slower than the last five minutes: athletes rest at 40."""

    rule = Rule.TOO_SLOW
    recovery_beats = 15

    def __init__(self, profile: RhythmProfile) -> None:
        self._own = RunningMedian(OWN_BEATS)
        self._given = 60_000 / profile.resting_hr_bpm if profile.resting_hr_bpm else None
        self._slow = 0

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        ms = rr.ms[-1]
        if not rr.run:
            self._slow = 0
            return None
        own = self._own.low if len(self._own) >= OWN_LEAST else self._given
        self._own.push(ms)
        if own is None or ms < SLOW_MS or ms < SLOWER * own or rr.implausible_14 > MOST_IMPLAUSIBLE:
            self._slow = 0
            return None
        self._slow += 1
        if self._slow < BEATS:
            return None
        return Detection(
            severity=Severity.STOP,
            start_s=rr.start_of(BEATS),
            why=why("rhythm.too_slow", hr_bpm=60_000 * BEATS / sum(rr.last(BEATS)), own_bpm=60_000 / own),
        )
