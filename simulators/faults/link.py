"""What straps and radios do to packets: each effect changes the packets of its window and no others."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from random import Random
from typing import Protocol

from biofeedback.events import EcgChunk, Event, HeartRate, LinkBack, LinkLost
from biofeedback.ticks import TICKS_PER_STRAP_UNIT
from simulators.measurement import MOST_UNITS, packet

_ABSURD_UNITS = (0, 1, 60, 9000, 30_000, MOST_UNITS)
"""Of 1/1024 s: nothing, noise, a third of a minute, all ones."""

_ABSURD_RATES = (0, 1, 255, 512)
"""Beats a minute: none, noise, all ones in one byte, more than one byte holds."""


class Effect(Protocol):
    """Something that happens to packets, for some seconds."""

    start_s: float
    end_s: float

    def holds(self, t: float) -> bool:
        """Whether it acts at `t`."""
        ...

    def begin(self, start_s: float) -> None:
        """It acts from here on, for as long as before."""
        ...

    def change(self, event: HeartRate) -> list[Event]:
        """What is heard instead of this packet, none earlier than it."""
        ...


class Window:
    """The seconds in which an effect acts."""

    def __init__(self, start_s: float, length_s: float) -> None:
        self.start_s = start_s
        self._length_s = length_s
        self.end_s = start_s + length_s

    def begin(self, start_s: float) -> None:
        """Act from here on, for as long as before."""
        self.start_s, self.end_s = start_s, start_s + self._length_s

    def holds(self, t: float) -> bool:
        """Whether the effect acts at `t`."""
        return self.start_s <= t < self.end_s


class Dropout(Window):
    """No packets: the link says nothing and does not say why."""

    def change(self, event: HeartRate) -> list[Event]:
        """Swallow the packet."""
        return [] if self.holds(event.t) else [event]


class LinkLoss(Window):
    """The link is lost and comes back."""

    def __init__(self, start_s: float, length_s: float) -> None:
        super().__init__(start_s, length_s)
        self._lost = False

    def change(self, event: HeartRate) -> list[Event]:
        """Say once that the link is gone, and once that it is back."""
        was, self._lost = self._lost, self.holds(event.t)
        if self._lost:
            return [] if was else [LinkLost(t=event.t, cause="disconnected")]
        return [LinkBack(t=event.t), event] if was else [event]


class Contact(Window):
    """The strap loses the skin: packets say so and hold no beats."""

    def change(self, event: HeartRate) -> list[Event]:
        """Empty the packet."""
        return [packet(event.t, None, (), contact=False)] if self.holds(event.t) else [event]


class OffSkin(Window):
    """The strap has come off, says so, and goes on sending plausible beats, as some do for half a minute and more."""

    def change(self, event: HeartRate) -> list[Event]:
        """Change nothing but the word on the skin."""
        off = self.holds(event.t)
        return [packet(event.t, event.hr_bpm, units_of(event), contact=False) if off else event]


class NoIntervals(Window):
    """The strap goes on telling a rate, but no intervals, as some do for a while."""

    def change(self, event: HeartRate) -> list[Event]:
        """Take the intervals out."""
        return [packet(event.t, event.hr_bpm, (), event.contact)] if self.holds(event.t) else [event]


class Duplicate(Window):
    """Every packet comes twice, as after a subscription made twice."""

    def change(self, event: HeartRate) -> list[Event]:
        """Repeat the packet."""
        return [event, event] if self.holds(event.t) else [event]


class Late(Window):
    """A radio stall: packets are held back, then all come at once."""

    def __init__(self, start_s: float, length_s: float) -> None:
        super().__init__(start_s, length_s)
        self._held: list[HeartRate] = []

    def change(self, event: HeartRate) -> list[Event]:
        """Hold the packet back, or let all go."""
        if self.holds(event.t):
            self._held.append(event)
            return []
        burst, self._held = [*self._held, event], []
        return [replace(held, t=event.t) for held in burst]


class LateEcg(Window):
    """A buffer that has filled and never empties: from the start on the ECG is as late as the length says, the
    intervals are not.
    """

    def __init__(self, start_s: float, length_s: float) -> None:
        super().__init__(start_s, length_s)
        self._late_s = length_s
        self._held: deque[EcgChunk] = deque()

    def change(self, event: HeartRate) -> list[Event]:
        """Nothing happens to packets."""
        return [event]

    def change_ecg(self, event: EcgChunk) -> list[Event]:
        """Hold it back; what was held for long enough arrives with it."""
        if event.t < self.start_s:
            return [event]
        self._held.append(event)
        due: list[Event] = []
        while self._held[0].t + self._late_s <= event.t:
            due.append(replace(self._held.popleft(), t=event.t))
        return due


class Garbage(Window):
    """Absurd intervals and rates, as failing straps and wrong bytes give."""

    def __init__(self, start_s: float, length_s: float, random: Random) -> None:
        super().__init__(start_s, length_s)
        self._random = random

    def change(self, event: HeartRate) -> list[Event]:
        """Put nonsense into the packet."""
        if not self.holds(event.t):
            return [event]
        units = tuple(self._random.choice(_ABSURD_UNITS) for _ in range(self._random.randint(1, 4)))
        return [packet(event.t, self._random.choice(_ABSURD_RATES), units, event.contact)]


def units_of(event: HeartRate) -> tuple[int, ...]:
    """The intervals of a packet in the strap's own 1/1024 s."""
    return tuple(round(ticks / TICKS_PER_STRAP_UNIT) for ticks in event.rr_ticks)
