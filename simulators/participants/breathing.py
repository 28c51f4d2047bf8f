"""Breathing: the person's own pace, which drifts and sighs, and a cue that is followed a little late."""

from __future__ import annotations

import math
from itertools import pairwise

from simulators.participants.draws import Draws
from simulators.participants.profiles import Profile

_DRIFT_S = 40.0
"""Time constant of the drift of the logarithm of the pace. Seconds."""

_ADOPTS_S = 6.0
"""To take over another pace: one or two breaths."""

_PULL_HZ = 0.04
"""How strongly the breath is drawn into step with the cue."""

_LEAST_HZ = 0.02
"""Nobody breathes more slowly, whatever a cue asks."""

_SIGHS_EVERY_S = 110.0
"""People sigh about every one or two minutes."""

_SIGH_DEPTH = 2.2
"""Times an ordinary breath."""

_DEEPEST = 3.5
"""Times an ordinary breath. The tail of a lognormal has breaths that no chest has: once in some hours one drove a
healthy heart to 180 a minute.
"""

_HOLDS_S = 1.0
"""In which the wave goes while the breath is held, and comes back. Seconds, an estimate."""

_STEEP = ((0.0, -1.0), (0.04, 1.0), (0.4, 0.5), (0.65, -0.9), (1.0, -1.0))
"""Phase of a breath and its wave there, as such breaths look in a healthy ECG at 6/min. An estimate. Each is as deep as
a sigh, so none is added."""

_DEPTH_KEPT = 0.1
"""How much of a breath's depth (its logarithm) stays to the next breath. Share."""

_TURN = 2 * math.pi
"""A whole breath in radians."""


class Breathing:
    """The breathing wave, as it moves the heart: falling interval while breathing in."""

    def __init__(self, profile: Profile, draws: Draws, step_s: float) -> None:
        self._profile = profile
        self._draws = draws
        self._step_s = step_s
        self._phase = draws.random()  # of a breath, 0: breathing in begins
        self._drift_kept = math.exp(-step_s / _DRIFT_S)
        self._drift_kick = profile.breath_sd * math.sqrt(1 - self._drift_kept**2)
        self._drift = profile.breath_sd * draws.normal()  # of the logarithm of the pace
        self._adopted = step_s / _ADOPTS_S
        self._pull_hz = profile.follows * _PULL_HZ
        self._ln_depth = 0.0
        self._depth = 1.0
        self._cue_hz: float | None = None
        self._cue_phase = 0.0
        self._held = False
        self._share = 1.0  # of the wave, while the breath is held or comes back
        self.hz = self._own_hz = profile.breaths_per_min / 60

    def follow(self, breaths_per_min: float | None) -> None:
        """A breathing cue begins with an in-breath now, or ends."""
        self._cue_hz = None if breaths_per_min is None else breaths_per_min / 60
        self._cue_phase = 0.0

    def hold(self, held: bool) -> None:
        """The breath is held, or let go: then a deep one follows. One breath is not like the next, and each keeps its
        shape, or the rhythm would look disordered.
        """
        if self._held and not held:
            self._depth = _SIGH_DEPTH
        self._held = held

    def step(self) -> None:
        """Breathe for one step of time."""
        dt = self._step_s
        if self._held or self._share < 1:
            self._share = min(1.0, max(0.0, self._share + (-dt if self._held else dt) / _HOLDS_S))
        if self._held:
            return
        self._drift = drift = self._drift * self._drift_kept + self._drift_kick * self._draws.normal()
        wanted, pull = self._own_hz * math.exp(drift), 0.0
        if self._cue_hz is not None:
            self._cue_phase = (self._cue_phase + self._cue_hz * dt) % 1
            wanted += self._profile.follows * (self._cue_hz - wanted)
            pull = self._pull_hz * math.sin(_TURN * (self._cue_phase - self._phase))
        self.hz += (wanted - self.hz) * self._adopted
        hz = self.hz + pull
        self._phase += (hz if hz > _LEAST_HZ else _LEAST_HZ) * dt
        if self._phase >= 1:
            self._phase -= 1
            self._next_breath()

    def _next_breath(self) -> None:
        kick = self._profile.depth_sd * math.sqrt(1 - _DEPTH_KEPT**2)
        self._ln_depth = self._ln_depth * _DEPTH_KEPT + kick * self._draws.normal()
        self._depth = min(_DEEPEST, math.exp(self._ln_depth))
        if not self._profile.steep and self._draws.random() < 1 / (_SIGHS_EVERY_S * max(self.hz, 0.05)):
            self._depth = _SIGH_DEPTH

    def rise(self) -> float:
        """How far the chest has risen now, 1 at the top of an ordinary breath."""
        return self._depth * (1 - math.cos(_TURN * self._phase)) / 2

    def wave(self) -> float:
        """The wave on the RR interval now, amplitude 1 for an ordinary breath."""
        shape = steep_wave(self._phase) if self._profile.steep else -math.sin(_TURN * self._phase)
        return self._share * self._depth * shape


def steep_wave(phase: float) -> float:
    """A slow, deep breath, from -1 to 1: breathing out lengthens the intervals at once, then they fall by degrees, and
    stay low while breathing in.
    """
    for (begin, low), (end, high) in pairwise(_STEEP):
        if phase <= end:
            return low + (high - low) * (phase - begin) / (end - begin)
    return _STEEP[-1][1]
