"""Small stirs of a body at rest: a swallow, a fidget, a thought. The rate rises for some seconds and the wave shrinks.

Measured against 181 stretches of twenty minutes of real rest (`biofeedback lab variability`): without them simulated
hearts are too steady from one ten seconds to the next, and rate and wave do not move against each other as they do.
"""

from __future__ import annotations

from simulators.participants.draws import Draws

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

    def __init__(self, draws: Draws, step_s: float) -> None:
        self._draws = draws
        self._chance = step_s / _EVERY_S
        self._rises = step_s / _RISES_S
        self._kept = 1 - step_s / _FALLS_S
        self._wanted = 0.0
        self.bpm = 0.0

    def step(self) -> None:
        """Go on by one step."""
        wanted = self._wanted
        if self._draws.random() < self._chance:
            wanted = min(_MOST_BPM, self._draws.expovariate(1 / _MEAN_BPM))
        self.bpm += (wanted - self.bpm) * self._rises
        self._wanted = wanted * self._kept

    @property
    def wave(self) -> float:
        """Factor on the breathing wave."""
        return 1 / (1 + self.bpm / _HALVES_WAVE_BPM)
