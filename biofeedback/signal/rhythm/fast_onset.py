"""A fast regular rhythm that began from one beat to the next."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.onset import hurried
from biofeedback.signal.rhythm.sign import Sign
from biofeedback.signal.rhythm.strip import Strip
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
MOST_ROUGH = 2


class FastOnset:
    """Stop when eight beats run regularly, at least a third faster than the eight before them."""

    rule = Rule.FAST_ONSET
    recovery_beats = 15

    def judge(self, strip: Strip) -> Sign | None:
        """The sign at the newest beat."""
        ms = strip.ms
        if strip.run < BEATS + BEFORE or ms[-1] > FAST_MS or ms[-1] > FASTER * ms[-1 - BEATS]:
            return None
        run = ms[-BEATS:]
        before = min(sorted(ms[-BEATS - BEFORE : -BEATS])[BEFORE // 2], strip.usual)
        if max(run) > min(FASTER * before, FAST_MS) or max(run) - min(run) > SPREAD * sum(run) / BEATS:
            return None
        if run[0] > ONSET * sum(ms[-BEATS - 4 : -BEATS]) / 4 or strip.rough > MOST_ROUGH:
            return None
        if hurried(ms, BEATS):
            return None
        return Sign(
            severity=Severity.STOP,
            start_s=strip.began(BEATS),
            why=why("rhythm.fast_onset", hr_bpm=60_000 * BEATS / sum(run), before_bpm=60_000 / before),
        )
