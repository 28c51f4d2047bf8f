"""The faster waves of the intervals that stand out of what lies around them. Loads numpy.

Looks of half a minute or a minute that overlap are laid over each other by their logarithms: a wave that stays counts,
a burst does not. Each peak is compared with the higher of its two sides, so that the foot of a large slow wave, whose
power falls with frequency as all noise of the heart does, is no peak.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biofeedback.signal.periodogram import RATE_HZ, Floats, hann, without_line

SHORT_LOOK_S = 32.0
"""Length of a look in less than two minutes: three of them fit in the time that is heard live. Seconds."""
LONG_LOOK_S = 64.0
"""And in two minutes or more: twice as narrow. Seconds."""
LONG_S = 120.0
"""From here on looks are long. Seconds."""
LOOKS_A_SPAN = 4
"""Looks begin a quarter of their length after each other."""
SIZE = 1024
"""Places of a look's transform: 0.004 Hz apart, a quarter of a breath a minute."""
LEAST_DENSITY = 1e-3
"""Below the jitter of any strap; keeps logarithms finite. ms^2/Hz."""
NEAR_HZ = 0.035
"""A peak's own width: that of a look of 32 s."""
SIDE_HZ = 0.085
"""Its sides end here."""
OWN_HZ = 0.02
"""Half width over which a peak's centre is taken."""
WAVE_HZ = 0.03
"""Half width over which its power is."""
_CHANCE = -5.1
"""Log odds that the highest peak is the breath, where it does not stand out at all."""
_STANDS_OUT = 2.7
"""Log odds for each factor of e above the higher of its sides."""
_LEADS = 0.6
"""And for each factor of e above the second peak."""
MOST_LEAD = 2.5
"""Beyond which a lead says no more."""
_LOOKS = 1.1
"""And for each factor of e in the number of looks. All fitted on three families of made breathers and seven people who
follow a metronome; right as often as it says on two other families (DECISIONS 58)."""


_HZ: Floats = np.fft.rfftfreq(SIZE, 1 / RATE_HZ)
"""The places of a look's transform: whole numbers of 1/256 Hz, so that how far two lie apart is exact."""
_BESIDE = range(int(NEAR_HZ * SIZE / RATE_HZ) + 1, math.ceil(SIDE_HZ * SIZE / RATE_HZ))
"""How many places from a peak its sides are."""
_WITHIN = math.ceil(WAVE_HZ * SIZE / RATE_HZ) - 1
"""And up to how many its own wave is."""


@dataclass(frozen=True, slots=True)
class Peak:
    """A local maximum: Hz, how far above its higher side (ln), size of its wave from peak to trough in ms."""

    hz: float
    above: float
    swing_ms: float


class Looks:
    """Overlapping looks at intervals `x` (ms at 4 Hz), laid over each other."""

    def __init__(self, x: Floats) -> None:
        span_s = LONG_LOOK_S if len(x) / RATE_HZ >= LONG_S else SHORT_LOOK_S
        length = min(len(x), int(span_s * RATE_HZ))
        steps = range(0, len(x) - length + 1, max(1, length // LOOKS_A_SPAN))
        density = _densities([x[k : k + length] for k in steps])
        self.count = len(density)
        self.level: Floats = np.log(density + LEAST_DENSITY).mean(0)
        self.density: Floats = density.mean(0)
        middle = self.level[1:-1]
        self._tops = 1 + np.flatnonzero((middle >= self.level[:-2]) & (middle > self.level[2:]))

    def highest(self, low_hz: float, high_hz: float) -> float | None:
        """The local maximum of density times frequency between two, Hz. None where there is none.

        Times frequency: the heart's own noise falls with it, and what stands out is what is above that.
        """
        tops = self._between(low_hz, high_hz)
        if not len(tops):
            return None
        return float(_HZ[tops[np.argmax(self.level[tops] + np.log(_HZ[tops]))]])

    def peaks(self, low_hz: float, high_hz: float) -> list[Peak]:
        """Local maxima between two, the one that stands out most first."""
        found = [self._peak(int(k)) for k in self._between(low_hz, high_hz)]
        return sorted(found, key=lambda peak: -peak.above)

    def chance(self, peaks: list[Peak]) -> float:
        """That the first of the peaks is the breath, 0 to 1."""
        lead = peaks[0].above - (peaks[1].above if len(peaks) > 1 else -1.0)
        odds = _CHANCE + _STANDS_OUT * peaks[0].above + _LEADS * min(lead, MOST_LEAD) + _LOOKS * math.log(self.count)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))

    def centre(self, hz: float) -> float:
        """The mean frequency of the wave near `hz`, weighted by power, Hz."""
        own = np.abs(_HZ - hz) < OWN_HZ
        return float(np.average(_HZ[own], weights=self.density[own] + 1e-12))

    def swing_ms(self, hz: float) -> float:
        """The wave near `hz` from peak to trough, ms."""
        return _swing_ms(self.density[np.abs(_HZ - hz) < WAVE_HZ])

    def _between(self, low_hz: float, high_hz: float) -> NDArray[np.intp]:
        tops = self._tops
        return tops[(_HZ[tops] >= low_hz) & (_HZ[tops] <= high_hz)]

    def _peak(self, place: int) -> Peak:
        level, near, far = self.level, _BESIDE.start, _BESIDE.stop
        below, above = level[max(0, place - far + 1) : max(0, place - near + 1)], level[place + near : place + far]
        around = max(_middle(each) for each in (below, above) if len(each))
        swing_ms = _swing_ms(self.density[max(0, place - _WITHIN) : place + _WITHIN + 1])
        return Peak(hz=float(_HZ[place]), above=float(level[place]) - around, swing_ms=swing_ms)


def _swing_ms(density: Floats) -> float:
    """The wave whose power lies in these places, from peak to trough, ms."""
    return 2 * math.sqrt(2 * (float(density.sum()) * RATE_HZ / SIZE))


def _middle(values: Floats) -> float:
    """The median (numpy's own would load its masked arrays in mid-session)."""
    ordered = np.sort(values)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _densities(looks: list[Floats]) -> Floats:
    """One-sided power densities (ms^2/Hz) of looks of one length, a row each: line removed, Hann window."""
    window = hann(len(looks[0]))
    level = np.array([without_line(x) for x in looks])
    power: Floats = 2 * np.abs(np.fft.rfft(level * window.shape, SIZE)) ** 2 / (RATE_HZ * window.power)
    return power
