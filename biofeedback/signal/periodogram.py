"""Power of a tachogram over frequency. Loads numpy: import it where it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

RATE_HZ = 4.0
"""Resampling rate: ten times the highest frequency of interest."""
PADDING = 2
"""The series is filled with zeros to this many times its length, for a finer grid."""
LENGTHS_KEPT = 64
"""Lengths of series whose windows and trends are kept: looks of a session have a few, and made anew for each look they
cost as much as its transform. At five minutes they take 40 kB. Count."""


class Window(NamedTuple):
    """A Hann window, and the sum of its squares."""

    shape: Floats
    power: float


class _Trends(NamedTuple):
    """A line from -1 to 1, and a parabola that is level beside it; each with the sum of its squares."""

    line: Floats
    line_square: float
    bend: Floats
    bend_square: float


@lru_cache(LENGTHS_KEPT)
def hann(n: int) -> Window:
    """The window of `n` samples; shared, so not to be written to."""
    shape: Floats = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(n) + 0.5) / n)
    return Window(_shared(shape), float(shape @ shape))


@lru_cache(LENGTHS_KEPT)
def _steps(n: int) -> tuple[Floats, float]:
    """A line of one a sample, and the sum of its squares."""
    line: Floats = np.arange(n) - (n - 1) / 2
    return _shared(line), float(line @ line)


@lru_cache(LENGTHS_KEPT)
def _trends(n: int) -> _Trends:
    line: Floats = np.linspace(-1.0, 1.0, n)
    bend: Floats = line * line - (line @ line) / n
    return _Trends(_shared(line), float(line @ line), _shared(bend), float(bend @ bend))


def _shared(values: Floats) -> Floats:
    values.setflags(write=False)
    return values


def without_line(x: Floats) -> Floats:
    """An even series without its mean and slope."""
    line, square = _steps(len(x))
    level: Floats = x - x.mean() - line * ((line @ x) / square)
    return level


def without_bend(x: Floats) -> Floats:
    """Without its slow bend: a parabola (numpy.polynomial would be loaded in mid-session for it)."""
    line, line_square, bend, bend_square = _trends(len(x))
    level: Floats = x - x.mean() - line * ((line @ x) / line_square) - bend * ((bend @ x) / bend_square)
    return level


def evenly(times: Sequence[float], values: Sequence[float]) -> Floats:
    """Values at 4 Hz from the natural cubic spline through uneven points (times in s, increasing; three or more).

    Straight lines would take a fifth of the power at fast breathing.
    """
    return _drawn(_spline(times, values))


def all_evenly(series: Sequence[tuple[Sequence[float], Sequence[float]]]) -> list[Floats]:
    """The same of several series, each of `times` and `values`: numpy is not quick with one half minute alone."""
    splines = [_spline(times, values) for times, values in series]
    if not splines:
        return []
    points = np.cumsum([0, *(len(each.t) for each in splines)])
    laid = _Spline(
        np.concatenate([each.t for each in splines]),
        np.concatenate([each.x for each in splines]),
        np.concatenate([each.bend for each in splines]),
        np.concatenate([each.at for each in splines]),
        np.concatenate([each.place + begin for each, begin in zip(splines, points[:-1], strict=True)]),
    )
    ends = np.cumsum([len(each.at) for each in splines])
    return np.split(_drawn(laid), ends[:-1])


class _Spline(NamedTuple):
    """Points of a natural cubic spline and its second derivatives there; where it is asked, and after which point."""

    t: Floats
    x: Floats
    bend: Floats
    at: Floats
    place: NDArray[np.intp]


def _spline(times: Sequence[float], values: Sequence[float]) -> _Spline:
    t, x = np.asarray(times, float), np.asarray(values, float)
    bend = np.array(_bends((t[1:] - t[:-1]).tolist(), (x[1:] - x[:-1]).tolist()))
    at = np.arange(t[0], t[-1], 1 / RATE_HZ)
    return _Spline(t, x, bend, at, np.minimum(t.searchsorted(at, "right") - 1, len(t) - 2))


def _drawn(spline: _Spline) -> Floats:
    t, x, bend, at, k = spline
    after = k + 1
    begin = t[k]
    h = t[after] - begin
    v = (at - begin) / h
    u = 1 - v
    sag = (u**3 - u) * bend[k] + (v**3 - v) * bend[after]
    curve: Floats = u * x[k] + v * x[after] + h * h * sag / 6
    return curve


def _bends(h: list[float], dx: list[float]) -> list[float]:
    """Second derivatives at the points of the natural cubic spline with these steps (Thomas algorithm)."""
    ratio = right = bend = 0.0
    rows, bends = [(ratio, right)], [bend]
    h0 = h[0]
    slope = dx[0] / h0
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
    bends.reverse()
    return bends


class Periodogram:
    """One-sided power density (ms^2/Hz) of intervals (ms, evenly at 4 Hz): line removed, Hann window."""

    def __init__(self, curve: Floats) -> None:
        x = without_line(curve)
        size = PADDING * len(x)
        window = hann(len(x))
        self.hz: Floats = np.arange(size // 2 + 1) * (RATE_HZ / size)
        self.step_hz = RATE_HZ / size
        self.density: Floats = 2 * np.abs(np.fft.rfft(x * window.shape, size)) ** 2 / (RATE_HZ * window.power)

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
