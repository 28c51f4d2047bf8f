"""What is played can be quickened and slowed, and nothing is decided otherwise for it; a body cannot be."""

from __future__ import annotations

import asyncio
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import CueGiven, Decision, Finished
from biofeedback.events import Event, Key, Pressed
from biofeedback.ports import Body, Put
from biofeedback.run import headless
from biofeedback.run.live import LiveSession
from biofeedback.run.watchdog import TensionWatchdog
from protocols.library import load
from simulators.faults.injection import parse, with_faults
from simulators.participants.participant import person
from tests.run.stage import HandClock, Kept


class Lurching(HandClock):
    """At each look it is some seconds later: as at a great speed, on a machine with much else to do."""

    def __init__(self, seed: int) -> None:
        super().__init__(1e6)  # so that nothing is waited for
        self._random = Random(seed)
        self.speeds: list[float] = []

    def now(self) -> float:
        self.t += self._random.choice((0.0, 0.01, 0.4, 3.0))
        return self.t

    def run_at(self, speed: float) -> None:
        self.speeds.append(speed)


class Nothing:
    """A source from which nothing comes."""

    async def run(self, put: Put) -> None:
        await asyncio.Event().wait()


def engine() -> Engine:
    return Engine(Plan(protocol=load("three_minutes")))


def body() -> Body:
    return with_faults(person("fidgety", 3), (parse("linkloss:70:6"), parse("pvc:100:20")), 3)


def led_headless() -> list[Decision]:
    kept = Kept()
    headless.run(engine(), body(), [kept])
    return kept.decisions


WITHOUT_A_CLOCK = led_headless()


class Turns:
    """A listener that turns the speed at random."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.session: LiveSession | None = None

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        if self.session is not None and self._random.random() < 0.05:
            self.session.run_at(self._random.choice((1.0, 2.0, 8.0, 32.0)))


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_nothing_is_decided_otherwise_whatever_the_speed(seed: int) -> None:
    """And however it is turned meanwhile: the participant answers the guidance at the same moments of the session."""
    clock, kept, turns = Lurching(seed), Kept(), Turns(seed)
    turns.session = session = LiveSession(engine(), clock, [kept, turns], body=body(), moved_s=lambda: 0.0)

    asyncio.run(session.run(Nothing()))

    assert kept.decisions == WITHOUT_A_CLOCK
    assert isinstance(kept.decisions[-1], Finished)
    assert clock.speeds != []


async def test_a_key_is_pressed_before_what_was_not_played_yet() -> None:
    """The clock may have run ahead of what the machine came to."""
    clock, kept = Lurching(1), Kept()

    class Presses:
        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            if any(isinstance(each, CueGiven) and each.hold_s for each in decisions):
                clock.t += 1000.0
                session.press(Key.STOP)

    session = LiveSession(engine(), clock, [kept, Presses()], body=body(), moved_s=lambda: 0.0)
    await session.run(Nothing())

    (pressed,) = (event for event in kept.events if isinstance(event, Pressed))
    before = kept.events[kept.events.index(pressed) - 1]
    assert before.t <= pressed.t <= before.t + 1.0
    assert kept.decisions == list(headless.replay(engine(), kept.events))


def test_a_body_cannot_be_quickened() -> None:
    """Whatever is heard live keeps the pace of life."""
    clock = SessionClock()
    session = LiveSession(engine(), clock)
    with pytest.raises(RuntimeError):
        session.run_at(2.0)
    assert clock.speed == 1.0


def test_a_clock_goes_on_from_where_it_was() -> None:
    clock = SessionClock(1e6)
    before = clock.now()
    clock.run_at(1.0)
    assert before <= clock.now() < clock.now() + 1.0
    clock.run_at(1e6)
    assert clock.now() >= before


def test_a_hold_that_is_slowed_is_not_let_go_of_early() -> None:
    """The watchdog waits for the whole of it anew."""
    waits: list[float] = []

    class Timer:
        def __init__(self, seconds: float) -> None:
            waits.append(seconds)

        def start(self) -> None: ...

        def cancel(self) -> None: ...

    watchdog = TensionWatchdog(lambda: None, 32.0, timer=lambda seconds, call: Timer(seconds))
    tension = next(each for each in WITHOUT_A_CLOCK if isinstance(each, CueGiven) and each.hold_s)
    watchdog.expect((tension,))
    watchdog.run_at(1.0)
    assert tension.hold_s is not None
    assert waits == [tension.hold_s / 32.0 + 1.5, tension.hold_s + 1.5]
