"""Small stirs of a body at rest: a swallow, a fidget, a thought. The rate rises for some seconds and the wave shrinks.

Measured against 181 stretches of twenty minutes of real rest (`biofeedback lab variability`): without them simulated
hearts are too steady from one ten seconds to the next, and rate and wave do not move against each other as they do.
"""

from __future__ import annotations

from random import Random

_EVERY_S = 50.0
"""On average."""

_MEAN_BPM = 6.0
"""Most are small, a few are not: the mean of their size, exponential. Beats a minute."""

_MOST_BPM = 20.0
"""The largest; real rest has rises of 21/min in one stretch of ten. Beats a minute."""

_RISES_S = 1.5
"""Time constant of the rise. Seconds."""

_FALLS_S = 6.0
"""Time constant of the fall. Seconds."""

_HALVES_WAVE_BPM = 10.0
"""A rise of this much halves the breathing wave."""


class ArousalTransients:
    """What small stirs add to the heart rate."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._wanted = 0.0
        self.bpm = 0.0

    def step(self, dt: float) -> None:
        """Go on by `dt` seconds."""
        if self._random.random() < dt / _EVERY_S:
            self._wanted = min(_MOST_BPM, self._random.expovariate(1 / _MEAN_BPM))
        self.bpm += (self._wanted - self.bpm) * dt / _RISES_S
        self._wanted -= self._wanted * dt / _FALLS_S

    @property
    def wave(self) -> float:
        """Factor on the breathing wave."""
        return 1 / (1 + self.bpm / _HALVES_WAVE_BPM)
