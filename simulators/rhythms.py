"""Rhythms that are not the sinus node's, as intervals in seconds: for simulated participants and for faults.

Shapes and figures: an atrial fibrillation interval is the AV node's refractory time (0.28-0.48 s, one value a spell
and a second, shorter pathway) plus a conduction delay (0.08-0.3 s) plus the exponential wait for the next impulse
(4.5-8 a second), after the AV-node models of Corino 2011 (doi:10.1109/TBME.2011.2166262) and Petrenas 2017
(doi:10.1088/1361-6579/aa9153), simplified to independent beats.
"""

from __future__ import annotations

from random import Random

PREMATURE = 0.62
"""Coupling of a premature ventricular beat, share of the interval; 0.5-0.8 in recordings."""

FAST_BPM = 168.0
"""Middle of the rates of an abrupt fast run, beats a minute."""

_FAST_SPREAD = 0.008
"""A re-entry is regular: under 1 % spread."""


class Irregular:
    """Intervals as in atrial fibrillation."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._slow_path = random.uniform(0.36, 0.48)
        self._fast_path = random.uniform(0.28, 0.36)
        self._impulses_per_s = random.uniform(4.5, 8.0)

    def interval(self) -> float:
        """The next interval in seconds."""
        refractory = self._slow_path if self._random.random() < 0.6 else self._fast_path
        return refractory + self._random.uniform(0.08, 0.3) + self._random.expovariate(self._impulses_per_s)


class Fast:
    """An abrupt, regular, fast run."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._mean = 60 / random.uniform(FAST_BPM - 8, FAST_BPM + 8)

    def interval(self) -> float:
        """The next interval in seconds."""
        return self._mean * (1 + self._random.gauss(0, _FAST_SPREAD))


class Slow:
    """An escape rhythm: the ventricle's own slow and regular beats."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._mean = 60 / random.uniform(30, 36)

    def interval(self) -> float:
        """The next interval in seconds."""
        return self._mean * (1 + self._random.gauss(0, 0.02))
