"""Our own functions as callbacks of the Bluetooth stack, which would log what they raise, or swallow it, and go on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

_P = ParamSpec("_P")


class Callbacks:
    """Keeps the first exception of a callback for whoever waits outside, and calls `wake` to have it looked for."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self.crash: Exception | None = None

    def __call__(self, work: Callable[_P, None]) -> Callable[_P, None]:
        """The same function, of which nothing is raised."""

        @wraps(work)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> None:
            try:
                work(*args, **kwargs)
            except Exception as fault:
                self.keep(fault)

        return guarded

    def keep(self, fault: Exception) -> None:
        """A fault of this program, not to be lost."""
        self.crash = self.crash or fault
        self._wake()

    def check(self) -> None:
        """Raise what was kept."""
        if self.crash is not None:
            raise self.crash
