"""A synthetic heart whose truth is known: an integral pulse frequency model of the sinus node.

The rate is integrated until it reaches one, then a beat falls. It is modulated by breathing, by a wave of 0.1 Hz and
by slow noise of several time scales, as real hearts are; the amplitude of the breathing wave wanders from breath to
breath and over minutes, since a steady wave would make every detector look twice as good as it is (real rest: standard
deviation of ln RMSSD over 10 s blocks 0.31, autocorrelation 0.17; `biofeedback lab variability` compares).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from simulators.participants.arousal_transients import ArousalTransients
from simulators.participants.breathing import Breathing
from simulators.participants.profiles import Profile

STEP_S = 0.1
"""Of the integration: a fortieth of a breath."""

_MAYER_HZ = 0.1
"""Of the waves of blood pressure."""

_MAYER_WANDER_S = 30.0
"""Time in which their phase wanders."""

_SLOW = ((5.0, 0.65), (16.0, 0.55), (64.0, 0.4), (256.0, 0.35))
"""Slow noise: time constants a factor of four apart add up to something like 1/f. Seconds, and share of the amplitude;
chosen, with the stirs, so that ten-second rates wander as at real rest."""

_DEPTH_S = 60.0
"""Time constant of the wander of the breathing wave's amplitude over minutes, beside that from breath to breath.
Seconds."""

_DEPTH_SD = 0.17
"""Standard deviation of that wander (ln)."""

_BEAT_NOISE_MS = 4.0
"""What the sinus node adds to each beat on its own."""

_CORNER_HZ = 0.12
"""Slower breathing makes larger waves: amplitude ~ 1/sqrt(1+(f/corner)^2), Hirsch & Bishop 1981."""

_LEAST_S = 0.3
"""Least interval of the sinus node. Seconds."""

_MOST_S = 2.2
"""Greatest interval of the sinus node. Seconds."""


class Wander:
    """Ornstein-Uhlenbeck noise: standard deviation `sd`, forgetting its past in `tau_s` seconds."""

    def __init__(self, random: Random, tau_s: float, sd: float) -> None:
        self._random = random
        self._keep = math.exp(-STEP_S / tau_s)
        self._kick = sd * math.sqrt(1 - self._keep * self._keep)
        self.value = random.gauss(0, sd)

    def step(self) -> float:
        """The value one step later."""
        self.value = self.value * self._keep + self._kick * self._random.gauss(0, 1)
        return self.value


@dataclass(slots=True)
class Drive:
    """What the rest of the body asks of the heart now."""

    bpm: float = 0.0  # added to the resting rate
    rsa: float = 1.0  # factor on the breathing wave


class Heart:
    """Beats of the sinus node, driven from outside."""

    def __init__(self, profile: Profile, random: Random) -> None:
        self._profile = profile
        self._random = random
        self.breathing = Breathing(profile, random)
        self.drive = Drive()
        self.t = 0.0
        self._charge = random.random()
        self._transients = ArousalTransients(random)
        self._slow = [Wander(random, tau, profile.slow_ms * share) for tau, share in _SLOW]
        self._depth = Wander(random, _DEPTH_S, _DEPTH_SD)
        self._mayer = [Wander(random, _MAYER_WANDER_S, profile.mayer_ms / math.sqrt(2)) for _ in range(2)]

    @property
    def interval_s(self) -> float:
        """The interval that the sinus node would keep now."""
        profile, angle = self._profile, 2 * math.pi * _MAYER_HZ * self.t
        wave = self.breathing.wave() * self._corner() * profile.rsa_ms * self.drive.rsa
        wave *= math.exp(self._depth.value) * self._transients.wave
        mayer = self._mayer[0].value * math.cos(angle) + self._mayer[1].value * math.sin(angle)
        slow = sum(wander.value for wander in self._slow)
        rest = 60 / max(30.0, profile.hr_bpm + self.drive.bpm + self._transients.bpm)
        # At a faster rate the same nerve traffic moves the interval less: waves scale with the interval squared.
        scale = (rest * profile.hr_bpm / 60) ** 2
        return min(_MOST_S, max(_LEAST_S, rest + scale * (wave + mayer + slow) / 1000))

    def step(self) -> float | None:
        """Go on by one step; the time of the beat that fell in it, if one did."""
        for noise in (*self._slow, self._depth, *self._mayer):
            noise.step()
        self._transients.step(STEP_S)
        self.breathing.step(STEP_S)
        charged = STEP_S / self.interval_s
        before, self._charge = self._charge, self._charge + charged
        self.t += STEP_S
        if self._charge < 1:
            return None
        beat = self.t - STEP_S + STEP_S * (1 - before) / charged
        self._charge -= 1
        return beat + self._random.gauss(0, _BEAT_NOISE_MS / 1000)

    def _corner(self) -> float:
        """Gain of the breathing wave at the present pace against the person's own."""
        own, now = self._profile.breaths_per_min / 60, self.breathing.hz
        return math.sqrt((1 + (own / _CORNER_HZ) ** 2) / (1 + (now / _CORNER_HZ) ** 2))
