"""The only reader of clocks. Everything else is told what time it is."""

from __future__ import annotations

import asyncio
import time
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
    """The monotonic clock from the moment it is made, `speed` times as fast as the wall."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._origin = time.monotonic()

    def now(self) -> float:
        """Seconds since this clock was made, never going back."""
        return (time.monotonic() - self._origin) * self.speed

    async def sleep_until(self, t: float) -> None:
        """Return at time `t` of this clock, or at once if it has passed."""
        while (left := t - self.now()) > 0:  # noqa: ASYNC110 - it waits for a time, not for a flag
            await asyncio.sleep(left / self.speed)


def wait(seconds: float) -> None:
    """Do nothing for a while."""
    time.sleep(seconds)


def wall_time() -> str:
    """The date and time now, in UTC, to the second, as ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
