"""A program that stood still makes nothing up: it lets go, holds, and waits for the person."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from biofeedback.clock import ClocksApart
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Action, CueGiven, Decision, GoesOn, Paused, Phase, PhaseBegan
from biofeedback.events import Event, Key, Suspended, Tick
from biofeedback.ports import Put
from biofeedback.run.live import LiveSession
from biofeedback.run.standstill import STOOD_STILL_S, Standstill
from tests.coach.streams import packets, plan, played, steady
from tests.run.stage import HandClock, Kept, Paced, cued

STREAM = packets(steady(), 400)


class Moved:
    """Clocks of the machine that move apart where they are told to."""

    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        moved, self.s = self.s, 0.0
        return abs(moved)


class Stood:
    """A session in whose first hold the machine does something; the person resumes a minute later."""

    def __init__(self, *, stalls_s: float = 0.0, moves_s: float = 0.0, resumes: bool = True) -> None:
        self.clock, self.moved, self.kept = HandClock(), Moved(), Kept()
        self._stalls_s, self._moves_s, self._resumes = stalls_s, moves_s, resumes
        self.at: float | None = None  # when it happened
        self.resumed_t: float | None = None
        self.session = LiveSession(Engine(plan()), self.clock, [self.kept], moved_s=self.moved)

    async def run(self) -> None:
        source = Paced(self._events(), self.clock, self._meanwhile)
        self.session.add(source)
        await self.session.run(source)

    def _events(self) -> list[Event]:
        (tensed, *_) = cued(played(Engine(plan()), STREAM), Action.TENSE)
        self._when = tensed + 1.0
        late = [replace(each, t=each.t + self._stalls_s) for each in STREAM if each.t > self._when]
        return [*(each for each in STREAM if each.t <= self._when), *late]

    def _meanwhile(self, event: Event) -> None:
        if self.at is None and event.t > self._when:
            self.at = self._when
            self.moved.s = self._moves_s
        if self._resumes and self.resumed_t is None and self.at is not None and event.t > self.at + 60.0:
            self.resumed_t = event.t
            self.session.press(Key.RESUME)

    @property
    def after(self) -> list[object]:
        """What was decided from the moment on."""
        return [each for each in self.kept.decisions if self.at is not None and each.t >= self.at]


@pytest.mark.parametrize(
    ("stalls_s", "moves_s"),
    [pytest.param(30.0, 0.0, id="stopped"), pytest.param(0.0, 30.0, id="slept"), pytest.param(0.0, -3600.0, id="set")],
)
async def test_in_a_hold_the_release_is_first_then_the_pause_and_nothing_is_caught_up(
    stalls_s: float, moves_s: float
) -> None:
    """Until the person resumes; then the practice goes on with a new lead-in."""
    stood = Stood(stalls_s=stalls_s, moves_s=moves_s)
    await stood.run()

    after = stood.after
    assert stood.resumed_t is not None
    first = after[0]
    assert isinstance(first, CueGiven)
    assert first.action is Action.RELEASE
    assert [type(each) for each in after[1:3]] == [PhaseBegan, Paused]
    before_key = [each for each in stood.kept.decisions if first.t <= each.t < stood.resumed_t][1:]
    assert cued(before_key, Action.TENSE) == []
    assert [each.phase for each in before_key if isinstance(each, PhaseBegan)] == [Phase.PAUSED]
    assert [each.t for each in stood.kept.decisions if isinstance(each, GoesOn)] == [stood.resumed_t]
    assert [each for each in cued(stood.kept.decisions, Action.TENSE) if each > stood.resumed_t]


async def test_a_standstill_is_an_event_like_any_other() -> None:
    """Time never goes back in the journal, and the events alone decide the same again."""
    stood = Stood(stalls_s=30.0)
    await stood.run()

    times = [each.t for each in stood.kept.events]
    assert times == sorted(times)
    (told,) = [each for each in stood.kept.events if isinstance(each, Suspended)]
    assert told.seconds == pytest.approx(31.0, abs=1.1)
    assert played(Engine(plan()), stood.kept.events) == stood.kept.decisions


async def test_a_loop_that_is_a_little_late_is_no_standstill() -> None:
    """Ten times the worst stall that was measured."""
    stood = Stood(stalls_s=1.0, moves_s=1.5, resumes=False)
    await stood.run()

    assert not [each for each in stood.kept.events if isinstance(each, Suspended)]


async def test_a_sleep_is_noticed_where_nothing_happens() -> None:
    """No beat, no key, nothing due: the clocks are looked at all the same."""
    clock, told = HandClock(), asyncio.Event()
    moved = Moved()

    class Silent:
        async def run(self, put: Put) -> None:
            put(Tick(t=1.0))
            await told.wait()
            session.press(Key.STOP)

        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            moved.s = 30.0 if isinstance(event, Tick) else 0.0
            if isinstance(event, Suspended):
                told.set()

    session = LiveSession(Engine(plan()), clock, [silent := Silent()], moved_s=moved)
    await session.run(silent)

    assert told.is_set()


def test_clocks_that_move_apart_are_told_once_and_either_way() -> None:
    """The wall is set back while the clock that counts sleep goes on."""
    readings = iter([(1000.0, 5.0), (1000.1, 5.0), (970.0, 5.0), (970.0, 65.0), (970.0, 65.0)])
    clocks = ClocksApart(lambda: next(readings))

    assert [clocks.moved_s() for _ in range(4)] == pytest.approx([0.1, 30.1, 60.0, 0.0])


def test_the_clocks_of_this_machine_keep_together() -> None:
    """Where nobody sets them."""
    clocks = ClocksApart()
    assert clocks.moved_s() < STOOD_STILL_S


def test_what_fell_due_counts_in_seconds_of_the_wall() -> None:
    """At forty times the speed forty seconds of the session are one of the machine."""
    clock = HandClock()
    clock.speed = 40.0
    standstill = Standstill(clock, lambda: 0.0)
    clock.t = 79.0
    assert standstill.noticed(due=0.0) is None
    clock.t = 100.0
    assert standstill.noticed(due=0.0) == Suspended(t=0.0, seconds=2.5)


def test_one_standstill_is_told_once() -> None:
    """What is still late because of it is no other."""
    clock = HandClock()
    standstill = Standstill(clock, lambda: 0.0)
    standstill.ran(4.0)
    clock.t = 30.0
    assert standstill.noticed(due=5.0) == Suspended(t=4.0, seconds=26.0)
    assert standstill.noticed(due=5.0) is None


async def test_a_session_that_took_long_to_put_together_begins_like_any_other() -> None:
    """It is not held before it began."""
    clock, kept = HandClock(), Kept()
    session = LiveSession(Engine(plan()), clock, [kept], moved_s=lambda: 0.0)
    clock.t = 5.0

    class Stops:
        async def run(self, put: Put) -> None:
            session.press(Key.STOP)
            await asyncio.Event().wait()

    await session.run(Stops())

    assert not [each for each in kept.events if isinstance(each, Suspended)]


def test_the_time_before_the_start_is_none() -> None:
    """Putting a session together may take as long as it takes."""
    clock = HandClock()
    standstill = Standstill(clock, lambda: 0.0)
    clock.t = 5.0
    standstill.begin()
    assert standstill.noticed(due=0.0) is None
