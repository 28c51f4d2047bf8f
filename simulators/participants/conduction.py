"""Between the sinus node and the beats: premature beats, and rhythms that take over."""

from __future__ import annotations

import math
from random import Random

from simulators.participants.profiles import Profile, Turn
from simulators.rhythms import PREMATURE, Fast, Irregular

_FAST_LASTS_S = 90.0
"""An abrupt fast run ends by itself."""


class Conduction:
    """Turns sinus beats into ventricular ones."""

    def __init__(self, profile: Profile, random: Random) -> None:
        self._random = random
        self._per_beat = profile.ectopic_per_min / profile.hr_bpm
        turns_at = random.uniform(*profile.turns_at_s)
        self._from = math.inf if profile.turn is Turn.NONE else turns_at
        self._until = turns_at + (_FAST_LASTS_S if profile.turn is Turn.FAST else math.inf)
        self._rhythm = Fast(random) if profile.turn is Turn.FAST else Irregular(random)
        self._last = 0.0
        self._premature: float | None = None  # when a beat that comes early will come
        self._blocked = False  # after it the next sinus beat finds the ventricle refractory: a full pause follows
        self._next: float | None = None  # beat of the rhythm that has taken over
        self.due = self._from  # before it no beat comes but those of the sinus node

    def pass_on(self, t: float, sinus: float | None) -> list[float]:
        """The beats of the ventricle up to `t`, given the sinus beat of this step, if there was one."""
        beats: list[float] = []
        if self._from <= t < self._until:
            self._take_over(t, beats)
            return beats
        self._next = None
        if self._premature is not None and self._premature <= t:
            beats.append(self._premature)
            self._premature = None
            self._blocked = True
        if sinus is not None and sinus > self._last:
            if not self._blocked:
                self._consider(sinus)
                beats.append(sinus)
            self._blocked = False
            self._last = sinus
        premature = math.inf if self._premature is None else self._premature
        self.due = min(premature, self._from) if t < self._from else premature
        return beats

    def _consider(self, sinus: float) -> None:
        """Whether the next beat will come early."""
        if self._last > 0 and self._random.random() < self._per_beat:
            self._premature = sinus + PREMATURE * (sinus - self._last)

    def _take_over(self, t: float, beats: list[float]) -> None:
        if self._next is None:
            self._next = max(t, self._last + self._rhythm.interval())
        while self._next <= t:
            beats.append(self._next)
            self._last = self._next
            self._next += self._rhythm.interval()
