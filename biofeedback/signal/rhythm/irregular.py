"""Irregularly irregular intervals: no beat tells when the next will come.

Three cheap statistics must agree for twelve beats. Each is fooled by something else (entropy by ectopy, spread by deep
breathing, differences by bigeminy), so together they are quiet where each alone is not.
"""

from __future__ import annotations

import itertools
from math import log

from biofeedback.findings import Activity, Rule, Severity
from biofeedback.signal.rhythm.sign import Sign
from biofeedback.signal.rhythm.strip import Strip
from biofeedback.why import why

WINDOW = 24
ENTROPY_BEATS = 12
ENTROPY_LEAST = -1.0
LAG_LEAST = -2.4
HOLD = 12
MOST_ROUGH = 2
STEADY = 0.02
"""Relative difference of neighbours below which two of the last three leave no doubt that the rhythm is steady."""


class Irregular:
    """Stop when the last intervals follow no pattern at all."""

    rule = Rule.IRREGULAR
    recovery_beats = 15

    def __init__(self) -> None:
        self._window: list[float] = []
        self._hits = 0

    def judge(self, strip: Strip) -> Sign | None:
        """The sign at the newest beat; tensing is not looked at: the window joins what comes before and after it."""
        if strip.activity is Activity.TENSION:
            return None
        if not strip.run:
            self._window.clear()
            self._hits = 0
            return None
        window = self._window
        window.append(strip.ms[-1])
        if len(window) > WINDOW:
            del window[0]
        if len(window) < WINDOW or strip.rough > MOST_ROUGH or not self._patternless(window):
            self._hits = 0
            return None
        self._hits += 1
        if self._hits < HOLD:
            return None
        beats = WINDOW + self._hits
        return Sign(
            severity=Severity.STOP, start_s=strip.began(min(beats, strip.run)), why=why("rhythm.irregular", beats=beats)
        )

    def _patternless(self, window: list[float]) -> bool:
        return lag_irregularity(window) > LAG_LEAST and sample_entropy(window[-ENTROPY_BEATS:]) > ENTROPY_LEAST


def lag_irregularity(window: list[float]) -> float:
    """How badly any of the last four beats predicts the next one, less what is smooth: a log score.

    The median difference at the best of the lags 1 to 4 (they predict bigeminy and trigeminy), relative to the median.
    """
    n = len(window)
    middle = sorted(window)[n // 2]
    first = [abs(b - a) for a, b in itertools.pairwise(window)]
    least = sorted(first)[len(first) // 2]
    typical = least
    for lag in (2, 3, 4):
        apart = sorted([abs(b - a) for a, b in zip(window, window[lag:], strict=False)])
        least = min(least, apart[len(apart) // 2])
    second = sorted([abs(c - 2 * b + a) for a, b, c in zip(window, window[1:], window[2:], strict=False)])
    rough = min(second[len(second) // 2] / (typical + 5), 1.8)
    return log(least / middle + 0.001) + 0.8 * (rough - 1.2)


def sample_entropy(window: list[float]) -> float:
    """Coefficient of sample entropy, m = 1, r grown until five pairs match.

    Source: Lake and Moorman 2011, doi 10.1152/ajpheart.00561.2010.
    """
    n = len(window)
    single: list[float] = []
    double: list[float] = []
    for i in range(n - 1):
        a, a1 = window[i], window[i + 1]
        for j in range(i + 1, n):
            d = abs(a - window[j])
            single.append(d)
            if j < n - 1:
                double.append(max(d, abs(a1 - window[j + 1])))
    r = max(30.0, sorted(double)[4] + 1e-9)
    matches = sum(1 for d in double if d < r)
    near = sum(1 for d in single if d < r)
    if not matches or not near:
        return 9.0
    return -log(matches / near) + log(2 * r / 1000) - log(sum(window) / n / 1000)
