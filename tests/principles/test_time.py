"""Time always goes on, and a mailbox is read in its order."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.clock import SessionClock
from biofeedback.coach.watching import Watching
from biofeedback.decisions import Decision
from biofeedback.events import Event, HeartRate, Key, LinkLost, Pressed, Rated, SourceEnded, Tick
from biofeedback.findings import Activity
from biofeedback.journal import to_line
from biofeedback.ports import Put
from biofeedback.run import headless
from biofeedback.run.live import LiveSession
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.view import SessionView
from tests.principles.streams import SHORT_S, SOME, decided, engine, heart, in_order, streams

MANY = 20_000  # deadlines: far more than any session has


@given(t=st.floats(0.0, 1e5))
def test_silence_that_is_due_is_told(t: float) -> None:
    """Whatever the last bit of a beat's time, asking at the deadline answers it: else the engine would ask for ever."""
    listening = HeartMonitor()
    listening.push(HeartRate(t=t, hr_bpm=70, rr_ticks=(109_000,)), Activity.FREE)
    due = listening.deadline
    assert due is not None

    assert listening.silence(due)
    assert listening.deadline is None or listening.deadline > due


@SOME
@given(stream=streams())
def test_every_deadline_is_met_once(stream: list[Event]) -> None:
    """What was due at a time is not due any more once that time has come."""
    guide = engine()
    for event in stream[:-1]:
        guide.step(event)
        for _ in range(MANY):
            if (due := guide.deadline) is None or due > event.t:
                break
            guide.step(Tick(t=due))
            assert guide.deadline is None or guide.deadline > due


@pytest.mark.parametrize("t", [-1.0, float("-inf"), float("nan")])
@pytest.mark.parametrize(
    "event",
    [
        Tick(t=0.0),
        Pressed(t=0.0, key=Key.STOP),
        Rated(t=0.0, tension=3),
        SourceEnded(t=0.0),
        LinkLost(t=0.0, cause="disconnected"),
    ],
)
def test_a_time_before_the_beginning_is_the_beginning(event: Event, t: float) -> None:
    """A clock that is wrong does not break a session that has not begun."""
    for guide in (engine(), Watching()):
        assert guide.step(replace(event, t=t))[0].t == 0.0


# ------------------------------------------------------------------------------------------------------- the mailbox


class StepClock(SessionClock):
    """A clock that goes on by a millisecond each time it is read, and never waits."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0

    def now(self) -> float:
        """A millisecond later than before."""
        self._now += 0.001
        return self._now


class AlwaysDue:
    """A guide that is always late for something, and writes down what it is handed."""

    def __init__(self, most: int) -> None:
        self.seen: list[Event] = []
        self._most = most

    @property
    def deadline(self) -> float | None:
        """Already past."""
        return 0.0

    @property
    def over(self) -> bool:
        """After enough events."""
        return len(self.seen) >= self._most

    def step(self, event: Event) -> tuple[Decision, ...]:
        """Decide nothing."""
        self.seen.append(event)
        return ()

    def view(self, t: float) -> SessionView:
        """Nothing to see."""
        raise NotImplementedError


class Posting:
    """A source that posts a few events, some turns of the loop apart, stamped when they are put."""

    def __init__(self, clock: SessionClock, pauses: list[int]) -> None:
        self._clock = clock
        self._pauses = pauses

    async def run(self, put: Put) -> None:
        """Post them all, then stay."""
        for turns in self._pauses:
            for _ in range(turns):
                await asyncio.sleep(0)
            put(Pressed(t=self._clock.now(), key=Key.RESUME))
        await asyncio.Event().wait()


@given(pauses=st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_a_tick_never_overtakes_a_letter(pauses: list[int]) -> None:
    """An event posted in the very turn in which the time-out fires is read before the tick that comes of it: whatever
    the turn, time never goes back, no event is lost, and none is changed.
    """
    clock, guide = StepClock(), AlwaysDue(most=60)

    asyncio.run(LiveSession(guide, clock).run(Posting(clock, pauses)))

    times = [event.t for event in guide.seen]
    assert times == sorted(times)
    assert sum(isinstance(event, Pressed) for event in guide.seen) == len(pauses)


class Timed:
    """A source that posts a stream as fast as a quick clock lets it."""

    def __init__(self, clock: SessionClock, stream: list[Event]) -> None:
        self._clock = clock
        self._stream = stream

    async def run(self, put: Put) -> None:
        """Each event when its time has come."""
        for event in self._stream:
            await self._clock.sleep_until(event.t)
            put(event)


class Journal:
    """A listener that keeps it all."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.decisions: list[Decision] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Keep it."""
        self.events.append(event)
        self.decisions += decisions


@pytest.mark.parametrize("seed", range(3))
def test_a_live_session_replays_to_what_was_decided(seed: int) -> None:
    """On a clock two thousand times as fast as the wall, with timers as late as they like: the journal of what the
    engine was handed decides, replayed without any clock, the same.
    """
    stream = in_order([Rated(t=2.0, tension=6), *heart(seed, SHORT_S), SourceEnded(t=SHORT_S)])
    clock, journal = SessionClock(speed=2000.0), Journal()

    asyncio.run(LiveSession(engine(), clock, [journal]).run(Timed(clock, stream)))

    times = [event.t for event in journal.events]
    assert times == sorted(times)
    assert [to_line(each) for each in headless.replay(engine(), journal.events)] == [
        to_line(each) for each in journal.decisions
    ]
    assert [each for each in journal.events if isinstance(each, HeartRate)]


def test_ticks_are_no_part_of_a_session() -> None:
    """The ticks of a live journal can be thrown away without changing a word."""
    stream = heart(1, SHORT_S)
    guide, journal = engine(), Journal()
    for event in [*stream, SourceEnded(t=SHORT_S)]:
        while (due := guide.deadline) is not None and due <= event.t:
            journal.on_step(Tick(t=due), guide.step(Tick(t=due)))
        journal.on_step(event, guide.step(event))
    without = [event for event in journal.events if not isinstance(event, Tick)]

    assert len(without) < len(journal.events)
    assert decided(engine(), without) == tuple(journal.decisions)
