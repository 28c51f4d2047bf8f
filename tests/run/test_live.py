"""The live loop: keys and time. That its journal replays to the same decisions is in `tests/principles`."""

from __future__ import annotations

import asyncio
import math

import pytest

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Action, CueGiven, Decision
from biofeedback.errors import BluetoothUnavailable
from biofeedback.events import Event, Key, SourceEnded, Tick
from biofeedback.ports import Put
from biofeedback.run.live import LiveSession
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.view import SessionView
from tests.coach.streams import packets, plan, played, steady
from tests.run.stage import HandClock, Kept, Paced, cued

HOLD_T = cued(played(Engine(plan()), packets(steady(), 400)), Action.TENSE)[0]  # when the first hold begins


class Counted:
    """A timer that is among the `running` while it runs."""

    def __init__(self, seconds: float, running: list[float]) -> None:
        self._seconds, self._running = seconds, running

    def start(self) -> None:
        self._running.append(self._seconds)

    def cancel(self) -> None:
        self._running.remove(self._seconds)


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


class Breaks:
    """An engine that fails at some time, and a source that may fail for good at another."""

    def __init__(self, engine_t: float = math.inf, source_t: float = math.inf) -> None:
        self._engine = Engine(plan())
        self._engine_t, self._source_t = engine_t, source_t

    @property
    def deadline(self) -> float | None:
        return self._engine.deadline

    @property
    def over(self) -> bool:
        return self._engine.over

    def view(self, t: float) -> SessionView:
        return self._engine.view(t)

    def step(self, event: Event) -> tuple[Decision, ...]:
        if event.t >= self._engine_t:
            raise KeyError("a fault of the engine")
        return self._engine.step(event)

    def before(self, event: Event) -> None:
        if event.t >= self._source_t:
            raise BluetoothUnavailable("gone for good")


@pytest.mark.parametrize(
    ("engine_t", "source_t", "raised"),
    [(HOLD_T + 2.0, math.inf, KeyError), (math.inf, HOLD_T + 2.0, BluetoothUnavailable)],
)
async def test_whatever_ends_a_session_in_a_hold_lets_go_first(
    engine_t: float, source_t: float, raised: type[Exception]
) -> None:
    """The faces hear it, of the group that was tensed; the journal holds only what was decided."""
    clock, face, journal, guide = HandClock(), Kept(), Kept(), Breaks(engine_t, source_t)
    timers: list[float] = []
    watchdog = TensionWatchdog(lambda: None, timer=lambda seconds, call: Counted(seconds, timers))
    session = LiveSession(guide, clock, [journal], watchdog=watchdog, moved_s=lambda: 0.0)
    session.add(face, first=True)
    source = Paced(packets(steady(), 400), clock, guide.before)
    session.add(source)

    with pytest.raises(raised):
        await session.run(source)

    last = face.decisions[-1]
    assert last == CueGiven(t=HOLD_T + 2.0, action=Action.RELEASE, group="feet")
    assert cued(journal.decisions, Action.TENSE) == [HOLD_T]
    assert cued(journal.decisions, Action.RELEASE) == []
    assert timers == []  # and the watchdog has nothing left to say


async def test_outside_a_hold_nothing_is_let_go_of() -> None:
    """A release would be a riddle there."""
    clock, face, guide = HandClock(), Kept(), Breaks(engine_t=60.0)
    session = LiveSession(guide, clock, moved_s=lambda: 0.0)
    session.add(face, first=True)
    source = Paced(packets(steady(), 400), clock, guide.before)
    session.add(source)

    with pytest.raises(KeyError):
        await session.run(source)

    assert cued(face.decisions, Action.RELEASE) == []


async def test_a_session_that_is_cut_off_in_a_hold_lets_go() -> None:
    """As by a second Ctrl-C."""
    clock, face, held = HandClock(), Kept(), asyncio.Event()
    session = LiveSession(Engine(plan()), clock, moved_s=lambda: 0.0)
    session.add(face, first=True)

    class Stays:
        async def run(self, put: Put) -> None:
            for event in packets(steady(), HOLD_T + 2.0)[:-1]:
                put(event)
            await asyncio.Event().wait()

        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            if cued(decisions, Action.TENSE):
                held.set()

    session.add(stays := Stays())
    running = asyncio.create_task(session.run(stays))
    await held.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert len(cued(face.decisions, Action.RELEASE)) == 1


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
