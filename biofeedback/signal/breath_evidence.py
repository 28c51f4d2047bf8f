"""How far a wave at each of many rates stands out of the noise it lies in. Loads numpy.

The noise of a heart, of the size of its beats and of a chest that moves falls with frequency, each by a law of its own.
So a straight line is laid through the logarithm of the density over that of frequency, again and again with less weight
for what stands out of it; what is above it, is evidence, in logarithms: of the interval, of each measure of the ECG's
beats and of each axis alike, whatever their units.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from biofeedback.signal.periodogram import RATE_HZ, Floats

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

LEAST = -1.0
"""The evidence of one wave is no less (ln): one look may not rule a rate out."""
MOST = 4.0
"""And no more: nor may it decide alone."""

LN_BPM: Floats = np.linspace(np.log(SLOWEST_BPM), np.log(FASTEST_BPM), RATES)
"""The rates, as logarithms of breaths a minute."""
BPM: Floats = np.exp(LN_BPM)
"""The rates, breaths a minute."""
_HZ: Floats = np.fft.rfftfreq(SIZE, 1 / RATE_HZ)
"""The places of a look's transform."""
_LINE = np.logical_and(_HZ >= LINE_FROM_HZ, _HZ <= LINE_TO_HZ)
_LN_HZ: Floats = np.log(_HZ[_LINE])


def mean_evidence(waves: Sequence[Floats]) -> Floats:
    """Of the waves of one witness, which have their noise in common: the mean of what each shows."""
    total: Floats = np.zeros(RATES)
    for each in waves:
        total = total + bounded(evidence(each))
    return total / len(waves)


def bounded(seen: Floats) -> Floats:
    """Lowered until its highest peak is `MOST`: cut off there, a large wave would be as wide as it is high."""
    within: Floats = np.maximum(seen - max(0.0, float(seen.max()) - MOST), LEAST)
    return within


def evidence(x: Floats) -> Floats:
    """Of one wave (evenly at `RATE_HZ`, half a minute): ln of density over its own background, at each of `BPM`."""
    density = _density(x)
    level = np.log(density + FLOOR_SHARE * density.mean() + np.finfo(float).tiny)
    intercept, slope = _background(level[_LINE])
    above: Floats = np.interp(BPM / 60, _HZ[1:], level[1:] - intercept - slope * np.log(_HZ[1:]))
    return above


def _background(level: Floats) -> tuple[float, float]:
    """Intercept and slope of the line, weighted so that each octave counts alike."""
    even = 1 / _HZ[_LINE]
    weight, intercept, slope = even, 0.0, 0.0
    for _ in range(FITS):
        total, x, y = weight.sum(), weight @ _LN_HZ, weight @ level
        xx, xy = weight @ (_LN_HZ * _LN_HZ) + SLOPE_PENALTY * even.sum(), weight @ (_LN_HZ * level)
        slope = float((total * xy - x * y) / (total * xx - x * x))
        intercept = float((y - slope * x) / total)
        out = level - intercept - slope * _LN_HZ
        far = np.sort(np.abs(out))[len(out) // 2] + LEAST_SPREAD
        weight = even / (1 + (np.maximum(out, 0.0) / far) ** 2)
    return intercept, slope


def _density(x: Floats) -> Floats:
    """Without its slow bend, under a Hann window."""
    at = np.linspace(-1.0, 1.0, len(x))
    bend = at * at - (at @ at) / len(x)
    level = x - x.mean() - at * ((at @ x) / (at @ at)) - bend * ((bend @ x) / (bend @ bend))
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(len(x)) + 0.5) / len(x))
    density: Floats = np.abs(np.fft.rfft(level * taper, SIZE)) ** 2 / (taper @ taper)
    return density
