"""When the system stops the process for a while: whoever practises is told first."""

from __future__ import annotations

from collections.abc import Callable

from biofeedback.decisions import Decision
from biofeedback.events import Event, Key, Pressed


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
