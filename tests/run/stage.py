"""A live session on a clock that is turned by hand, and a source that waits until each of its events was taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from biofeedback.clock import SessionClock
from biofeedback.decisions import Action, CueGiven, Decision
from biofeedback.events import Event
from biofeedback.ports import Put


class HandClock(SessionClock):
    """A clock that moves when it is moved."""

    def __init__(self, speed: float = 1.0) -> None:
        super().__init__(speed)
        self.t = 0.0

    def now(self) -> float:
        return self.t


class Paced:
    """Puts one event after the other, each at its own time, once the one before it was taken. Add it as a listener.

    `meanwhile` is called before each event is put.
    """

    def __init__(self, events: Iterable[Event], clock: HandClock, meanwhile: Callable[[Event], None]) -> None:
        self._events = events
        self._clock = clock
        self._meanwhile = meanwhile
        self._taken = asyncio.Event()
        self._put: Event | None = None

    async def run(self, put: Put) -> None:
        for event in self._events:
            self._clock.t = max(self._clock.t, event.t)
            self._meanwhile(event)
            self._taken.clear()
            self._put = event
            put(event)
            await self._taken.wait()

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        if event == self._put:
            self._taken.set()


class Kept:
    """A listener that keeps everything. `fails_at`: the number of the decision, from 0, at which it raises."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.events: list[Event] = []
        self.decisions: list[Decision] = []
        self._fails_at = fails_at
        self._heard = 0

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self._heard += len(decisions)
        if self._fails_at is not None and self._heard > self._fails_at:
            raise RuntimeError("a fault of a listener")
        self.events.append(event)
        self.decisions += decisions


def cued(decisions: Iterable[Decision], action: Action) -> list[float]:
    """When each cue of a kind was given."""
    return [each.t for each in decisions if isinstance(each, CueGiven) and each.action is action]
