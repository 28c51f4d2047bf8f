"""Intervals that follow no pattern: no beat tells when the next will come.

A window of 24 intervals is scored by seven statistics, each with one typical value and a slope on either side of it:
how widely the intervals spread, whether some of them lie close together (sinus rhythm with early beats does, however
many they are), whether a beat's rank foretells the next, second and third after it (breathing, bigeminy and trigeminy
do), how often the direction turns, and how fast the heart is. The score is the log odds of a logistic regression; a
warning needs its mean over some beats, so that one odd window is not enough.

Fitted on annotated fibrillation (MIT-BIH AF, VitalDB arrhythmia) against ambulatory, sleeping and meditating healthy
hearts: the slopes on one half of the subjects, the choice of statistics and the limits with a look at both. The
statistics answer Lake and Moorman 2011 (doi 10.1152/ajpheart.00561.2010) and Petrenas et al. 2015 (doi
10.1016/j.compbiomed.2015.01.019): entropy and spread alone are deceived by deep breathing and by ectopy.
"""

from __future__ import annotations

from math import log
from operator import sub

from biofeedback.findings import Activity, Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.irregular_minutes import IrregularMinutes
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.why import why

WINDOW_BEATS = 24
"""Intervals that are scored together."""
PLACES = tuple(range(WINDOW_BEATS))
"""Of the intervals in a window, and their ranks."""
RANK_MEAN = (WINDOW_BEATS - 1) / 2
"""Mean of the ranks in a window."""
DIGIT_BITS = 16
"""Of a rank, where all of a window are the digits of one number: a sum of 24 products of two ranks has 13 bits."""
DIGIT_MASK = (1 << DIGIT_BITS) - 1
"""One digit."""
RANK_VARIANCE = (WINDOW_BEATS * WINDOW_BEATS - 1) / 12
"""Variance of the ranks in a window."""
_VARIANCES = tuple((WINDOW_BEATS - lag) * RANK_VARIANCE for lag in range(4))
"""That of the pairs at each distance, all together."""
_BY_CHANCE = tuple((WINDOW_BEATS + lag) * RANK_MEAN * RANK_MEAN for lag in range(4))
"""Sum of the products of the ranks at each distance, where none foretells another and none is left out at the ends."""

UNSTEADY_STEP = 0.03
"""Relative step between neighbours that is larger than most steps of a resting heart."""
UNSTEADY_BEATS = 14
"""Steps that are looked at for being unsteady."""
UNSTEADY_MASK = (1 << UNSTEADY_BEATS) - 1
"""One bit for each of those steps."""
LEAST_UNSTEADY = 7
"""Half of the last steps must be unsteady before anything is computed: in fibrillation nine of ten are."""

NOISE_BELOW_MS = 200.0
"""A shorter interval is noise, and spoils every window that holds it."""

LEAST_SCORE = -8.0
"""Bounds of one window's score: none counts for more than a few others."""
MOST_SCORE = 8.0
"""Upper bound of one window's score, likewise."""

SOON_BEATS = 8
"""Windows over which a high mean score (`SOON_SCORE`) is enough."""
SOON_SCORE = 3.4
"""A mean score above this over `SOON_BEATS` windows is told. The highest of 729 healthy hours: 3.37."""
LATE_BEATS = 32
"""Windows over which a lesser mean score (`LATE_SCORE`) is enough."""
LATE_SCORE = 1.6
"""A mean score above this over `LATE_BEATS` windows is told. The highest of 729 healthy hours: 1.19."""

MOST_IMPLAUSIBLE_IN_WINDOW = 4
"""Implausible intervals in the window above which the strap is doubted, not the heart: in fibrillation 99.98 % of the
windows hold at most so many; a burst of movement leaves five to eight in every window that it fills."""
WINDOW_MASK = (1 << WINDOW_BEATS) - 1
"""One bit an interval of the window."""


