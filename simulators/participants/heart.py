"""A synthetic heart whose truth is known: an integral pulse frequency model of the sinus node.

The rate is integrated until it reaches one, then a beat falls. It is modulated by breathing, by a wave of 0.1 Hz and
by slow noise of several time scales, as real hearts are; the amplitude of the breathing wave wanders from breath to
breath and over minutes, since a steady wave would make every detector look twice as good as it is (real rest: standard
deviation of ln RMSSD over 10 s blocks 0.31, autocorrelation 0.17; `biofeedback lab variability` compares).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, exp, pi, sin, sqrt
from random import Random

from simulators.participants.arousal_transients import ArousalTransients
from simulators.participants.breathing import Breathing
from simulators.participants.draws import Draws, Wanders
from simulators.participants.profiles import Profile
from simulators.participants.resting_level import RestingLevel, of_the_day

STEP_S = 0.1
"""Of the integration: a fortieth of a breath."""

_MAYER_HZ = 0.1
"""Of the waves of blood pressure."""

_MAYER_TURN = 2 * pi * _MAYER_HZ
"""The same in radians a second."""

_MAYER_WANDER_S = 30.0
"""Time in which their phase wanders."""

_SLOW = ((5.0, 0.65), (16.0, 0.55), (64.0, 0.4), (256.0, 0.35))
"""Slow noise: time constants a factor of four apart add up to something like 1/f. Seconds, and share of the amplitude;
chosen, with the stirs, so that ten-second rates wander as at real rest."""

_SLOW_ABOUT_LEVELS = ((5.0, 0.9), (16.0, 0.55), (64.0, 0.3), (256.0, 0.3))
"""The same about a level that changes (`RestingLevel`), which is slow enough by itself."""

_DEPTH_S = 60.0
"""Time constant of the wander of the breathing wave's amplitude over minutes, beside that from breath to breath.
Seconds."""

_BEAT_NOISE_MS = 4.0
"""What the sinus node adds to each beat on its own."""

_CORNER_HZ = 0.12
"""Slower breathing makes larger waves: amplitude ~ 1/sqrt(1+(f/corner)^2), Hirsch & Bishop 1981."""

_LEAST_BPM = 30.0
"""No sinus node is slower. Beats a minute."""

_LEAST_S = 0.3
"""Least interval of the sinus node. Seconds."""

_MOST_S = 2.2
"""Greatest interval of the sinus node. Seconds."""


@dataclass(slots=True)
class Drive:
    """What the rest of the body asks of the heart now."""

    bpm: float = 0.0  # added to the resting rate
    rsa: float = 1.0  # factor on the breathing wave


class Heart:
    """Beats of the sinus node, driven from outside."""

    def __init__(self, profile: Profile, random: Random) -> None:
        draws = Draws(random)
        self._draws = draws
        self.breathing = Breathing(profile, draws, STEP_S)
        self.drive = Drive()
        self.t = 0.0
        self._charge = draws.random()
        levels = bool(profile.level_bpm)
        self._transients = RestingLevel(draws, STEP_S, profile) if levels else ArousalTransients(draws, STEP_S)
        day = of_the_day(draws, profile.day_sd) if profile.day_sd else 1.0
        slow = [(tau, profile.slow_ms * day * share) for tau, share in (_SLOW_ABOUT_LEVELS if levels else _SLOW)]
        mayer = (_MAYER_WANDER_S, profile.mayer_ms / sqrt(2))
        self._wanders = Wanders(draws, STEP_S, (*slow, (_DEPTH_S, profile.depth_minutes_sd), mayer, mayer))
        self._hr_bpm = profile.hr_bpm
        self._rsa_ms = profile.rsa_ms
        self._own = 1 + (profile.breaths_per_min / 60 / _CORNER_HZ) ** 2

    def _interval_s(self) -> float:
        """The interval that the sinus node would keep now."""
        a, b, c, d, depth, here, ahead = self._wanders.values
        breathing, transients, drive = self.breathing, self._transients, self.drive
        pace = breathing.hz / _CORNER_HZ
        corner = sqrt(self._own / (1 + pace * pace))  # the gain at this pace against the person's own
        wave = breathing.wave() * corner * self._rsa_ms * drive.rsa * exp(depth) * transients.wave
        angle = _MAYER_TURN * self.t
        mayer = here * cos(angle) + ahead * sin(angle)
        rate = self._hr_bpm + drive.bpm + transients.bpm
        rest = 60 / (rate if rate > _LEAST_BPM else _LEAST_BPM)
        # At a faster rate the same nerve traffic moves the interval less: waves scale with the interval squared.
        scale = rest * self._hr_bpm / 60
        interval = rest + scale * scale * (wave + mayer + (a + b + c + d)) / 1000
        if interval < _LEAST_S:
            return _LEAST_S
        return interval if interval < _MOST_S else _MOST_S

    def step(self) -> float | None:
        """Go on by one step; the time of the beat that fell in it, if one did."""
        self._wanders.step()
        self._transients.step()
        self.breathing.step()
        charged = STEP_S / self._interval_s()
        before = self._charge
        self._charge = charge = before + charged
        self.t = t = self.t + STEP_S
        if charge < 1:
            return None
        beat = t - STEP_S + STEP_S * (1 - before) / charged
        self._charge = charge - 1
        return beat + _BEAT_NOISE_MS / 1000 * self._draws.normal()
