"""Is the slow wave of the intervals a breath, or the wave of blood pressure? Loads numpy.

Both lie near 0.1 Hz, and the second is often the larger one. A breath has a shape: the heart speeds up quickly and
slows down by and by, so that its second and third harmonic keep their phase to it, breath by breath; and it keeps its
depth. The wave of blood pressure is nearly a sine, and what lies at twice and three times its rate is by chance there.
The chance of a breath is a logistic function of both phase lockings (as Rayleigh's statistic, which grows with time),
of the evenness of the depth and of time, fitted to made breathers of three families, sleepers and people who follow a
metronome; on other families and other people it was right as often as it said (DECISIONS 58).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biofeedback.signal.periodogram import RATE_HZ, Floats

Waves = NDArray[np.complexfloating[Any]]

BAND_HZ = 0.02
"""Width of the filter around the wave (standard deviation of a Gaussian): a breath's length varies by 7 %. Hertz."""
EDGE_S = 4.0
"""Left out at both ends, where the filter lacks half of its span. Seconds."""
FASTEST_HARMONIC_HZ = 0.47
"""A harmonic above it is beyond what a heart at rest can show."""
_CHANCE = -8.6
"""Log odds of a breath where nothing is locked, of an even depth of 1, in no time."""
_SECOND_LOCKED = 6.8
"""Log odds for a minute of a second harmonic that is locked wholly."""
_THIRD_LOCKED = 2.8
"""And of the third."""
_UNEVEN = -3.6
"""Log odds for each factor of e in the unevenness of the depth."""
_A_MINUTE = -4.2
"""Log odds of a minute in which nothing is locked."""
METRONOMIC = 0.038
"""Spread of the rate, as a share of it, of somebody who breathes by a cue: the wave of blood pressure stays above 0.041
over four minutes; six breathers by a cue had 0.020 to 0.048 in two."""
STRICTLY_METRONOMIC = 0.022
"""And a wave so even may have a faster one beside it that is small: of 1,233 looks of 96 to 240 s at made hearts with a
large 0.1 Hz wave, people at 15/min and sleepers none is."""
METRONOMIC_LOCK = 0.6
"""Locking of the second harmonic that a cued breath has at least: six of six, chance waves 0.56 at most."""
METRONOMIC_UNEVENNESS = 0.35
"""And its unevenness of depth at most: six of six; sleepers have 0.33 or more."""
STEADY_UNEVENNESS = 0.15
"""A wave of such even depth needs no harmonic: those of blood pressure have 0.14 or more in four minutes, half 0.3."""
METRONOMIC_S = 90.0
"""Time below which the spread of the rate says nothing: seven breaths at the slowest pace. Seconds."""
METRONOMIC_CONFIDENCE = 0.8
"""What such a breath is given: one in a hundred of the waves that are no breath is as even as that (640 of 96 s)."""
STRICTLY_METRONOMIC_CONFIDENCE = 0.85
"""And one that is strictly even: of 14 looks at 100 made breathers 12 were right; of 850 at hearts that were made
without a breath 7 are as even."""
CUE_LOCK = 0.9
"""How well a wave that follows a cue keeps its phase to it: five of six breathers 0.91 to 0.99 over 96 s; of people who
breathe otherwise 0.5 to 3 % by chance."""
CUE_CONFIDENCE = 0.85
"""What such a wave is given."""


@dataclass(frozen=True, slots=True)
class SlowWave:
    """A slow wave: rate a minute, and the chance (0 to 1) that it is a breath."""

    rate_bpm: float
    chance: float


