"""Settling made audible: how far the heart is above its rest becomes the pitch of a soft tone. Pure."""

from __future__ import annotations

import math

SMOOTHED_S = 12.0
"""Time constant of what is heard, s: one to two slow breaths, so that it follows the body and not the breath."""

WHOLE = 0.25
"""A heart so far above its rest, as a share of it, is at the top of the tone: about what a strong tension leaves."""

LOW_HZ = 147.0
"""Where the heart is back at its rest. Below the breathing tones, which go from 196 to 294. Hertz."""

OCTAVES = 1.0
"""From there to the top: wide enough to be heard falling in half a minute. Octaves."""


class Settling:
    """Follows one settle pause."""

    def __init__(self) -> None:
        self._above: float | None = None
        self._t = 0.0

    def begin(self) -> None:
        """Another pause: nothing of the one before is left."""
        self._above = None

    def pitch_hz(self, t: float, hr_bpm: float | None, rest_bpm: float | None) -> float | None:
        """The pitch at `t` seconds; None: heart or rest are not known, and nothing can be told."""
        if hr_bpm is None or not rest_bpm:
            return None
        now = min(1.0, max(0.0, (hr_bpm / rest_bpm - 1.0) / WHOLE))
        if self._above is None:
            self._above = now
        self._above += (now - self._above) * (1.0 - math.exp(-max(0.0, t - self._t) / SMOOTHED_S))
        self._t = t
        return LOW_HZ * math.pow(2.0, OCTAVES * self._above)
