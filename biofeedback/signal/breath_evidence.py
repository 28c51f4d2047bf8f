"""How far a wave at each of many rates stands out of the noise it lies in. Loads numpy.

The noise of a heart, of the size of its beats and of a chest that moves falls with frequency, each by a law of its own.
So a straight line is laid through the logarithm of the density over that of frequency, again and again with less weight
for what stands out of it; what is above it, is evidence, in logarithms: of the interval, of each measure of the ECG's
beats and of each axis alike, whatever their units.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from biofeedback.signal.periodogram import RATE_HZ, Floats, hann, without_bend

RATES = 140
"""Places of the rates: 1.8 % apart."""
SLOWEST_BPM = 3.6
"""The slowest rate that is weighed, breaths a minute: nobody keeps on breathing more slowly."""
FASTEST_BPM = 42.0
"""And the fastest; a chest at rest is below it."""
SIZE = 1024
"""Places of a look's transform: 0.004 Hz apart, a quarter of a breath a minute."""
LINE_FROM_HZ = 0.055
"""Where the line begins: below it is the slow bend. Hertz."""
LINE_TO_HZ = 0.6
"""And where it ends: above it a heart has no beats. Hertz."""
FITS = 6
"""Times it is laid; it has come to rest by then."""
LEAST_SPREAD = 0.3
"""What stands out of the line by this much (ln), beside its median distance, has half of its weight."""
SLOPE_PENALTY = 0.05
"""How much a level line is preferred, as a share of all weights: in half a minute a slope is badly known."""
FLOOR_SHARE = 1e-3
"""Share of the mean density that is taken for the least: rounding is no evidence."""

NEAR = 0.14
"""Rates that are one: half width, ln."""
LEAST = -1.0
"""The evidence of one wave is no less (ln): one look may not rule a rate out."""
MOST = 4.0
"""And no more: nor may it decide alone."""

LN_BPM: Floats = np.linspace(np.log(SLOWEST_BPM), np.log(FASTEST_BPM), RATES)
"""The rates, as logarithms of breaths a minute."""
BPM: Floats = np.exp(LN_BPM)
"""The rates, breaths a minute."""
_RATES_HZ: Floats = BPM / 60
"""The same a second."""
_HZ: Floats = np.fft.rfftfreq(SIZE, 1 / RATE_HZ)
"""The places of a look's transform."""
_LN_HZ: Floats = np.log(_HZ[1:])
"""Their logarithms; without the first, which is of no frequency."""
_LINE = slice(*np.searchsorted(_HZ, (LINE_FROM_HZ, LINE_TO_HZ)).tolist())
"""Those of the line. A slice: so each row is taken as it lies, alone or among others, and its sums are the same."""
_LINE_LN_HZ: Floats = np.log(_HZ[_LINE])
_LINE_SQUARES: Floats = _LINE_LN_HZ * _LINE_LN_HZ
_EVEN: Floats = 1 / _HZ[_LINE]
"""So weighted, each octave counts alike."""
_PENALTY: float = SLOPE_PENALTY * float(_EVEN.sum())


def mean_evidences(witnesses: Sequence[Sequence[Floats]]) -> list[Floats]:
    """Of each witness, or span of one, the mean of what its waves (one or more) show: their noise is common."""
    shown, means = iter(evidences([wave for waves in witnesses for wave in waves])), list[Floats]()
    for waves in witnesses:
        total: Floats = np.zeros(RATES)
        for _ in waves:
            total = total + next(shown)
        means.append(total / len(waves))
    return means


def evidences(waves: Sequence[Floats]) -> Floats:
    """A row for each of some waves, evenly at `RATE_HZ`, half a minute: ln of density over its own background at each
    of `BPM`, bounded. Together, since one look alone is too short for numpy to be quick with.
    """
    density = _densities(waves)
    level = np.log(density + FLOOR_SHARE * density.mean(1, keepdims=True) + np.finfo(float).tiny)
    intercepts, slopes = _backgrounds(level[:, _LINE])
    above = level[:, 1:] - intercepts[:, None] - slopes[:, None] * _LN_HZ
    return _bounded(np.array([np.interp(_RATES_HZ, _HZ[1:], each) for each in above]))


def _bounded(seen: Floats) -> Floats:
    """Each row lowered until its highest peak is `MOST`: cut off there, a large wave would be as wide as it is high."""
    within: Floats = np.maximum(seen - np.maximum(seen.max(1, keepdims=True) - MOST, 0.0), LEAST)
    return within


def _backgrounds(levels: Floats) -> tuple[Floats, Floats]:
    """Intercept and slope of the line through each row."""
    weights = np.tile(_EVEN, (len(levels), 1))
    products = _LINE_LN_HZ * levels
    intercepts = slopes = np.zeros(len(levels))
    for fit in range(FITS):
        if fit:
            out = levels - intercepts[:, None] - slopes[:, None] * _LINE_LN_HZ
            far = np.sort(np.abs(out), 1)[:, out.shape[1] // 2] + LEAST_SPREAD
            weights = _EVEN / (1 + (np.maximum(out, 0.0) / far[:, None]) ** 2)
        total, x, y = weights.sum(1), np.vecdot(weights, _LINE_LN_HZ), np.vecdot(weights, levels)
        xx, xy = np.vecdot(weights, _LINE_SQUARES) + _PENALTY, np.vecdot(weights, products)
        slopes = (total * xy - x * y) / (total * xx - x * x)
        intercepts = (y - slopes * x) / total
    return intercepts, slopes


def _densities(waves: Sequence[Floats]) -> Floats:
    """A row for each wave: without its slow bend, under a Hann window."""
    tapered, powers = np.zeros((len(waves), SIZE)), np.empty((len(waves), 1))
    for row, x in enumerate(waves):
        window = hann(len(x))
        tapered[row, : len(x)] = without_bend(x) * window.shape
        powers[row] = window.power
    density: Floats = np.abs(np.fft.rfft(tapered)) ** 2 / powers
    return density
