"""How the chest is turned: where gravity points in the sensor, and whether it has turned to stay."""

from __future__ import annotations

import math

SMOOTH_S = 0.5
"""Time constant of what counts as gravity: slower than a jolt, quicker than the four seconds of a turn. Seconds."""

TURNED_DEG = 10.0
"""A breath tilts a chest by 1 to 3 degrees, a deep one by 6; sitting up from leaning back is 15 and more. Degrees."""

TURNED_FOR_S = 4.0
"""So long it must stay turned: reaching for a glass and back is no new posture. Seconds."""

FOLLOWS_S = 120.0
"""Time constant with which the posture follows a slow slump, which is none either. Seconds."""


class Gravity:
    """One step for each sample: the direction of gravity, and when the posture last changed."""

    def __init__(self, rate_hz: float) -> None:
        self._step_s = 1 / rate_hz
        self._smooth = 1 - math.exp(-self._step_s / SMOOTH_S)
        self._follow = 1 - math.exp(-self._step_s / FOLLOWS_S)
        self._cos = math.cos(math.radians(TURNED_DEG))
        self._now: tuple[float, float, float] | None = None
        self._posture = (0.0, 0.0, 0.0)
        self._turned_s = 0.0

    def push(self, x: float, y: float, z: float) -> bool:
        """Take one sample; whether with it the posture has changed for good."""
        if self._now is None:
            self._now = self._posture = (x, y, z)
            return False
        (a, b, c), k = self._now, self._smooth
        self._now = a, b, c = a + k * (x - a), b + k * (y - b), c + k * (z - c)
        p, q, r = self._posture
        lengths = math.sqrt((a * a + b * b + c * c) * (p * p + q * q + r * r))
        if a * p + b * q + c * r >= self._cos * lengths:
            self._turned_s, k = 0.0, self._follow
            self._posture = p + k * (a - p), q + k * (b - q), r + k * (c - r)
            return False
        self._turned_s += self._step_s
        if self._turned_s < TURNED_FOR_S:
            return False
        self._posture, self._turned_s = self._now, 0.0
        return True
