"""What is played waits for a machine that cannot keep its speed; a real body waits for nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Action, CueGiven, Decision, GoesOn, Paused, Phase, PhaseBegan
from biofeedback.events import Event, Key, Suspended
from biofeedback.ports import Put
from biofeedback.run import headless
from biofeedback.run.live import MOST_BEHIND_S, LiveSession
from biofeedback.run.standstill import STOOD_STILL_S
from protocols.library import load
from simulators.participants.participant import person
from tests.coach.streams import plan
from tests.run.stage import Kept
from tests.run.test_standstill import Stood

SPEED = 200.0
STEP_S = 0.1
"""What each event costs the machine: at this speed twenty seconds of the session, far more than there are between two
packets, so that it is never in time. Seconds of wall time."""

LOOK_S = 0.001
"""What a look at the clock costs. Seconds of wall time."""


class WallClock(SessionClock):
    """Life's time is what work costs, and a look at the clock; the machine is nearly always late, so nothing waits."""

    def __init__(self, speed: float) -> None:
        super().__init__(speed)
        self.wall = self._since = self._t = 0.0

    def now(self) -> float:
        self.wall += LOOK_S
        return self._t + (self.wall - self._since) * self.speed

    def go_on_from(self, t: float) -> None:
        self._t, self._since = t, self.wall


class Busy:
    """A listener that takes its time, and hangs where it is told to."""

    def __init__(self, clock: WallClock, hangs_s: Callable[[Decision], float] = lambda _: 0.0) -> None:
        self._clock = clock
        self._hangs_s = hangs_s
        self.session: LiveSession | None = None

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self._clock.wall += STEP_S + sum(map(self._hangs_s, decisions))
        if self.session is not None and any(isinstance(each, Paused) for each in decisions):
            self.session.press(Key.RESUME)


class Nothing:
    """A source from which nothing comes."""

    async def run(self, put: Put) -> None:
        await asyncio.Event().wait()


def engine() -> Engine:
    return Engine(Plan(protocol=load("three_minutes")))


async def test_a_machine_that_cannot_keep_the_speed_is_slower_and_decides_the_same() -> None:
    """However late each step is, the person is never told that the program stood still."""
    clock, kept, without = WallClock(SPEED), Kept(), Kept()
    headless.run(engine(), person("calm", 3), [without])
    session = LiveSession(engine(), clock, [kept, Busy(clock)], body=person("calm", 3), moved_s=lambda: 0.0)

    await session.run(Nothing())

    assert kept.decisions == without.decisions
    assert clock.wall > 5 * without.events[-1].t / SPEED  # it could not keep up
    assert clock.wall > 5 * STOOD_STILL_S  # and lateness would have come together many times
    assert clock.now() - kept.events[-1].t <= (MOST_BEHIND_S + 2 * STEP_S) * SPEED


async def test_one_long_step_is_a_standstill_at_any_speed_and_nothing_is_raced_through_after_it() -> None:
    """In the first hold: let go, pause, and once the person goes on each cue has its time again."""
    hangs = iter([30.0])
    clock, kept = WallClock(SPEED / 10), Kept()

    def hangs_s(decision: Decision) -> float:
        return next(hangs, 0.0) if isinstance(decision, CueGiven) and decision.action is Action.TENSE else 0.0

    busy = Busy(clock, hangs_s)
    session = LiveSession(Engine(plan()), clock, [kept, busy], body=person("calm", 3), moved_s=lambda: 0.0)
    busy.session = session
    waits = Late(clock, session)
    session.add(waits)
    await session.run(Nothing())

    (told,) = [each for each in kept.events if isinstance(each, Suspended)]
    assert told.seconds == pytest.approx(30.0, abs=MOST_BEHIND_S + 2 * STEP_S)
    after = waits.decided
    first = next(each for each in after if isinstance(each, CueGiven))
    assert first.action is Action.RELEASE
    assert next(each.phase for each in after if isinstance(each, PhaseBegan)) is Phase.PAUSED
    assert [each for each in after if isinstance(each, GoesOn)]
    assert max(waits.late_s) <= MOST_BEHIND_S + 2 * STEP_S


class Late:
    """What was decided from the standstill on, and how far the clock was ahead of each event: seconds of wall time."""

    def __init__(self, clock: WallClock, session: LiveSession) -> None:
        self._clock = clock
        self.late_s: list[float] = []
        self.decided: list[Decision] = []
        self._stood = False

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        if self._stood:
            self.late_s.append((self._clock.now() - event.t) / self._clock.speed)
        self._stood = self._stood or isinstance(event, Suspended)
        if self._stood:
            self.decided += decisions


async def test_the_clock_of_a_real_body_waits_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes late from a strap is late, and a strap that is silent is silent."""
    stood = Stood(stalls_s=30.0)
    set_back: list[float] = []
    monkeypatch.setattr(stood.clock, "go_on_from", set_back.append)

    await stood.run()

    assert [type(each) for each in stood.kept.events].count(Suspended) == 1
    assert set_back == []


def test_a_clock_goes_on_from_where_it_is_set() -> None:
    clock = SessionClock(1e6)
    before = clock.now()
    clock.go_on_from(before + 1e9)
    assert clock.now() >= before + 1e9
    clock.go_on_from(5.0)
    assert 5.0 <= clock.now() < before + 1e9
