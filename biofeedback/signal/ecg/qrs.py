"""Which peaks of QRS energy are beats: a threshold that follows the beats' size and falls as the next one is due.

After the idea of Pan and Tompkins (doi:10.1109/TBME.1985.325532): levels of beats and of noise, a refractory time, and
more suspicion soon after a beat, where T waves lie. Departure: they look back for a missed beat once one is overdue,
which tells it more than a second late. Here the threshold falls with time since the last beat instead, so that every
beat is told within a bounded delay.
"""

from __future__ import annotations

import math

REFRACTORY_S = 0.25
"""No two beats are closer: 240/min."""
SUPERSEDED_WITHIN_S = 0.2
"""A higher peak within this time takes the place of a lower one: a P wave comes 0.12-0.2 s before."""
LONGEST_CLIMB_S = 0.3
"""From the first crossing to the peak; bounds the delay in noise."""
SHARE_AFTER_BEAT = 0.8
"""Threshold as a share of the beats' level, right after a beat."""
SHARE_WHEN_DUE = 0.3
"""Threshold as a share of the beats' level, when the next is due."""
FADE_S = 2.5
"""Once a beat is overdue the threshold falls by a factor e in this time."""
OVER_NOISE = 2.0
"""The threshold is never below this many times the noise level."""
LEAST_UV = 8.0
"""Nor below this: the band's amplitude of a QRS of 40 uV."""
LEARN_S = 1.5
"""The first level is the highest peak of so long."""
_BEAT_GAIN = 0.125
"""Weight of each beat in the level: the last eight count."""
_LATE_GAIN = 0.5
"""Weight of a beat that was only found because it was overdue: the beats have become smaller."""
_MOST_RISE = 2.0
"""A beat counts at most as this many times the level: an artefact must not deafen the detector."""
_FIRST_BEATS = 3
"""The level follows so many freely: it may have been learnt between two beats."""
_NOISE_S = 3.0
"""Memory of the noise level."""
_RR_GAIN = 0.125
"""Weight of each interval in the mean one, after which the next beat is due."""
_RR_RANGE_S = (0.4, 1.5)
"""That mean lies within this."""


class QrsDetector:
    """Takes the energy of `filters.QrsEnergy` sample by sample; tells the sample of each accepted energy peak."""

    def __init__(self, rate_hz: float) -> None:
        self._dt = 1.0 / rate_hz
        self._refractory = round(REFRACTORY_S * rate_hz)
        self._later = round(SUPERSEDED_WITHIN_S * rate_hz)
        self._climb = round(LONGEST_CLIMB_S * rate_hz)
        self._learn = round(LEARN_S * rate_hz)
        self._deaf = self._learn  # samples at the begin of a stretch in which no beat is told
        self._noise_gain = self._dt / _NOISE_S
        self.level = 0.0  # amplitude of beats in the band
        self.noise = 0.0  # amplitude between beats
        self._rr_s = 0.8
        self._n = -1
        self._last: int | None = None
        self._beats = 0
        self._first = 0  # sample of the first crossing
        self._peak: int | None = None
        self._peak_energy = 0.0

    def push(self, energy: float) -> int | None:
        """The sample number (from 0) of an energy peak that is a beat, once that is decided."""
        self._n = n = self._n + 1
        if n < self._deaf:
            if not self._beats:
                self.level = max(self.level, math.sqrt(energy))
            return None
        if self._peak is None:
            since = n - (self._last if self._last is not None else self._deaf)
            if since < self._refractory and self._last is not None:
                return None
            threshold = self._threshold(since * self._dt)
            if energy > threshold * threshold:
                self._first = n
                self._peak = n
                self._peak_energy = energy
            else:
                self.noise += self._noise_gain * (min(math.sqrt(energy), self.level) - self.noise)
            return None
        if energy > self._peak_energy and n - self._first <= self._climb:
            self._peak = n
            self._peak_energy = energy
            return None
        return self._accept() if n - self._peak >= self._later else None

    @property
    def threshold_when_due(self) -> float:
        """The amplitude that a beat must have when the next one is due."""
        return max(SHARE_WHEN_DUE * self.level, OVER_NOISE * self.noise, LEAST_UV)

    def reset_stretch(self) -> None:
        """A new stretch begins with the next sample, number 0. The levels are kept where beats were heard."""
        self._n = -1
        self._last = None
        self._peak = None
        self._deaf = self._refractory if self._beats else self._learn

    def _threshold(self, since_s: float) -> float:
        rr = self._rr_s
        share = SHARE_WHEN_DUE + (SHARE_AFTER_BEAT - SHARE_WHEN_DUE) * (1.0 - since_s / rr)
        if since_s > rr:
            share = SHARE_WHEN_DUE * math.exp((rr - since_s) / FADE_S)
        return max(share * self.level, OVER_NOISE * self.noise, LEAST_UV)

    def _accept(self) -> int:
        assert self._peak is not None
        amplitude = math.sqrt(self._peak_energy)
        self._beats += 1
        gain = max(1.0 / self._beats, _LATE_GAIN if amplitude < SHARE_WHEN_DUE * self.level else _BEAT_GAIN)
        most = _MOST_RISE * self.level if self._beats > _FIRST_BEATS else amplitude
        self.level += gain * (min(amplitude, most) - self.level)
        if self._last is not None:
            low, high = _RR_RANGE_S
            rr = min(max((self._peak - self._last) * self._dt, low), high)
            self._rr_s += _RR_GAIN * (rr - self._rr_s)
        found = self._last = self._peak
        self._peak = None
        return found