def slow_wave(x: Floats, hz: float, *, alone: bool, large: bool = False, cued_hz: float | None = None) -> SlowWave:
    """The wave near `hz` of the intervals `x` (ms at 4 Hz, slow trend removed).

    `alone`: no faster one stands out; `large`: those that do are small beside it. `cued_hz`: the pace of a breathing
    cue that ran all the while.
    """
    minutes, waves = len(x) / RATE_HZ / 60, AnalyticWaves(x)
    edge = min(int(EDGE_S * RATE_HZ), len(x) // 8)
    wave = waves.around(hz, BAND_HZ)[edge : len(x) - edge]
    rate_hz, spread = _rate(wave)
    unevenness = max(1e-3, float(np.std(np.abs(wave)) / np.mean(np.abs(wave))))
    second, third = (_harmonic_lock(waves, wave, hz, times, edge) for times in (2, 3))
    locked = _SECOND_LOCKED * second**2 + _THIRD_LOCKED * third**2
    odds = _CHANCE + _UNEVEN * log(unevenness) + minutes * (locked + _A_MINUTE)
    chance = 1 / (1 + exp(-max(-50.0, min(50.0, odds))))
    most = METRONOMIC if alone else STRICTLY_METRONOMIC if large else 0.0
    if spread <= most and 60 * minutes >= METRONOMIC_S:
        shaped = second >= METRONOMIC_LOCK and unevenness <= METRONOMIC_UNEVENNESS
        if shaped or (alone and unevenness <= STEADY_UNEVENNESS):
            strict = spread <= STRICTLY_METRONOMIC
            chance = max(chance, STRICTLY_METRONOMIC_CONFIDENCE if strict else METRONOMIC_CONFIDENCE)
    if alone and cued_hz is not None and _cue_lock(waves, cued_hz, edge) >= CUE_LOCK:
        chance = max(chance, CUE_CONFIDENCE)
    return SlowWave(rate_bpm=60 * rate_hz, chance=chance)


def cue_lock(x: Floats, cued_hz: float) -> float:
    """How well the wave at a cue's rate keeps its phase to the cue, 0 to 1."""
    return _cue_lock(AnalyticWaves(x), cued_hz, min(int(EDGE_S * RATE_HZ), len(x) // 8))


def _cue_lock(waves: AnalyticWaves, cued_hz: float, edge: int) -> float:
    wave = waves.around(cued_hz, BAND_HZ)[edge : waves.length - edge]
    return _locked(wave, _cue(cued_hz, len(wave)))


def _rate(wave: Waves) -> tuple[float, float]:
    """The mean rate of an analytic wave, weighted by power, in Hz, and its spread as a share of it."""
    rates = np.diff(np.unwrap(np.angle(wave))) * RATE_HZ / (2 * np.pi)
    weight = np.abs(wave[1:]) ** 2
    rate = float(np.average(rates, weights=weight))
    return rate, float(np.sqrt(np.average((rates - rate) ** 2, weights=weight))) / rate


def _harmonic_lock(waves: AnalyticWaves, wave: Waves, hz: float, times: int, edge: int) -> float:
    """How well the wave at so many times the rate keeps its phase to the wave; 0 where it is too fast to be seen."""
    if times * hz > FASTEST_HARMONIC_HZ:
        return 0.0
    harmonic = waves.around(times * hz, BAND_HZ * times**0.5)[edge : waves.length - edge]
    return _locked(harmonic, (wave / np.maximum(np.abs(wave), 1e-9)) ** times)


def _cue(hz: float, length: int) -> Waves:
    turn: Waves = np.exp(2j * np.pi * hz / RATE_HZ * np.arange(length))
    return turn


class AnalyticWaves:
    """The analytic waves of a series around any rates: its transform is taken once for all of them."""

    def __init__(self, x: Floats) -> None:
        self.length = len(x)
        size = 1 << (2 * len(x) - 1).bit_length()
        self._transform = np.fft.fft(x, size)
        self._hz = np.fft.fftfreq(size, 1 / RATE_HZ)[1 : size // 2]

    def around(self, hz: float, width_hz: float) -> Waves:
        """The wave around `hz`: what is of positive frequency there."""
        inside = np.zeros_like(self._transform)
        gain = 2 * np.exp(-0.5 * ((self._hz - hz) / width_hz) ** 2)
        inside[1 : len(gain) + 1] = self._transform[1 : len(gain) + 1] * gain
        return np.fft.ifft(inside)[: self.length]


def _locked(harmonic: Waves, turn: Waves) -> float:
    """How well a wave keeps its phase to turns of size 1, 0 to 1 (weighted by its size)."""
    turned = harmonic * np.conj(turn)
    whole = float(np.abs(turned).sum())
    return float(np.abs(turned.sum())) / whole if whole > 0 else 0.0
