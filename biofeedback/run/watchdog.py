"""Every tension expires, even where the program that asked for it hangs.

A listener of its own thread: it hears that a tension began and how long it is to last, and if no release has been said
shortly after that, it says it itself, past the screen and the event loop. It knows nothing of signals, protocols or
phases, so nothing that goes wrong there reaches it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from biofeedback.decisions import Action, CueGiven, Decision, Stopped

LATE_RELEASE_S = 1.5
"""A release may be this late before the watchdog calls it: longer than any stall of a healthy screen (the worst
measured stall while importing is 0.04 s), short against the longest tension of 10 s. Seconds of wall time."""


class Timer(Protocol):
    """What is needed of threading.Timer."""

    def start(self) -> None:
        """Begin to run."""
        ...

    def cancel(self) -> None:
        """Do not call any more."""
        ...


def thread_timer(seconds: float, call: Callable[[], None]) -> Timer:
    """A timer in a thread of its own, which does not keep the program alive."""
    timer = threading.Timer(seconds, call)
    timer.daemon = True
    return timer


class TensionWatchdog:
    """Calls `release` where a tension has run out and nobody said so.

    `speed` is how many times faster than the wall the session's clock runs.
    """

    def __init__(
        self,
        release: Callable[[], None],
        speed: float = 1.0,
        timer: Callable[[float, Callable[[], None]], Timer] = thread_timer,
    ) -> None:
        self._release = release
        self._speed = speed
        self._new_timer = timer
        self._armed: Timer | None = None
        self._hold_s = 0.0  # of the tension it is armed for

    def run_at(self, speed: float) -> None:
        """The session's clock runs at another speed from now on: at the latest the whole tension is waited for anew."""
        self._speed = speed
        if self._armed is not None:
            self._arm(self._hold_s)

    def expect(self, decisions: tuple[Decision, ...]) -> None:
        """Arm where these leave a tension on. To be called before anybody else is told of it."""
        if (tension := _left_on(decisions)) is not None:
            self._arm(tension.hold_s or 0.0)

    def heard(self, decisions: tuple[Decision, ...]) -> None:
        """Disarm where these end a tension. To be called once the person was told: until then it may hang."""
        if any(_ends(decision) for decision in decisions) and _left_on(decisions) is None:
            self.disarm()

    def call_now(self) -> None:
        """Call the release at once if a tension is on, once: whoever would have said it has failed."""
        if self._armed is not None:
            self.disarm()
            self._release()

    def disarm(self) -> None:
        """No tension is on."""
        if self._armed is not None:
            self._armed.cancel()
            self._armed = None

    def _arm(self, hold_s: float) -> None:
        self.disarm()
        self._hold_s = hold_s
        self._armed = self._new_timer(hold_s / self._speed + LATE_RELEASE_S, self._release)
        self._armed.start()


def _left_on(decisions: tuple[Decision, ...]) -> CueGiven | None:
    """The tension that is on after all of these, where they began one."""
    tension = None
    for decision in decisions:
        if isinstance(decision, CueGiven) and decision.action is Action.TENSE:
            tension = decision
        elif _ends(decision):
            tension = None
    return tension


def _ends(decision: Decision) -> bool:
    return isinstance(decision, Stopped) or (isinstance(decision, CueGiven) and decision.action is Action.RELEASE)