class Irregular:
    """Stop when the last intervals follow no pattern at all; caution where only minutes of them tell it."""

    rule = Rule.IRREGULAR
    recovery_beats = 15

    def __init__(self) -> None:
        self._window: list[float] = []
        self._unsteady = 0
        self._implausible = 0
        self._scores: list[float] = []
        self._least = 0  # how many of the newest scores are the least
        self._soon = self._late = 0.0  # sums of the newest scores
        self._minutes = IrregularMinutes()
        self._clear()

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat. Tensing is left out: the window joins what comes before and after it."""
        if rr.activity is Activity.TENSION:
            return None
        if not rr.run or rr.ms[-1] < NOISE_BELOW_MS:
            self._clear()
            self._minutes.clear()
            return None
        newest = log(rr.ms[-1] / 1000)
        unsteady = bool(self._window) and abs(newest - self._window[-1]) > UNSTEADY_STEP
        lately, minutes = self._lately(newest, unsteady, rr), self._minutes.judge(newest, unsteady, rr)
        return lately or minutes

    def _lately(self, newest: float, unsteady: bool, rr: RrBuffer) -> Detection | None:
        window = self._window
        self._unsteady = (self._unsteady << 1 | unsteady) & UNSTEADY_MASK
        window.append(newest)
        if len(window) > WINDOW_BEATS:
            del window[0]
        self._implausible = (self._implausible << 1 | (not rr.plausible)) & WINDOW_MASK
        judged = (
            len(window) == WINDOW_BEATS
            and self._unsteady.bit_count() >= LEAST_UNSTEADY
            and self._implausible.bit_count() <= MOST_IMPLAUSIBLE_IN_WINDOW
        )
        if not judged:
            if self._least < LATE_BEATS:  # else nothing changes
                self._remember(LEAST_SCORE)
            return None
        score = patternless(window)
        self._remember(min(MOST_SCORE, max(LEAST_SCORE, score)))
        return self._detection(rr)

    def _remember(self, score: float) -> None:
        scores = self._scores
        self._least = self._least + 1 if score == LEAST_SCORE else 0
        self._soon += score - scores[-SOON_BEATS]
        self._late += score - scores[0]
        scores.append(score)
        del scores[0]

    def _detection(self, rr: RrBuffer) -> Detection | None:
        if self._soon > SOON_SCORE * SOON_BEATS:
            beats = WINDOW_BEATS + SOON_BEATS - 1
        elif self._late > LATE_SCORE * LATE_BEATS:
            beats = WINDOW_BEATS + LATE_BEATS - 1
        else:
            return None
        beats = min(beats, rr.run)
        return Detection(severity=Severity.STOP, start_s=rr.start_of(beats), why=why("rhythm.irregular", beats=beats))

    def _clear(self) -> None:
        self._window.clear()
        self._unsteady = self._implausible = 0
        self._scores = [LEAST_SCORE] * LATE_BEATS
        self._least = LATE_BEATS
        self._soon = SOON_BEATS * LEAST_SCORE
        self._late = LATE_BEATS * LEAST_SCORE


def patternless(window: list[float]) -> float:
    """Log odds that these 24 intervals (logarithms of seconds) follow no pattern, by the fit described above."""
    ranked = sorted(window)
    closest = log(min(map(sub, ranked[8:], ranked)) + 0.003)
    spread = log(ranked[19] - ranked[4] + 0.003)
    score = 8.0 + _tent(closest, -2.06, 3.4, 4.5) + _tent(spread, -0.93, 2.9, -5.0)
    mean = max(sum(window) / WINDOW_BEATS + 0.223, -0.54)  # against 0.8 s; beyond 103/min no faster counts for more
    score += _tent(mean, -0.28, -10.7, -4.7)
    if score < LEAST_SCORE:
        return LEAST_SCORE
    once, twice, thrice = _foretold(window)
    score += _tent(once, 0.04, 5.7, -4.9)
    score += _tent(twice, -0.04, 4.0, -3.1)
    score += _tent(thrice, -0.04, 0.8, -3.7)
    return score + _tent(_turns(window) / (WINDOW_BEATS - 2), 0.64, 11.1, 3.6)


def _turns(window: list[float]) -> int:
    """How often a rise is followed by a fall, or the other way round. In plain steps: maps take twice as long."""
    turns, before = 0, window[0]
    step = 0.0
    for length in window:
        earlier, step = step, length - before
        before = length
        if step * earlier < 0:
            turns += 1
    return turns


def _foretold(window: list[float]) -> tuple[float, float, float]:
    """Rank correlation between each beat and the next, the second and the third after it.

    The ranks are the digits of a number. Multiplied by the same digits in reverse it has the sums of products at every
    distance as its digits: one product of whole numbers, which is exact, for 66 of two ranks.
    """
    digits = bytearray(2 * WINDOW_BEATS)
    for rank, place in enumerate(sorted(PLACES, key=window.__getitem__)):
        digits[2 * place] = rank
    products = int.from_bytes(digits, "little") * (int.from_bytes(digits, "big") >> 8) >> DIGIT_BITS * WINDOW_BEATS
    ends_1 = digits[0] + digits[-2]  # the first rank is none that follows, the last one none that is followed
    ends_2 = ends_1 + digits[2] + digits[-4]
    ends_3 = ends_2 + digits[4] + digits[-6]
    return (
        ((products & DIGIT_MASK) + RANK_MEAN * ends_1 - _BY_CHANCE[1]) / _VARIANCES[1],
        ((products >> DIGIT_BITS & DIGIT_MASK) + RANK_MEAN * ends_2 - _BY_CHANCE[2]) / _VARIANCES[2],
        ((products >> 2 * DIGIT_BITS & DIGIT_MASK) + RANK_MEAN * ends_3 - _BY_CHANCE[3]) / _VARIANCES[3],
    )


def _tent(value: float, typical: float, below: float, above: float) -> float:
    """What a statistic adds: `below` or `above` times its distance from the typical value."""
    apart = value - typical
    return apart * (below if apart < 0 else above)
