"""One lead of ECG, sample by sample: from microvolts to beats with a time, a size and a shape."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from biofeedback.signal.ecg.filters import QrsEnergy
from biofeedback.signal.ecg.interpolate import extremum, value
from biofeedback.signal.ecg.qrs import QrsDetector
from biofeedback.signal.ecg.shape import qrs_area, qrs_slope, qrs_width_ms
from biofeedback.signal.ecg.template import TEMPLATE_CORRELATION, Template

MOST_DELAY_S = 0.4
"""A beat is told at the latest so long after its R peak, in time of the signal. Measured: 0.25-0.36 s."""

RATES_HZ = (100.0, 2000.0)
"""Sampling rates that are understood: below, the R peak is lost between samples; above is no ECG."""

_LOOK_BACK_S = (0.16, 0.01)
"""The R peak lies so long before its energy peak: 0.05 to 0.12 s (half the averaging, and the delay of the filters),
with a margin."""
_AROUND_S = (0.3, 0.1)
"""The line from which amplitudes are measured is the median of this before and after the energy peak."""
_COMPLEX_WINDOW_S = 0.4
"""What a complex is measured in, before its energy peak."""
_SAMPLES_KEPT_S = 1.2
"""Samples that are kept: a complex, its window, and the delay until it is told."""
ENERGY_KEPT_S = 4.0
"""Energy in the QRS band that is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complex:
    """One QRS complex. `place` is its R peak in samples since the lead began, in parts of a sample; `familiar` says
    that its form is the usual one or that of another of the last beats; `noise` is that of the lead when it was told.
    """

    place: float
    amplitude_uv: float
    qrs_ms: float | None
    slope: float | None
    area: float | None
    correlation: float | None
    familiar: bool
    noise: float


@dataclass(frozen=True, slots=True)
class Loudness:
    """The highest and the middle amplitude in the QRS band, in the signal's units."""

    highest: float
    middle: float


class EcgLead:
    """Streaming: 2 microseconds a sample, bounded memory. `rate_hz` must be within `RATES_HZ` (ValueError)."""

    def __init__(self, rate_hz: float) -> None:
        if not RATES_HZ[0] <= rate_hz <= RATES_HZ[1]:
            raise ValueError(f"ECG at {rate_hz} Hz")
        self.rate_hz = rate_hz
        self._energy = QrsEnergy(rate_hz)
        self._detector = QrsDetector(rate_hz)
        self._template = Template(rate_hz)
        self._samples: list[float] = []
        self._energies: deque[float] = deque(maxlen=round(ENERGY_KEPT_S * rate_hz))
        self._first = 0  # number of the oldest sample that is kept
        self._stretch = 0  # number of the sample that began this stretch
        self._look_back = (round(_LOOK_BACK_S[0] * rate_hz), round(_LOOK_BACK_S[1] * rate_hz))
        self._around = (round(_AROUND_S[0] * rate_hz), round(_AROUND_S[1] * rate_hz))
        self._window = round(_COMPLEX_WINDOW_S * rate_hz)
        self._kept = round(_SAMPLES_KEPT_S * rate_hz)

    @property
    def count(self) -> int:
        """Samples heard so far."""
        return self._first + len(self._samples)

    @property
    def beat_level(self) -> float:
        """The usual amplitude of a complex in the QRS band, in the signal's units."""
        return self._detector.level

    @property
    def threshold(self) -> float:
        """The amplitude in that band from which on a beat is heard when it is due."""
        return self._detector.threshold_when_due

    @property
    def noise(self) -> float:
        """The amplitude between beats as a share of that of the beats, in the QRS band. 1 where there are no beats."""
        level = self._detector.level
        return min(1.0, self._detector.noise / level) if level > 0 else 1.0

    def loudness(self, last_s: float) -> Loudness | None:
        """What the last seconds hold in the QRS band; None where so much is not remembered."""
        n = round(last_s * self.rate_hz)
        if not 0 < n <= len(self._energies):
            return None
        ranked = sorted(islice(reversed(self._energies), n))
        return Loudness(math.sqrt(max(0.0, ranked[-1])), math.sqrt(max(0.0, ranked[n // 2])))

    def reset_stretch(self) -> None:
        """Samples were lost: what comes next begins a new stretch. The usual complex and its size are still known."""
        self._first = self._stretch = self.count
        self._samples = []
        self._energies.clear()
        self._energy = QrsEnergy(self.rate_hz)
        self._detector.reset_stretch()

    def push(self, microvolts: Sequence[float]) -> tuple[Complex, ...]:
        """The next samples; the beats that became certain with them, oldest first."""
        found: list[Complex] = []
        energy, detect = self._energy.push, self._detector.push
        keep, remember = self._samples.append, self._energies.append
        for x in microvolts:
            keep(x)
            now = energy(x)
            remember(now)
            peak = detect(now)
            if peak is not None and (beat := self._examine(self._stretch + peak)) is not None:
                found.append(beat)
        spare = len(self._samples) - self._kept
        if spare > 0:
            del self._samples[:spare]
            self._first += spare
        return tuple(found)

    def _examine(self, peak: int) -> Complex | None:
        """The complex whose energy is highest at sample `peak`; None where its begin was not heard."""
        begin = peak - self._window
        if begin < self._first:
            return None
        samples, at = self._samples[begin - self._first :], self._window
        before, after = self._around
        around = sorted(samples[at - before : at + after])
        line = around[len(around) // 2]
        far, near = self._look_back
        highest = max(range(at - far, at - near + 1), key=lambda k: abs(samples[k] - line))
        place = extremum(samples, highest, 1.0 if samples[highest] > line else -1.0)
        fit = self._template.fit(samples, highest)
        if fit is not None and fit.correlation >= TEMPLATE_CORRELATION:
            place = fit.place
        correlation = None if fit is None else fit.correlation
        like = self._template.familiar(samples, place)
        self._template.learn(samples, place, correlation, like)
        return Complex(
            place=begin + place,
            amplitude_uv=value(samples, place) - line,
            qrs_ms=qrs_width_ms(samples, place, self.rate_hz),
            slope=qrs_slope(samples, place, self.rate_hz),
            area=qrs_area(samples, place, line, self.rate_hz),
            correlation=correlation,
            familiar=like > 0 or (correlation is not None and correlation >= TEMPLATE_CORRELATION),
            noise=self.noise,
        )
