"""A tension expires even where nothing else works any more."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from biofeedback.decisions import Action, CueGiven, Decision, Stopped
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.why import why
from protocols.training import Effort

WORST_STALL_S = 0.2  # of a healthy screen, while it loads: to be waited out
LATEST_S = 2.0  # after a hold should have been over somebody is still straining: longer than that is not safe


class Hands:
    """A timer that is turned by hand."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self.seconds, self.call, self.running = seconds, call, False

    def start(self) -> None:
        self.running = True

    def cancel(self) -> None:
        self.running = False


class Watched:
    """A watchdog with its timers and the releases it called."""

    def __init__(self, speed: float = 1.0) -> None:
        self.timers: list[Hands] = []
        self.released = 0
        self.watchdog = TensionWatchdog(self._release, speed, self._timer)

    def _release(self) -> None:
        self.released += 1

    def _timer(self, seconds: float, call: Callable[[], None]) -> Hands:
        self.timers.append(Hands(seconds, call))
        return self.timers[-1]

    def hear(self, *decisions: Decision) -> None:
        self.watchdog.expect(decisions)
        self.watchdog.heard(decisions)


def tense(t: float = 10.0, hold_s: float = 5.0) -> CueGiven:
    return CueGiven(t=t, action=Action.TENSE, group="feet", hold_s=hold_s, effort=Effort.MILD)


def test_a_tension_that_nobody_ends_is_released() -> None:
    """Shortly after it should have been over."""
    watched = Watched()
    watched.hear(tense(hold_s=5.0))

    assert watched.timers[0].running
    assert 5.0 + WORST_STALL_S < watched.timers[0].seconds <= 5.0 + LATEST_S
    watched.timers[0].call()
    assert watched.released == 1


def test_a_release_disarms_it() -> None:
    """The usual case."""
    watched = Watched()
    watched.hear(tense())
    watched.hear(CueGiven(t=15.0, action=Action.RELEASE, group="feet"))

    assert not watched.timers[0].running


def test_a_stop_disarms_it() -> None:
    """Its release was the first thing said."""
    watched = Watched()
    watched.hear(tense())
    watched.hear(Stopped(t=12.0, rule=None, why=why("coach.person_stopped")))

    assert not watched.timers[0].running


def test_a_new_tension_begins_the_wait_anew() -> None:
    """One timer at a time."""
    watched = Watched()
    watched.hear(tense())
    watched.hear(tense(t=20.0))

    assert [timer.running for timer in watched.timers] == [False, True]


def test_at_ten_times_the_speed_a_tension_is_ten_times_as_short() -> None:
    """The grace stays: it is about the machine."""
    of_life, watched = Watched(), Watched(speed=10.0)
    of_life.hear(tense(hold_s=5.0))
    watched.hear(tense(hold_s=5.0))

    assert watched.timers[0].seconds == pytest.approx(0.5 + of_life.timers[0].seconds - 5.0)


def test_a_release_that_nobody_was_told_of_does_not_disarm_it() -> None:
    """It is disarmed once the faces have heard; until then one of them may hang."""
    watched = Watched()
    released = (CueGiven(t=15.0, action=Action.RELEASE, group="feet"),)
    watched.watchdog.expect((tense(),))
    watched.watchdog.expect(released)
    assert watched.timers[0].running
    watched.watchdog.heard(released)
    assert not watched.timers[0].running


def test_late_news_of_a_whole_hold_arms_nothing() -> None:
    """Begun and ended in one breath: nobody is tensing."""
    watched = Watched()
    watched.hear(tense(), CueGiven(t=15.0, action=Action.RELEASE, group="feet"))
    assert watched.timers == []


def test_the_real_timer_calls_from_another_thread() -> None:
    """While the thread of the event loop is stuck."""
    called = threading.Event()
    watchdog = TensionWatchdog(called.set, speed=1e9)
    watchdog.expect((tense(),))

    assert called.wait(30)
