"""A heart much slower than this person's own, and slow by any measure."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.profile import RhythmProfile
from biofeedback.signal.rhythm.rr_buffer import MOST_IMPLAUSIBLE_14, RrBuffer
from biofeedback.signal.running_median import RecentNumbers
from biofeedback.why import why

SLOW_BEATS = 8
"""Slow intervals in a row that are told."""
TOO_SLOW_MS = 1500.0
"""Below 40/min, the lower limit of an athlete at rest."""
SLOWER_THAN_OWN = 1.35
"""Against the person's own: without it sleeping athletes stop 44 times in 100 h."""
OWN_BEATS = 301
"""Intervals of the own median: five minutes."""
LEAST_OWN_BEATS = 60
"""The least from which it is taken; before that the told resting rate."""


class TooSlow:
    """Stop on eight beats below 40/min that are a third slower than the last five minutes: athletes rest at 40."""

    rule = Rule.TOO_SLOW
    recovery_beats = 15

    def __init__(self, profile: RhythmProfile) -> None:
        self._own = RecentNumbers(maxlen=OWN_BEATS)
        self._given = 60_000 / profile.resting_hr_bpm if profile.resting_hr_bpm else None
        self._slow = 0

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        ms = rr.ms[-1]
        if not rr.run:
            self._slow = 0
            return None
        own = None
        if ms >= TOO_SLOW_MS:
            own = self._own.low if len(self._own) >= LEAST_OWN_BEATS else self._given
        self._own.append(ms)
        if own is None or ms < SLOWER_THAN_OWN * own or rr.implausible_14 > MOST_IMPLAUSIBLE_14:
            self._slow = 0
            return None
        self._slow += 1
        if self._slow < SLOW_BEATS:
            return None
        return Detection(
            severity=Severity.STOP,
            start_s=rr.start_of(SLOW_BEATS),
            why=why("rhythm.too_slow", hr_bpm=60_000 * SLOW_BEATS / sum(rr.last(SLOW_BEATS)), own_bpm=60_000 / own),
        )
