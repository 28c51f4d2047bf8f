"""How fast a played session runs. A real body's is not led by it: for that there is none of these."""

from __future__ import annotations

from collections.abc import Callable

SPEEDS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""The speeds there are by key, times of life: each twice the one before; at the last, 20 minutes are over in 40 s and
each hold of 7 s is still on the screen for a look at it."""


class SpeedDial:
    """Turned by keys. `recorded`: a heart is heard that once beat so; `set_to`: whoever keeps time by it."""

    def __init__(self, times: float, recorded: bool, set_to: Callable[[float], None]) -> None:
        self._times = times
        self.recorded = recorded
        self._set_to = set_to

    @property
    def times(self) -> float:
        """So many times as fast as life."""
        return self._times

    def faster(self) -> None:
        """The next speed up; at the last one nothing changes."""
        self.turn(next((speed for speed in SPEEDS if speed > self._times), self._times))

    def slower(self) -> None:
        """The next speed down; at life's own nothing changes."""
        self.turn(next((speed for speed in reversed(SPEEDS) if speed < self._times), self._times))

    def turn(self, times: float) -> None:
        """To this speed, also one that no key leads to."""
        if times != self._times:
            self._times = times
            self._set_to(times)
