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

OPENING_SHARE = 0.72
"""A lesser jump opens with one interval this short against the eight before it, as an early beat does."""
OPENING_STEP = 0.8
"""And against the one before: a breath falls as far, but by degrees."""
HELD_SHARE = 0.8
"""The rhythm after it is faster by a quarter at least."""
STILL_FAST_SHARE = 0.88
"""No interval of it is longer than this share of the level before: a breath returns within six beats."""
LONGEST_HELD_MS = 720.0
"""At least 83/min."""
LEAST_HELD_BEATS = 15
"""So long the rhythm must have stayed fast before a lesser jump is told: ten seconds. An arousal from sleep is over or
uneven by then."""
MOST_HELD_BEATS = 22
"""For so long the jump is remembered."""
EVEN_BEATS = 11
"""The last intervals, which must be even: the first three or four of a tachycardia are often not."""
EVEN_SPREAD = 0.12
"""Range of all but the longest and the shortest of them, over their mean."""


class FastOnset:
    """Stop when eight beats run regularly, at least a third faster than the eight before them; or when fifteen are
    faster by a quarter, and the last eleven regular.

    The second answers slow tachycardias, 85 to 115/min. In 760 h of healthy hearts it comes once (nsr052, at 100/min
    from one beat to the next), and in 16 fresh ones of 3 patients 10 times more often than the first alone.
    """

    rule = Rule.FAST_ONSET
    recovery_beats = 15

    def __init__(self) -> None:
        self._since = 0  # intervals since the one that opened
        self._before = 0.0  # the level before it; 0: none did lately
        self._breathed = False  # a breath was known then, and explains that the heart had been hurrying

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        if rr.ms[-1] > LONGEST_HELD_MS and not self._before:
            return None  # too slow to have jumped, or to begin a lesser jump
        held = self._held(rr)
        return _jumped(rr) or held

    def _held(self, rr: RrBuffer) -> Detection | None:
        """A lesser jump, or one that began unevenly, after which the heart stayed fast and even."""
        ms = rr.ms
        if self._before:
            self._since += 1
            longest = min(STILL_FAST_SHARE * self._before, LONGEST_HELD_MS)
            if ms[-1] > longest or rr.run < self._since or self._since > MOST_HELD_BEATS:
                self._before = 0.0
        if not self._before:
            self._open(rr)
            return None
        if self._since < LEAST_HELD_BEATS or rr.implausible_14 > MOST_IMPLAUSIBLE_14:
            return None
        last = sorted(ms[-EVEN_BEATS:])
        mean = sum(last) / EVEN_BEATS
        if last[-2] - last[1] > EVEN_SPREAD * mean or mean > HELD_SHARE * self._before:
            return None
        if (not self._breathed and hurried(ms, self._since)) or rr.twice.explains(ms[-EVEN_BEATS:]):
            return None
        return _detection(rr, self._since, mean, self._before)

    def _open(self, rr: RrBuffer) -> None:
        ms = rr.ms
        if rr.run <= BEATS_BEFORE or ms[-1] > OPENING_STEP * ms[-2] or ms[-1] > LONGEST_HELD_MS:
            return
        before = min(sorted(ms[-1 - BEATS_BEFORE : -1])[BEATS_BEFORE // 2], rr.minute_level)
        if ms[-1] <= OPENING_SHARE * before:
            self._since, self._before, self._breathed = 1, before, rr.wave.period_ms > 0


def _jumped(rr: RrBuffer) -> Detection | None:
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
    return _detection(rr, FAST_BEATS, sum(run) / FAST_BEATS, before)


def _detection(rr: RrBuffer, beats: int, mean: float, before: float) -> Detection:
    return Detection(
        severity=Severity.STOP,
        start_s=rr.start_of(beats),
        why=why("rhythm.fast_onset", hr_bpm=60_000 / mean, before_bpm=60_000 / before),
    )
