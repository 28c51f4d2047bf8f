"""A fast regular rhythm that began from one beat to the next."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.onset import hurried
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.why import why

BEATS = 8
FASTER = 0.75
"""Each of the eight beats is a third faster than before: standing up or a fright raises a heart by less, and slower."""
SPREAD = 0.12
"""A tachycardia that comes from one beat to the next runs regularly."""
ONSET = 0.74
"""The first interval against the mean of the four before (Swerdlow et al. 1994: onset ratio)."""
FAST_MS = 600.0
"""At least 100/min: on waking for a moment a sleeping heart may go from 55 to 90 within a beat."""
BEFORE = 8
MOST_IMPLAUSIBLE = 2


class FastOnset:
    """Stop when eight beats run regularly, at least a third faster than the eight before them."""

    rule = Rule.FAST_ONSET
    recovery_beats = 15

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        ms = rr.ms
        if rr.run < BEATS + BEFORE or ms[-1] > FAST_MS or ms[-1] > FASTER * ms[-1 - BEATS]:
            return None
        run = ms[-BEATS:]
        before = min(sorted(ms[-BEATS - BEFORE : -BEATS])[BEFORE // 2], rr.minute_level)
        if max(run) > min(FASTER * before, FAST_MS) or max(run) - min(run) > SPREAD * sum(run) / BEATS:
            return None
        if run[0] > ONSET * sum(ms[-BEATS - 4 : -BEATS]) / 4 or rr.implausible_14 > MOST_IMPLAUSIBLE:
            return None
        if hurried(ms, BEATS):
            return None
        return Detection(
            severity=Severity.STOP,
            start_s=rr.start_of(BEATS),
            why=why("rhythm.fast_onset", hr_bpm=60_000 * BEATS / sum(run), before_bpm=60_000 / before),
        )
