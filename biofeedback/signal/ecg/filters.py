"""What a QRS complex has and little else has: energy between 8 and 20 Hz, within about 100 ms.

The band is the one that Elgendi found best over eleven databases (doi:10.1371/journal.pone.0073557): below it lie
baseline wander, P and T waves, above it muscle and mains. Departures: second-order sections each, causal, and the
energy is not compared with a longer average (which would need 0.3 s of future) but with the levels of `qrs.py`.
"""

from __future__ import annotations

import math

BAND_HZ = (8.0, 20.0)
"""The band of the QRS complex."""
QRS_S = 0.1
"""Energy is averaged over so long: a healthy QRS lasts 80-100 ms."""
_Q = math.sqrt(0.5)
"""Quality factor of a Butterworth section."""


class Section:
    """A second-order Butterworth filter, high-pass or low-pass, by the bilinear transform."""

    __slots__ = ("_a1", "_a2", "_b0", "_b1", "_b2", "_s1", "_s2")

    def __init__(self, cut_hz: float, rate_hz: float, *, high: bool) -> None:
        k = math.tan(math.pi * cut_hz / rate_hz)
        scale = 1.0 / (1.0 + k / _Q + k * k)
        self._b0 = scale if high else k * k * scale
        self._b1 = -2.0 * scale if high else 2.0 * self._b0
        self._b2 = self._b0
        self._a1 = 2.0 * (k * k - 1.0) * scale
        self._a2 = (1.0 - k / _Q + k * k) * scale
        self._s1 = self._s2 = 0.0

    def push(self, x: float) -> float:
        """The next sample, filtered."""
        y = self._b0 * x + self._s1
        self._s1 = self._b1 * x - self._a1 * y + self._s2
        self._s2 = self._b2 * x - self._a2 * y
        return y


class QrsEnergy:
    """Mean square of the QRS band over the last `QRS_S`, in squared units of the signal. Bounded memory.

    The rate must be at least 50 Hz, or there is no band to speak of.
    """

    def __init__(self, rate_hz: float) -> None:
        low, high = BAND_HZ
        self._high_pass = Section(low, rate_hz, high=True)
        self._low_pass = Section(high, rate_hz, high=False)
        self._ring = [0.0] * max(1, round(QRS_S * rate_hz))
        self._at = 0
        self._sum = 0.0
        self._origin: float | None = None

    def push(self, x: float) -> float:
        """The energy at the next sample. The first sample is taken as the zero line, so that nothing rings."""
        if self._origin is None:
            self._origin = x
        y = self._low_pass.push(self._high_pass.push(x - self._origin))
        y *= y
        ring, at = self._ring, self._at
        self._sum += y - ring[at]
        ring[at] = y
        at += 1
        if at == len(ring):
            at = 0
            self._sum = sum(ring)  # rounding must not pile up
        self._at = at
        return self._sum / len(ring)
