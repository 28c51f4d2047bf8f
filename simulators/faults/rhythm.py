"""What hearts and beat finders do to a rhythm: the beats under the packets are told otherwise in the window.

The clock of beats is kept, so that the packets' intervals add up to the time that passes: a beat that comes early is
followed by a pause, and the first beat after the window ends an interval that began with the last one in it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from random import Random
from typing import Protocol

from biofeedback.events import Event, HeartRate
from simulators.faults.link import Window, units_of
from simulators.measurement import MOST_RR, MOST_UNITS, RATE_OVER, UNITS_PER_S, packet
from simulators.rhythms import PREMATURE

_LEAST_UNITS = round(0.15 * UNITS_PER_S)
"""A beat closer to the last one than this is not found."""

_FIRST_EARLY = 3
"""Beats into the window, so that a short window has one too."""

_ANCHOR_S = 3.0
"""Beats that are told later than this after they fell: time was lost, the clock begins anew."""


class Rhythm(Protocol):
    """Which beats are told for one interval of the sinus node."""

    def beats(self, before: float, now: float) -> list[float]:
        """Times of the beats after the sinus beat at `before`, up to the one at `now`. Seconds."""
        ...


class Premature:
    """Sinus beats, of which every so manieth comes early; `spread` makes the number of beats between uncertain."""

    def __init__(self, random: Random, every: int, spread: int = 0) -> None:
        self._random = random
        self._every = every
        self._spread = spread
        self._left = min(every, _FIRST_EARLY)

    def beats(self, before: float, now: float) -> list[float]:
        """The beat, or an early one in its place."""
        self._left -= 1
        if self._left > 0:
            return [now]
        self._left = self._every + self._random.randint(-self._spread, self._spread)
        return [before + (now - before) * PREMATURE * self._random.uniform(0.95, 1.05)]


class Silent:
    """No beats at all."""

    def beats(self, before: float, now: float) -> list[float]:
        """None."""
        return []


class TakenOver:
    """A rhythm of its own, whatever the sinus node does."""

    def __init__(self, interval: Callable[[], float]) -> None:
        self._interval = interval
        self._next: float | None = None

    def beats(self, before: float, now: float) -> list[float]:
        """Its beats up to `now`."""
        if self._next is None or self._next < before:
            self._next = before + self._interval()
        found: list[float] = []
        while self._next <= now:
            found.append(self._next)
            self._next += self._interval()
        return found


class Quickened:
    """A body that moves: the sinus node goes quicker by a share within some seconds, and comes back at the end."""

    def __init__(self, share: float, rises_s: float, lasts_s: float) -> None:
        self._share = share
        self._rises_s = rises_s
        self._lasts_s = lasts_s
        self._began = -math.inf
        self._next = -math.inf

    def beats(self, before: float, now: float) -> list[float]:
        """The beats up to `now`, closer together than those of the sinus node at rest."""
        if self._next < before:  # it begins, or begins again
            self._began, self._next = before, before + (now - before)
        found: list[float] = []
        while self._next <= now:
            found.append(self._next)
            self._next += (now - before) / (1 + self._share * self._there(self._next - self._began))
        return found

    def _there(self, since_s: float) -> float:
        left = max(0.0, self._lasts_s - since_s)
        return (1 - math.exp(-since_s / self._rises_s)) * (1 - math.exp(-left / self._rises_s))


class Disturbed:
    """A beat finder that loses beats and makes others up, each with the given chance."""

    def __init__(self, random: Random, missed: float, extra: float) -> None:
        self._random = random
        self._missed = missed
        self._extra = extra

    def beats(self, before: float, now: float) -> list[float]:
        """The beat, if it is found, and one that is none before it."""
        chance = self._random.random()
        if chance < self._missed:
            return []
        if chance < self._missed + self._extra:
            return [before + (now - before) * self._random.uniform(0.25, 0.75), now]
        return [now]


class RhythmFault(Window):
    """Lays a rhythm over the beats of the window."""

    def __init__(self, start_s: float, length_s: float, rhythm: Rhythm) -> None:
        super().__init__(start_s, length_s)
        self._rhythm = rhythm
        self._sinus: float | None = None  # time of the last beat underneath
        self._last_reported = 0  # of the last beat that was reported, in 1/1024 s
        self._waiting: deque[int] = deque()
        self._recent: deque[int] = deque(maxlen=RATE_OVER)

    def change(self, event: HeartRate) -> list[Event]:
        """The packet with the beats as they are reported; itself where nothing differs."""
        units = units_of(event)
        if self._sinus is None or event.t - self._sinus - sum(units) / UNITS_PER_S > _ANCHOR_S:
            self._sinus = event.t - sum(units) / UNITS_PER_S
            self._last_reported = round(self._sinus * UNITS_PER_S)
        for unit in units:
            before, self._sinus = self._sinus, self._sinus + unit / UNITS_PER_S
            acts = self.holds(self._sinus)
            for beat in self._rhythm.beats(before, self._sinus) if acts else [self._sinus]:
                self._report(round(beat * UNITS_PER_S))
        due = tuple(self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_RR)))
        self._recent.extend(due)
        if due == units:
            return [event]
        rate = round(60 * UNITS_PER_S * len(self._recent) / sum(self._recent)) if self._recent else None
        return [packet(event.t, rate, due, event.contact)]

    def _report(self, beat: int) -> None:
        interval = beat - self._last_reported
        if interval >= _LEAST_UNITS:
            self._waiting.append(min(interval, MOST_UNITS))
            self._last_reported = beat
