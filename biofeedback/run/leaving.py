"""When somebody else ends or stops the program: the session is left in order, with its release and its last word.

The signals only ask. What they ask for is posted like a key, so that whoever is tensing hears the release first.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager

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
