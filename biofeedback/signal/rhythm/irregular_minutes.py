"""Intervals that follow no pattern for minutes: slowly, and none tells anything of the next eight.

A fibrillation whose rate is held down is narrow and slow, and a window of 24 intervals of it looks like some deep sleep
(see `irregular`). Over minutes it does not: whatever breathes, sleeps or wakes repeats itself. The ranks of 160
intervals are asked whether they may be white noise (Ljung and Box 1978, doi 10.1093/biomet/65.2.297), and the intervals
whether they lie wide apart and most of them differ from their neighbour.

Measured at every eighth interval: in the one patient of whom no shorter window tells anything (64 to 76/min, hardly an
interval below 800 ms) 78 % of the means pass all limits. In 788 h of healthy hearts (24 h records, nights of controls,
meditation) none does; the lowest two, of sleepers, are 16 and 19, where 13 is asked.
"""

from __future__ import annotations

from collections import deque
from operator import mul

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.why import why

MINUTES_BEATS = 160
"""Intervals that are asked: two and a half minutes at 64/min."""
ASKED_EVERY_BEATS = 8
"""They are asked again after so many: a twentieth of them is new then."""
ASKED_TIMES = 4
"""The mean of so many answers counts: by chance alone a window of a sleeper may look white for a moment."""
LAGS = 8
"""So far ahead no interval tells anything: two breaths of a slow heart."""
MOST_TOLD = 13.0
"""Mean of Ljung and Box's sum above which intervals tell of those to come. White noise has a mean of eight (chi-squared
of as many degrees); of the patient 78 % of the means are lower, no healthy heart's is below 16."""
MOST_TOLD_ON = 24.0
"""Once it has been told it stays until the mean is as great: of the patient 98 % are lower. Or the session would go on
for half a minute now and then."""
HOPELESS = MOST_TOLD_ON * ASKED_TIMES
"""More is not told apart, and counts so where nothing was asked: one such answer among four is too much."""
LEAST_WIDTH = 0.3
"""From the fifth to the ninety-fifth hundredth of the intervals, as a logarithm: the longest a third longer than the
shortest. Of sleepers whose intervals look white the widest had 0.27, the patient 0.34 to 0.53."""
LEAST_UNSTEADY = 104
"""So many of the steps between neighbours are unsteady, as `irregular` has it: 65 in a hundred. In the patient 70."""
UNSTEADY_NOW = 7
"""And half of the last fourteen: what was irregular and is so no more is over."""
LATELY = (1 << 14) - 1
"""One bit for each of these."""
MOST_IMPLAUSIBLE = 16
"""Of all intervals a tenth at most looks like a beat heard twice or not at all: else it is the strap."""

_ALL = (1 << MINUTES_BEATS) - 1
"""One bit an interval."""
_VARIANCE = (MINUTES_BEATS * MINUTES_BEATS - 1) / 12
"""Variance of the ranks."""
_RANK_MEAN = (MINUTES_BEATS - 1) / 2
"""Mean of the ranks."""
_LOW = 7
"""Place of the fifth hundredth in order."""
_HIGH = 151
"""Place of the ninety-fifth."""


class IrregularMinutes:
    """Caution when the intervals of the last minutes follow no pattern. It asks seldom: O(1) a beat but for that."""

    rule = Rule.IRREGULAR

    def __init__(self) -> None:
        self._window: deque[float] = deque(maxlen=MINUTES_BEATS)  # logarithms of intervals
        self._unsteady = 0  # one bit a step
        self._implausible = 0  # one bit an interval
        self._until_asked = 0
        self._answers = deque([HOPELESS] * ASKED_TIMES, ASKED_TIMES)
        self._said = False

    def clear(self) -> None:
        """Time was lost, or there was noise: begin anew."""
        self._window.clear()
        self._unsteady = self._implausible = 0
        self._answers.extend([HOPELESS] * ASKED_TIMES)
        self._said = False

    def judge(self, newest: float, unsteady: bool, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest interval, of which this is the logarithm."""
        window = self._window
        window.append(newest)
        self._unsteady = (self._unsteady << 1 | unsteady) & _ALL
        self._implausible = (self._implausible << 1 | (not rr.plausible)) & _ALL
        if len(window) < MINUTES_BEATS:
            return None
        if self._until_asked:
            self._until_asked -= 1
        else:
            self._until_asked = ASKED_EVERY_BEATS - 1
            self._answers.append(told_ahead(list(window)) if self._may_be() else HOPELESS)
            most = MOST_TOLD_ON if self._said else MOST_TOLD
            self._said = sum(self._answers) < most * ASKED_TIMES
        if not self._said or (self._unsteady & LATELY).bit_count() < UNSTEADY_NOW:
            return None
        reason = why("rhythm.irregular", beats=MINUTES_BEATS)
        return Detection(severity=Severity.CAUTION, start_s=rr.start_of(MINUTES_BEATS), why=reason)

    def _may_be(self) -> bool:
        return self._unsteady.bit_count() >= LEAST_UNSTEADY and self._implausible.bit_count() <= MOST_IMPLAUSIBLE


def told_ahead(window: list[float]) -> float:
    """How much these intervals (logarithms, `MINUTES_BEATS` of them) tell of those to come: Ljung and Box's sum of the
    correlations of their ranks; as much as counts where they do not lie wide apart.
    """
    ranked = sorted(window)
    if ranked[_HIGH] - ranked[_LOW] <= LEAST_WIDTH:  # first, as it is cheap and most hearts fail it
        return HOPELESS
    order = sorted(range(MINUTES_BEATS), key=window.__getitem__)
    rank = [0.0] * MINUTES_BEATS
    for place, i in enumerate(order):
        rank[i] = place - _RANK_MEAN
    told = 0.0
    for lag in range(1, LAGS + 1):
        together: float = sum(map(mul, rank, rank[lag:]))
        correlation = together / ((MINUTES_BEATS - lag) * _VARIANCE)
        told += MINUTES_BEATS * correlation * correlation
        if told >= HOPELESS:
            return HOPELESS
    return told
