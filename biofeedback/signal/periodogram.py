"""Power of a tachogram over frequency. Loads numpy: import it where it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

RATE_HZ = 4.0
"""Resampling rate: ten times the highest frequency of interest."""
PADDING = 2
"""The series is filled with zeros to this many times its length, for a finer grid."""


def evenly(times: Sequence[float], values: Sequence[float]) -> Floats:
    """Values at 4 Hz from the natural cubic spline through uneven points (times in s, increasing; three or more).

    Straight lines would take a fifth of the power at fast breathing.
    """
    t, x = np.asarray(times, float), np.asarray(values, float)
    bend = np.array(_bends(np.diff(t).tolist(), np.diff(x).tolist()))
    at = np.arange(t[0], t[-1], 1 / RATE_HZ)
    k = np.clip(np.searchsorted(t, at, side="right") - 1, 0, len(t) - 2)
    h = t[k + 1] - t[k]
    v = (at - t[k]) / h
    u = 1 - v
    sag = (u**3 - u) * bend[k] + (v**3 - v) * bend[k + 1]
    curve: Floats = u * x[k] + v * x[k + 1] + h * h * sag / 6
    return curve


def _bends(h: list[float], dx: list[float]) -> list[float]:
    """Second derivatives at the points of the natural cubic spline with these steps (Thomas algorithm)."""
    ratio = right = bend = 0.0
    rows, bends = [(ratio, right)], [bend]
    slope, h0 = dx[0] / h[0], h[0]
    for h1, d1 in zip(h[1:], dx[1:], strict=True):
        slope_before, slope = slope, d1 / h1
        pivot = 2 * (h0 + h1) - h0 * ratio
        right = (6 * (slope - slope_before) - h0 * right) / pivot
        ratio = h1 / pivot
        rows.append((ratio, right))
        h0 = h1
    for ratio, right in reversed(rows):
        bend = right - ratio * bend
        bends.append(bend)
    return bends[::-1]


class Periodogram:
    """One-sided power density (ms^2/Hz) of intervals (ms) ending at `times` (s): line removed, Hann window."""

    def __init__(self, times: Sequence[float], rr_ms: Sequence[float]) -> None:
        x = evenly(times, rr_ms)
        n = len(x)
        k = np.arange(n) - (n - 1) / 2
        x = x - x.mean() - k * ((k @ x) / (k @ k))
        taper = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(n) + 0.5) / n)
        size = PADDING * n
        self.hz: Floats = np.arange(size // 2 + 1) * (RATE_HZ / size)
        self.step_hz = RATE_HZ / size
        self.density: Floats = 2 * np.abs(np.fft.rfft(x * taper, size)) ** 2 / (RATE_HZ * float(taper @ taper))

    def band(self, low_hz: float, high_hz: float) -> float:
        """Power between two frequencies, ms^2."""
        return float(self.density[(self.hz >= low_hz) & (self.hz < high_hz)].sum() * self.step_hz)

    def mean(self, low_hz: float, high_hz: float) -> float:
        """Mean density between two frequencies at least a step apart, ms^2/Hz."""
        return float(self.density[(self.hz >= low_hz) & (self.hz < high_hz)].mean())

    def peak(self, low_hz: float, high_hz: float) -> float:
        """The frequency of the highest density between two, Hz."""
        inside = np.flatnonzero((self.hz >= low_hz) & (self.hz < high_hz))
        return float(self.hz[inside[np.argmax(self.density[inside])]])

    def centre(self, low_hz: float, high_hz: float) -> float:
        """The mean frequency between two, weighted by power, Hz."""
        inside = (self.hz >= low_hz) & (self.hz < high_hz)
        return float(np.average(self.hz[inside], weights=self.density[inside] + 1e-12))
