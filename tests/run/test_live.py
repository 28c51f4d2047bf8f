"""The live loop: keys and time. That its journal replays to the same decisions is in `tests/principles`."""

from __future__ import annotations

import asyncio

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision
from biofeedback.events import Event, Key, SourceEnded, Tick
from biofeedback.ports import Put
from biofeedback.run.live import LiveSession
from tests.coach.streams import plan


class Kept:
    """A listener that keeps everything."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.decisions: list[Decision] = []

    def tell(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.events.append(event)
        self.decisions += decisions


async def test_a_key_is_stamped_when_it_is_pressed_and_stops_the_session() -> None:
    """Nothing has to come from the strap for it."""
    clock, kept = SessionClock(1000.0), Kept()
    session = LiveSession(Engine(plan()), clock, [kept])

    class Silent:
        async def run(self, put: Put) -> None:
            session.press(Key.STOP)
            await asyncio.Event().wait()

    await session.run(Silent())

    assert type(kept.decisions[-1]).__name__ == "Finished"


async def test_an_event_stamped_before_the_last_one_is_read_as_now() -> None:
    """Time is made monotonic where it is posted."""
    session = LiveSession(Engine(plan()), SessionClock(1000.0), [kept := Kept()])

    class Backwards:
        async def run(self, put: Put) -> None:
            put(Tick(t=50.0))
            put(Tick(t=20.0))
            put(SourceEnded(t=30.0))

    await session.run(Backwards())

    assert [event.t for event in kept.events if isinstance(event, SourceEnded)] == [50.0]
