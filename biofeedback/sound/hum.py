"""A soft tone that glides from pitch to pitch without a click. Pure."""

from __future__ import annotations

import numpy as np

from biofeedback.sound.tones import RATE_HZ, Samples

LEVEL = 0.02
"""Of full scale: 4 dB below the breathing tones, it is heard behind them and never asks for anything."""

OCTAVE = 0.4
"""Strength of the octave beside it, for small speakers. Share."""

GLIDE_S = 2.0
"""Time constant from one pitch to the next, s: told once a second, heard as one fall."""

SWELL_S = 0.5
"""From silence to its level, s."""

KEPT_S = 10.0
"""It ends where it was not said again for so long: whoever hangs leaves no tone behind. Seconds."""


class Humming:
    """Samples of the tone, block by block."""

    def __init__(self) -> None:
        self._goal_hz: float | None = None
        self._hz = 0.0
        self._phase = 0.0
        self._level = 0.0
        self._until = 0.0

    def to(self, hz: float | None, now: float) -> None:
        """Glide there; None: end."""
        if hz is not None and self._level == 0.0:
            self._hz = hz
        self._goal_hz, self._until = hz, now + KEPT_S

    def samples(self, count: int, now: float, *, alone: bool) -> Samples | None:
        """The next samples; None: silence. `alone`: nothing else is to be listened to."""
        goal = LEVEL if alone and self._goal_hz is not None and now < self._until else 0.0
        if goal == self._level == 0.0:
            return None
        passed_s = count / RATE_HZ
        step = LEVEL * passed_s / SWELL_S
        reached = self._level + max(-step, min(step, goal - self._level))
        towards = self._hz if self._goal_hz is None else self._goal_hz
        hz = self._hz + (towards - self._hz) * min(1.0, passed_s / GLIDE_S)
        phases = self._phase + 2 * np.pi * np.cumsum(np.linspace(self._hz, hz, count)) / RATE_HZ
        made = (np.sin(phases) + OCTAVE * np.sin(2 * phases)) * np.linspace(self._level, reached, count)
        self._hz, self._level, self._phase = hz, reached, float(phases[-1]) % (2 * np.pi)
        return np.asarray(made, np.float32)
