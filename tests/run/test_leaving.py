"""Signals ask; what they ask for is heard before the program goes."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.decisions import Action, Paused
from biofeedback.events import Event, Key, Pressed, Tick
from biofeedback.run.leaving import leaving
from biofeedback.run.live import LiveSession
from biofeedback.run.standing_by import StandingBy
from tests.coach.streams import packets, plan, played, steady
from tests.run.stage import HandClock, Kept, Paced, cued


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGTSTP])
async def test_a_signal_only_asks(number: signal.Signals) -> None:
    """The process goes on, and afterwards the signal means again what it meant."""
    before = signal.getsignal(number)
    asked: list[str] = []
    heard = asyncio.Event()

    def answers(what: str) -> None:
        asked.append(what)
        heard.set()

    with leaving(asyncio.get_running_loop(), lambda: answers("leave"), lambda: answers("stand by")):
        os.kill(os.getpid(), number)
        await heard.wait()

    assert asked == ["stand by" if number is signal.SIGTSTP else "leave"]
    assert signal.getsignal(number) in (before, signal.SIG_DFL, signal.default_int_handler)


async def test_ctrl_z_in_a_hold_stops_the_process_once_the_hold_was_heard() -> None:
    """The release and the pause come first, and nothing goes on by itself when it is continued."""
    clock, face, journal = HandClock(), Kept(), Kept()
    stream = packets(steady(), 400)
    (hold_t, *_) = cued(played(Engine(plan()), stream), Action.TENSE)
    session = LiveSession(Engine(plan()), clock, [journal], moved_s=lambda: 0.0)
    heard_at_stop: list[int] = []

    def stops() -> None:
        heard_at_stop.append(len(face.decisions))
        clock.t += 100.0

    standing_by = StandingBy(session.press, stops)
    session.add(face, first=True)
    session.add(standing_by)

    def meanwhile(event: Event) -> None:
        if not heard_at_stop and event.t > hold_t + 1.0:
            standing_by.ask()

    source = Paced([each for each in stream if each.t < hold_t + 200.0] + [Tick(t=hold_t + 400.0)], clock, meanwhile)
    session.add(source)

    class Then:
        def on_step(self, event: Event, decisions: tuple[object, ...]) -> None:
            if event.t >= hold_t + 400.0 and not isinstance(event, Pressed):
                session.press(Key.STOP)

    session.add(Then())
    await session.run(source)

    (number,) = heard_at_stop
    assert [each.t for each in face.decisions[:number] if isinstance(each, Paused)] != []
    assert len(cued(face.decisions[:number], Action.RELEASE)) == 1
    assert len(cued(face.decisions, Action.TENSE)) == 1


def test_a_pause_of_the_person_stops_nothing() -> None:
    """Only what Ctrl-Z asked for."""
    stopped: list[bool] = []
    standing_by = StandingBy(lambda key: None, lambda: stopped.append(True))
    standing_by.on_step(Pressed(t=1.0, key=Key.PAUSE), ())
    standing_by.ask()
    standing_by.on_step(Pressed(t=1.5, key=Key.SKIP), ())
    assert stopped == []
    for _ in range(2):
        standing_by.on_step(Pressed(t=2.0, key=Key.PAUSE), ())
    assert stopped == [True]
