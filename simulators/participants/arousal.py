"""How tension, its release, worry and rest move heart rate and breathing wave: the body's answer to the guidance.

Tension: after half a second the vagal part rises with a time constant of 2 s, the sympathetic part with 10 s, and the
breathing wave halves. Release: it falls below what it was for 10-20 s. Rest: relaxation comes over minutes.
"""

from __future__ import annotations

import math

from protocols.training import Effort
from simulators.participants.heart import Drive
from simulators.participants.profiles import Profile

_LATENCY_S = 0.5
"""From the cue to the muscle."""

_VAGAL_S = 2.0
"""Time constant of the fast part of the rise. Seconds."""

_SYMPATHETIC_S = 10.0
"""Time constant of the slow part of the rise. Seconds."""

_VAGAL_SHARE = 0.75
"""Share of the fast part in the rise."""

_REBOUND_FOR_S = 14.0
"""How long the rate stays below what it was after a release. Seconds."""

_REBOUND_S = 3.0
"""Time constant of that. Seconds."""

_TENSE_RSA = 0.45
"""Lost of the breathing wave at full moderate tension."""

_WORRY_RSA = 0.35
"""Lost of it while arousal stays up."""

_LEAST_WAVE = 0.1
"""Of the breathing wave something is always left. Share."""

_WORRY_RISES_S = 3.0
"""Time constant."""

_EFFORT = {Effort.NONE: 0.0, Effort.MILD: 0.75, Effort.MODERATE: 1.0}
"""Share of the full rise."""


class Arousal:
    """The state that drives the heart, advanced in steps of `step_s` seconds."""

    def __init__(self, profile: Profile, step_s: float) -> None:
        self._profile = profile
        self._step_s = step_s
        # Of what is still to come, the share that comes in one step.
        self._vagal_share = step_s / _VAGAL_S
        self._sympathetic_share = step_s / _SYMPATHETIC_S
        self._rebound_share = step_s / _REBOUND_S
        self._ease_share = step_s / profile.relaxes_in_s
        self._relaxes_rsa = profile.relaxes_rsa - 1
        self._vagal_rise = profile.rise_bpm * _VAGAL_SHARE
        self._drive = Drive()
        self._tension = 0.0  # what is asked for, 0 to 1
        self._tension_from = 0.0
        self._released = -math.inf
        self._releases = 0
        self._vagal = self._sympathetic = self._rebound = self._worry = self._ease = 0.0
        self._worry_wanted = 0.0
        self._lingers = 0.0  # held on to in a group, so that it does not come down
        self._group: str | None = None
        self._again = False  # this group was tensed just before
        self._settling = False
        self._resting = False

    def tense(self, t: float, effort: Effort, share: float, group: str | None = None) -> None:
        """Tension begins; `share` is how strongly this group moves this heart, about 1."""
        self._again = group is not None and group == self._group
        self._group = group
        self._tension = _EFFORT[effort] * share
        self._tension_from = t + _LATENCY_S
        self._settling = False

    def release(self, t: float) -> None:
        """Tension is let go; with some people, after some groups, arousal stays up. A group let go of once more lets
        go of what it held on to.
        """
        if self._tension > 0 and self._again and self._lingers > 0:
            self._lingers = 0.0
            self._settling = True
        elif self._tension > 0:
            self._releases += 1
            if self._releases in self._profile.stays_up_after:
                self._worry_wanted = self._profile.stays_up_bpm
                self._lingers += self._profile.lingers_bpm
        if self._tension > 0:
            self._released = t
        self._tension = 0.0

    def settle(self) -> None:
        """A pause to settle: what stayed up comes down, with those whom a pause helps."""
        if self._profile.comes_down_in_s >= self._profile.stays_up_for_s:
            return
        self._settling = True
        self._worry_wanted = 0.0

    def rest(self, resting: bool) -> None:
        """Guided rest begins, in which relaxation comes; or ends."""
        self._resting = resting

    @property
    def bpm(self) -> float:
        """How far tension, its echo and worry hold heart rate above this person's rest: what guidance is to bring down.

        The undershoot after a release and what relaxation takes off are not counted against it.
        """
        return self._vagal + self._sympathetic + self._worry

    def step(self, t: float) -> Drive:
        """Go on by one step; what the heart is asked for now (the same object each time)."""
        profile = self._profile
        asked = profile.rise_bpm * self._tension if t >= self._tension_from else 0.0
        self._vagal = vagal = self._vagal + (asked * _VAGAL_SHARE - self._vagal) * self._vagal_share
        sympathetic = self._sympathetic + (asked * (1 - _VAGAL_SHARE) - self._sympathetic) * self._sympathetic_share
        below = profile.rebound_bpm if t - self._released < _REBOUND_FOR_S else 0.0
        self._sympathetic = sympathetic
        self._rebound = rebound = self._rebound + (below - self._rebound) * self._rebound_share
        if self._worry_wanted or self._lingers or self._worry:
            self._worry_on()
        if self._resting:
            self._ease += (1 - self._ease) * self._ease_share
        drive = self._drive
        drive.bpm = vagal + sympathetic - rebound + self._worry - profile.relaxes_bpm * self._ease
        drive.rsa = self._wave(vagal)
        return drive

    def _worry_on(self) -> None:
        profile, dt = self._profile, self._step_s
        wanted = self._worry_wanted if self._worry_wanted > self._lingers else self._lingers
        self._worry += (wanted - self._worry) * dt / self._worry_tau(wanted)
        self._worry_wanted -= self._worry_wanted * dt / profile.stays_up_for_s

    def _worry_tau(self, wanted: float) -> float:
        if wanted > self._worry:
            return _WORRY_RISES_S
        return self._profile.comes_down_in_s if self._settling else self._profile.stays_up_for_s

    def _wave(self, vagal: float) -> float:
        wave = 1 + self._relaxes_rsa * self._ease
        if vagal > 0 and self._vagal_rise:
            tense = vagal / self._vagal_rise
            wave *= 1 - _TENSE_RSA * (tense if tense < 1 else 1.0)
        if self._worry and self._profile.stays_up_bpm:
            wave *= 1 - _WORRY_RSA * self._worry / self._profile.stays_up_bpm
        return wave if wave > _LEAST_WAVE else _LEAST_WAVE
