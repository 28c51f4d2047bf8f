"""When somebody else ends or stops the program: the session is left in order, with its release and its last word.

The signals only ask. What they ask for is posted like a key, so that whoever is tensing hears the release first.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager

from biofeedback.decisions import Decision
from biofeedback.events import Event, Key, Pressed

_LEAVE = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that ask the program to end: Ctrl-C, kill, a terminal that is closed."""

_STAND_BY = "SIGTSTP"
"""The signal that stops the process until it is continued: Ctrl-Z."""


@contextmanager
def leaving(
    loop: asyncio.AbstractEventLoop, leave: Callable[[], None], stand_by: Callable[[], None]
) -> Generator[None]:
    """While this is on, a signal that would end the program calls `leave`, one that would stop it calls `stand_by`.

    Both are called in the loop. On a system without such signals nothing is changed.
    """
    answered: list[signal.Signals] = []
    try:
        for name, answer in (*((each, leave) for each in _LEAVE), (_STAND_BY, stand_by)):
            number = getattr(signal, name, None)
            if number is None:
                continue
            try:
                loop.add_signal_handler(number, answer)
            except (NotImplementedError, RuntimeError, ValueError):  # not on this system, or not in this thread
                continue
            answered.append(number)
        yield
    finally:
        for number in answered:
            loop.remove_signal_handler(number)


def stop_process() -> None:
    """Stop this process until it is continued, as Ctrl-Z does."""
    os.kill(os.getpid(), signal.SIGSTOP)


class StandingBy:
    """Holds a session, and stops the process only once the person was told of it. A listener: add it after the faces.

    `press` posts a key, `stop` stops the process and returns when it is continued; nothing goes on by itself then.
    """

    def __init__(self, press: Callable[[Key], None], stop: Callable[[], None]) -> None:
        self._press = press
        self._stop = stop
        self._asked = False

    def ask(self) -> None:
        """Pause, then stop."""
        self._asked = True
        self._press(Key.PAUSE)

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """The person knows of the pause: now stop."""
        if self._asked and isinstance(event, Pressed) and event.key is Key.PAUSE:
            self._asked = False
            self._stop()
