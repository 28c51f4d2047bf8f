"""This heart's usual QRS complex: what a beat is compared with, and what its time is read from.

A matched filter finds a known form in white noise with the least error of time (Turin 1960,
doi:10.1109/TIT.1960.1057571), so the place where a beat correlates best with the usual complex is its R peak, to a
small part of a sample. A beat unlike the usual one is timed by its own highest point.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from biofeedback.signal.ecg.interpolate import extremum, value, vertex

QRS_BEFORE_S = 0.06
"""What is compared before the R peak: the QRS without P. Seconds."""
QRS_AFTER_S = 0.08
"""What is compared after the R peak: the QRS without T. Seconds."""
SHIFT_S = 0.05
"""How far a beat is shifted to fit."""
TEMPLATE_CORRELATION = 0.9
"""Correlation of a beat that is timed by the template, and taught to it."""
USUAL_FORM_CORRELATION = 0.8
"""Correlation of a beat that is of the usual form; ventricular beats stay below it in nine of ten cases."""
_TEMPLATE_GAIN = 0.1
"""Weight of each beat of the usual form in the template."""
_UNLIKE_BEATS = 5
"""Beats unlike the template in a row, after which the newest is the template."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a beat fits the template, and where in the samples its R peak then lies."""

    correlation: float
    place: float


class Template:
    """The running mean of usual complexes, at the sampling rate, with the R peak on a sample."""

    def __init__(self, rate_hz: float) -> None:
        self._before = max(2, round(QRS_BEFORE_S * rate_hz))
        self._length = self._before + max(2, round(QRS_AFTER_S * rate_hz)) + 1
        self._shift = max(2, round(SHIFT_S * rate_hz))
        self._mean: list[float] | None = None
        self._unit: list[float] = []  # the mean without offset, of length 1
        self._unlike = 0
        self._drift = 0.0  # of the mean's highest point off its sample: made good with the next beat

    @property
    def known(self) -> bool:
        """Whether there is anything to compare with."""
        return self._mean is not None

    def fit(self, samples: Sequence[float], near: int) -> Fit | None:
        """The best fit within `SHIFT_S` of sample `near`; None without a template, or too near the ends."""
        begin, n = near - self._shift - self._before, 2 * self._shift + 1
        if self._mean is None or begin < 0 or begin + n + self._length - 1 > len(samples):
            return None
        fits = [self._correlation(samples[k : k + self._length]) for k in range(begin, begin + n)]
        best = max(range(n), key=fits.__getitem__)
        inside = 0 < best < n - 1
        off = vertex(fits[best - 1], fits[best], fits[best + 1]) if inside else 0.0
        return Fit(fits[best], begin + self._before + best + off)

    def learn(self, samples: Sequence[float], place: float, correlation: float | None) -> None:
        """Take in a beat whose R peak lies at `place`."""
        if self._mean is None or correlation is None or correlation >= TEMPLATE_CORRELATION:
            self._unlike = 0
        else:
            self._unlike += 1
            if self._unlike < _UNLIKE_BEATS:
                return
            self._mean = None
            self._unlike = 0
        begin = place + self._drift - self._before
        beat = [value(samples, begin + k) for k in range(self._length)]
        old = self._mean or beat
        self._mean = [a + _TEMPLATE_GAIN * (b - a) for a, b in zip(old, beat, strict=True)]
        level = sum(self._mean) / self._length
        offset = [x - level for x in self._mean]
        size = math.sqrt(sum(x * x for x in offset))
        self._unit = [x / size for x in offset] if size > 0 else offset
        sign = 1.0 if offset[self._before] > 0 else -1.0
        self._drift = extremum(offset, self._before, sign) - self._before

    def _correlation(self, cut: Sequence[float]) -> float:
        n = self._length
        total = sum(cut)
        spread = sum(map(mul, cut, cut)) - total * total / n
        return sum(map(mul, cut, self._unit)) / math.sqrt(spread) if spread > 0 else 0.0
