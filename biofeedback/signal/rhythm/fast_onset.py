"""A fast regular rhythm that began from one beat to the next."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.onset import hurried
from biofeedback.signal.rhythm.rr_buffer import MOST_IMPLAUSIBLE_14, RrBuffer
from biofeedback.why import why

FAST_BEATS = 8
"""Intervals in a row that make a fast rhythm."""
FAST_SHARE = 0.75
"""Each of the eight beats is a third faster than before: standing up or a fright raises a heart by less, and slower."""
FAST_SPREAD = 0.12
"""Range of their lengths over their mean: a tachycardia that comes from one beat to the next runs regularly."""
ONSET_RATIO = 0.74
"""The first interval against the mean of the four before (Swerdlow et al. 1994: onset ratio)."""
LONGEST_FAST_MS = 600.0
"""At least 100/min: on waking for a moment a sleeping heart may go from 55 to 90 within a beat."""
BEATS_BEFORE = 8
"""Intervals that the rhythm before is taken from."""


class FastOnset:
    """Stop when eight beats run regularly, at least a third faster than the eight before them."""

    rule = Rule.FAST_ONSET
    recovery_beats = 15

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        ms = rr.ms
        if rr.run < FAST_BEATS + BEATS_BEFORE or ms[-1] > LONGEST_FAST_MS or ms[-1] > FAST_SHARE * ms[-1 - FAST_BEATS]:
            return None
        run = ms[-FAST_BEATS:]
        before = min(sorted(ms[-FAST_BEATS - BEATS_BEFORE : -FAST_BEATS])[BEATS_BEFORE // 2], rr.minute_level)
        if (
            max(run) > min(FAST_SHARE * before, LONGEST_FAST_MS)
            or max(run) - min(run) > FAST_SPREAD * sum(run) / FAST_BEATS
        ):
            return None
        if run[0] > ONSET_RATIO * sum(ms[-FAST_BEATS - 4 : -FAST_BEATS]) / 4 or rr.implausible_14 > MOST_IMPLAUSIBLE_14:
            return None
        if hurried(ms, FAST_BEATS):
            return None
        return Detection(
            severity=Severity.STOP,
            start_s=rr.start_of(FAST_BEATS),
            why=why("rhythm.fast_onset", hr_bpm=60_000 * FAST_BEATS / sum(run), before_bpm=60_000 / before),
        )
