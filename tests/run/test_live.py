"""The live loop: the same decisions as the replay of its journal, whatever the loop's scheduling did."""

from __future__ import annotations

import asyncio

import pytest

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision
from biofeedback.events import Event, Key, SourceEnded, Tick
from biofeedback.ports import Put
from biofeedback.run.headless import replay
from biofeedback.run.live import LiveSession
from tests.coach.streams import packets, plan, steady


class Kept:
    """A listener that keeps everything."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.decisions: list[Decision] = []

    def tell(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.events.append(event)
        self.decisions += decisions


class Racing:
    """A source whose events come due at the very moments at which the guide's deadlines do."""

    def __init__(self, clock: SessionClock, events: list[Event]) -> None:
        self._clock = clock
        self._events = events

    async def run(self, put: Put) -> None:
        for event in self._events:
            await self._clock.sleep_until(event.t)
            put(event)


@pytest.mark.parametrize("run", range(8))
async def test_a_live_session_replays_to_the_same_decisions_and_time_never_goes_back(run: int) -> None:
    """Deadlines and packets fall on the same seconds, at four hundred times the speed of life."""
    clock, kept = SessionClock(400.0), Kept()
    session = LiveSession(Engine(plan()), clock, [kept])

    await session.run(Racing(clock, packets(steady(60 + run), 400)))

    times = [event.t for event in kept.events]
    assert times == sorted(times)
    assert replay(Engine(plan()), kept.events) == tuple(kept.decisions)


async def test_a_letter_posted_in_the_turn_of_the_time_out_is_not_overtaken_by_a_tick() -> None:
    """The mailbox is looked into once more after the time-out."""
    clock, kept = SessionClock(400.0), Kept()
    session = LiveSession(Engine(plan()), clock, [kept])

    class Posting:
        async def run(self, put: Put) -> None:
            loop = asyncio.get_running_loop()
            for second in range(1, 200):
                await asyncio.sleep(0)
                loop.call_at(loop.time(), put, Tick(t=clock.now()))
                await clock.sleep_until(second)
            put(SourceEnded(t=clock.now()))

    await session.run(Posting())

    times = [event.t for event in kept.events]
    assert times == sorted(times)


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

    assert [event.t for event in kept.events if not isinstance(event, Tick) or event.t][-1] == 50.0
