"""What an accelerometer on a participant's chest measures: gravity, tilted by breath and posture, and what jolts it."""

from __future__ import annotations

import math
from random import Random

from biofeedback.events import MotionChunk
from simulators.participants.profiles import Profile

RATE_HZ = 25.0
"""As is asked of a real strap."""

_TILT_DEG = 1.8
"""By which an ordinary breath tilts the chest: 30 thousandths of g, as measured sitting (8 to 60)."""

_RECLINED_DEG = 30.0
"""From upright, as people sit who relax. Degrees."""

_SITS_UP_DEG = 22.0
"""The difference that sitting up makes. Degrees."""

_TURNS_S = 0.8
"""Time constant of a change of posture. Seconds."""

_NOISE_MG = 2.0
"""Of a sensor, each axis, standard deviation."""

_JOLT_MG = 10.0
"""By which each heartbeat shakes a chest, at 8 Hz, gone in a tenth of a second."""

_FIDGET_S = (1.0, 4.0)
"""How long a movement lasts, least and most. Seconds."""

_FIDGET_MG = (50.0, 250.0)
"""How strong it is, least and most: from a shrug to turning around. Standard deviation, thousandths of g."""

_EFFORT_BPM = 7.0
"""What moving about adds to the heart rate. Beats a minute."""

_EFFORT_S = 4.0
"""Time constant with which it comes and goes. Seconds."""


class Chest:
    """One chest with a sensor, in steps of time. Movement costs the heart a little (`effort_bpm`)."""

    def __init__(self, profile: Profile, random: Random) -> None:
        self._profile = profile
        self._random = random
        self._t = 0.0
        self._samples: list[tuple[int, int, int]] = []
        self._taken = 0  # since the begin
        self._breath = 0.0
        self._beat = -math.inf
        self._pitch = _RECLINED_DEG
        self._moves_from = self._next_fidget(0.0)
        self._moves_until = -math.inf
        self._strength = 0.0
        self.effort_bpm = 0.0

    def _next_fidget(self, t: float) -> float:
        a_minute = self._profile.fidgets_per_min
        return t + self._random.expovariate(a_minute / 60) if a_minute > 0 else math.inf

    def beat(self, t: float) -> None:
        """The heart beats."""
        self._beat = t

    def step(self, dt: float, breath: float) -> None:
        """Go on by `dt` seconds; `breath` is how far the chest has risen at their end (1: an ordinary breath)."""
        began, before = self._t, self._breath
        self._t += dt
        self._breath = breath
        self._move(began)
        wanted = _RECLINED_DEG - _SITS_UP_DEG * (sum(at <= began for at in self._profile.sits_up_at_s) % 2)
        turning = abs(wanted - self._pitch) > 1.0
        self._pitch += (wanted - self._pitch) * (1 - math.exp(-dt / _TURNS_S))
        moving = self._strength if began < self._moves_until else 0.0
        effort = _EFFORT_BPM if moving or turning else 0.0
        self.effort_bpm += (effort - self.effort_bpm) * (1 - math.exp(-dt / _EFFORT_S))
        while (self._taken + 1) / RATE_HZ <= self._t + 1e-9:
            self._taken += 1
            part = (self._taken / RATE_HZ - began) / dt
            self._sample(self._taken / RATE_HZ, before + part * (breath - before), moving)

    def _move(self, t: float) -> None:
        if t < self._moves_from:
            return
        self._moves_until = t + self._random.uniform(*_FIDGET_S)
        self._strength = self._random.uniform(*_FIDGET_MG)
        self._moves_from = self._next_fidget(self._moves_until)

    def _sample(self, t: float, breath: float, moving: float) -> None:
        angle = math.radians(self._pitch + _TILT_DEG * breath)
        since = t - self._beat
        jolt = _JOLT_MG * math.sin(16 * math.pi * since) * math.exp(-since / 0.06) if 0 <= since < 0.5 else 0.0
        noise, draw = math.hypot(_NOISE_MG, moving), self._random.gauss
        x, y, z = 1000 * math.cos(angle), 25.0, 1000 * math.sin(angle) + jolt
        self._samples.append((round(x + draw(0, noise)), round(y + draw(0, noise)), round(z + draw(0, noise))))

    def chunk(self, t: float) -> MotionChunk | None:
        """What was measured since it was last asked; None: nothing yet."""
        if not self._samples:
            return None
        x, y, z = zip(*self._samples, strict=True)
        self._samples = []
        return MotionChunk(t=t, rate_hz=RATE_HZ, x_mg=x, y_mg=y, z_mg=z)
