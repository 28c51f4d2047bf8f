"""This heart's usual QRS complex: what a beat is compared with, and what its time is read from.

A matched filter finds a known form in white noise with the least error of time (Turin 1960,
doi:10.1109/TIT.1960.1057571), so the place where a beat correlates best with the usual complex is its R peak, to a
small part of a sample. A beat unlike the usual one is timed by its own highest point.

A heart has few forms: its usual one, and those of its early beats, which come again. Movement makes none twice. So it
is asked of each beat too whether it is like the usual one or like any of the last ones, whatever its rhythm.
"""

from __future__ import annotations

import math
from collections import deque
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
"""Beats unlike the template in a row, after which the newest may be the template."""
_ALIKE_BEATS = 3
"""So many of the others among those must be like the newest: in noise no five are, and the template stays what it was
while the line was clean."""
FORM_BEFORE_S = 0.1
"""What is compared with the last beats reaches so far before the R peak: longer than the QRS, since the smooth swings
of a moving electrode are like one another over 0.14 s in two of three cases, over 0.25 s in one of three. Seconds."""
FORM_AFTER_S = 0.145
"""And so far after it. Seconds."""
FAMILIAR_CORRELATION = 0.85
"""Correlation over that of a beat with one of the last ones, whose form it then shares. Of sixteen beats at least
twelve share one in 95 to 100 % of the clean minutes of eight hearts, fibrillation and two in five ectopic beats among
them, and in 0 to 24 % of those with electrode noise of 12 dB or worse."""
_FORMS_KEPT = 8
"""The last beats that a form is looked for among: two forms by turns, with some others between."""
_FORM_SHIFT_S = 0.015
"""How far a beat is shifted against one of them: R peaks of unusual beats are only known to a sample or two.
Seconds."""


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
        self._forms: deque[list[float]] = deque(maxlen=_FORMS_KEPT)  # the last beats, without offset, of length 1
        self._form = (round(FORM_BEFORE_S * rate_hz), round(FORM_AFTER_S * rate_hz) + 1)
        self._form_shift = max(1, round(_FORM_SHIFT_S * rate_hz))
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

    def familiar(self, samples: Sequence[float], place: float) -> int:
        """How many of the last beats the one at `place` is like; it is the newest of them from now on."""
        centre, (before, after), shift = round(place), self._form, self._form_shift
        cuts = [
            _unit(samples[k - before : k + after])
            for k in range(centre - shift, centre + shift + 1)
            if before <= k <= len(samples) - after
        ]
        like = sum(any(sum(map(mul, cut, form)) >= FAMILIAR_CORRELATION for cut in cuts) for form in self._forms)
        if len(cuts) > shift:
            self._forms.append(cuts[len(cuts) // 2])
        return like

    def learn(self, samples: Sequence[float], place: float, correlation: float | None, like: int) -> None:
        """Take in a beat whose R peak lies at `place`, and which is like so many of those before it."""
        if self._mean is None or correlation is None or correlation >= TEMPLATE_CORRELATION:
            self._unlike = 0
        else:
            self._unlike += 1
            if self._unlike < _UNLIKE_BEATS or like < _ALIKE_BEATS:
                return
            self._mean = None
            self._unlike = 0
        begin = place + self._drift - self._before
        beat = [value(samples, begin + k) for k in range(self._length)]
        old = self._mean or beat
        self._mean = [a + _TEMPLATE_GAIN * (b - a) for a, b in zip(old, beat, strict=True)]
        level = sum(self._mean) / self._length
        offset = [x - level for x in self._mean]
        self._unit = _unit(self._mean)
        sign = 1.0 if offset[self._before] > 0 else -1.0
        self._drift = extremum(offset, self._before, sign) - self._before

    def _correlation(self, cut: Sequence[float]) -> float:
        n = self._length
        total = sum(cut)
        spread = sum(map(mul, cut, cut)) - total * total / n
        return sum(map(mul, cut, self._unit)) / math.sqrt(spread) if spread > 0 else 0.0


def _unit(cut: Sequence[float]) -> list[float]:
    """Without its offset, of length 1; all 0 where it is level."""
    level = sum(cut) / len(cut)
    offset = [x - level for x in cut]
    size = math.sqrt(sum(map(mul, offset, offset)))
    return [x / size for x in offset] if size > 0 else offset
