"""The only reader of clocks. Everything else is told what time it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Seconds since the session began."""

    def now(self) -> float:
        """Seconds since this clock was made, never going back."""
        ...

    async def sleep_until(self, t: float) -> None:
        """Return at time `t` of this clock, or at once if it has passed."""
        ...


class SessionClock:
    """The monotonic clock from the moment it is made, `speed` times as fast as the wall.

    It only goes back where it is told to (`go_on_from`), which nothing does in a session that hears a real body.
    """

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._origin = time.monotonic()
        self._before_s = 0.0  # of its own seconds, when the speed was changed last

    def now(self) -> float:
        """Seconds since this clock was made, never going back."""
        return self._before_s + (time.monotonic() - self._origin) * self.speed

    def run_at(self, speed: float) -> None:
        """From now on at this speed; what has passed stays passed."""
        self._before_s = self.now()
        self._origin = time.monotonic()
        self.speed = speed

    def go_on_from(self, t: float) -> None:
        """It is `t` now: what is played was not come to in its time, and its clock waits for it."""
        self._before_s = t
        self._origin = time.monotonic()

    async def sleep_until(self, t: float) -> None:
        """Return at time `t` of this clock, or at once if it has passed."""
        import asyncio  # a fifth of a process that only plays sound, and asks this file for the time

        while (left := t - self.now()) > 0:  # noqa: ASYNC110 - it waits for a time, not for a flag
            await asyncio.sleep(left / self.speed)


def _beside_monotonic() -> tuple[float, ...]:
    """How far other clocks are ahead of the monotonic one: the wall's and, on Linux, the one that counts sleep."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    others = (time.time(),) if boot is None else (time.time(), time.clock_gettime(boot))
    now = time.monotonic()
    return tuple(other - now for other in others)


class ClocksApart:
    """Tells when the clocks have moved apart: the computer slept, which the monotonic one does not count, or was set.

    `read`: how far each other clock is ahead of the monotonic one, in seconds.
    """

    def __init__(self, read: Callable[[], tuple[float, ...]] = _beside_monotonic) -> None:
        self._read = read
        self._before = read()

    def moved_s(self) -> float:
        """By how much, either way, since the last look. Clocks that are slewed hardly move between two looks."""
        before, self._before = self._before, self._read()
        return max(abs(now - then) for now, then in zip(self._before, before, strict=True))


def processor_time() -> float:
    """Seconds of a core that this process has used: what work costs, whatever else the machine does."""
    return time.process_time()


def wait(seconds: float) -> None:
    """Do nothing for a while."""
    time.sleep(seconds)


def wall_time() -> str:
    """The date and time now, in UTC, to the second, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def monotonic() -> float:
    """Seconds of the clock that all processes of this machine share and nobody sets."""
    return time.monotonic()
