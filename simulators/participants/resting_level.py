"""The level about which a resting heart wanders, and how it changes: no rest is the same for twenty minutes.

Every few minutes the level steps to another and stays there: drowsier, more awake, another thought. Less often
something stirs the body for a minute or two, and the rate comes down by degrees. Rate and breathing wave move against
each other, by more in one person and day than in another. Without this, detectors of a shift have an easy life: at
made rest they spoke a third as often as at real rest (`biofeedback lab variability`).
"""

from __future__ import annotations

import math

from simulators.participants.arousal_transients import ArousalTransients
from simulators.participants.draws import Draws
from simulators.participants.profiles import Profile

_EVERY_S = 400.0
"""On average between one change of the level and the next. Seconds. This and what follows is fitted to how block means
of rate and RMSSD differ over 10 s to 7 min at real rest of half of the people, and to what detectors say of them."""

_MOVES_S = 20.0
"""Time constant with which the level moves to its new place. Seconds."""

_LONG_MEAN_BPM = 7.0
"""Mean size of a long stir, exponential. Beats a minute."""

_LONG_MOST_BPM = 25.0
"""The largest; one real stretch of rest in ten has a rise of 20/min. Beats a minute."""

_LONG_RISES_S = 4.0
"""Time constant of its rise. Seconds."""

_LONG_FALLS_S = 60.0
"""Time constant of its fall. Seconds."""

_HALVES_WAVE_BPM = 10.0
"""A stir, long or short, of this much halves the breathing wave. Beats a minute."""

_STEP_S = 1.0
"""So often the level is moved on: it needs no more."""


_MOST_UNLIKE_SD = 2.0
"""A day is no farther than this from the usual one, in standard deviations: one heart in a thousand was so restless
that its rest was taken for an arrhythmia, as none of 716 real stretches was."""


def of_the_day(draws: Draws, sd: float) -> float:
    """How much more a heart wanders on this day than on others: a factor."""
    return math.exp(sd * max(-_MOST_UNLIKE_SD, min(_MOST_UNLIKE_SD, draws.normal())))


class RestingLevel:
    """What small stirs and a changing level add to the heart rate; takes the place of `ArousalTransients`."""

    def __init__(self, draws: Draws, step_s: float, profile: Profile) -> None:
        self._draws = draws
        self._step_s = step_s
        self._short = ArousalTransients(draws, step_s)
        self._sd_bpm = profile.level_bpm * of_the_day(draws, profile.day_sd)
        self._wave_per_bpm = profile.level_wave + profile.level_wave_sd * draws.normal()
        self._long_share = profile.long_stirs_per_h * _STEP_S / 3600
        self._wanted = self._level = self._sd_bpm * draws.normal()
        self._long_wanted = self._long = 0.0
        self._since = 0.0
        self.bpm = self._level

    def step(self) -> None:
        """Go on by one step."""
        self._short.step()
        self._since += self._step_s
        if self._since >= _STEP_S:
            self._since -= _STEP_S
            self._move()
        self.bpm = self._short.bpm + self._long + self._level

    def _move(self) -> None:
        draws = self._draws
        if draws.random() < _STEP_S / _EVERY_S:
            self._wanted = self._sd_bpm * draws.normal()
        self._level += (self._wanted - self._level) * _STEP_S / _MOVES_S
        if draws.random() < self._long_share:
            self._long_wanted = min(_LONG_MOST_BPM, draws.expovariate(1 / _LONG_MEAN_BPM))
        self._long += (self._long_wanted - self._long) * _STEP_S / _LONG_RISES_S
        self._long_wanted -= self._long_wanted * _STEP_S / _LONG_FALLS_S

    @property
    def wave(self) -> float:
        """Factor on the breathing wave."""
        stirred = self._short.bpm + self._long
        return math.exp(-self._wave_per_bpm * self._level) / (1 + stirred / _HALVES_WAVE_BPM)
