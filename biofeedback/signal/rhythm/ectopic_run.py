"""A run of early beats: five or more in a row, much faster than before, and begun from one beat to the next."""

from __future__ import annotations

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.sign import Sign
from biofeedback.signal.rhythm.strip import Strip
from biofeedback.why import why

BEATS = 5
FASTER = 0.68
LONGEST_MS = 522.0
SPREAD = 0.16
ABRUPT = 0.78
BEFORE = 4
"""The onset is abrupt when the first interval of the run is below ABRUPT times the median of the four before it
(Swerdlow et al. 1994: sudden onset tells a tachycardia from an effort)."""


class EctopicRun:
    """Stop at the fifth beat."""

    rule = Rule.ECTOPIC_RUN
    recovery_beats = 15

    def judge(self, strip: Strip) -> Sign | None:
        """The sign at the newest beat."""
        ms = strip.ms
        if ms[-1] > LONGEST_MS or strip.run < BEATS + BEFORE or ms[-1] > FASTER * strip.before:
            return None
        run = ms[-BEATS:]
        slowest, fastest = max(run), min(run)
        if slowest > LONGEST_MS or slowest > FASTER * strip.before or slowest - fastest > SPREAD * sum(run) / BEATS:
            return None
        before = sorted(ms[-BEATS - BEFORE : -BEATS])
        if run[0] > ABRUPT * before[BEFORE // 2]:
            return None
        return Sign(
            severity=Severity.STOP,
            start_s=strip.began(BEATS),
            why=why("rhythm.ectopic_run", beats=BEATS, hr_bpm=60_000 * BEATS / sum(run)),
        )
