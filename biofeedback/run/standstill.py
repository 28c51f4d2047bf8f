"""Notices that the program stood still: what fell due meanwhile must not be made up for in one breath.

A computer that sleeps stops the monotonic clock too, so only other clocks show it. A process that was stopped, or a
loop that hung, is seen by what fell due and was not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from biofeedback.events import Suspended

STOOD_STILL_S = 2.0
"""Ten times the worst stall measured of a healthy screen (0.04 s in a session, 0.2 s while it loads), and shorter than
the shortest hold and rest, so that none of them is ever skipped unnoticed. Seconds of wall time."""


class Pace(Protocol):
    """A clock of the session that runs `speed` times as fast as the wall."""

    speed: float

    def now(self) -> float:
        """Seconds since the session began; they go back only where what is played is waited for."""
        ...


class ChangingPace(Pace, Protocol):
    """One whose speed can be changed, and that can wait for what is played."""

    def run_at(self, speed: float) -> None:
        """From now on at this speed; what has passed stays passed."""
        ...

    def go_on_from(self, t: float) -> None:
        """It is `t` now."""
        ...


class Standstill:
    """`moved_s`: by how much the clocks of the machine have moved apart since it was last asked. Seconds."""

    def __init__(self, clock: Pace, moved_s: Callable[[], float]) -> None:
        self._clock = clock
        self._moved_s = moved_s
        self._ran_t = 0.0
        self._known_t = clock.now()  # what was late before this has been reported, or was before the start

    def begin(self) -> None:
        """From now on: how long it took to put the session together is no standstill."""
        self._known_t = self._clock.now()
        self._moved_s()

    def waited(self) -> None:
        """The clock was set back to what had been played: what is overdue from there on is not known yet."""
        self._known_t = min(self._known_t, self._clock.now())

    def ran(self, t: float) -> None:
        """All that fell due up to `t` has been looked at, and nothing older waits in the mailbox."""
        self._ran_t = max(self._ran_t, t)

    def noticed(self, due: float | None) -> Suspended | None:
        """The standstill since the last look; `due`: what falls due next in the guide. To be asked before each event.

        It is stamped with the time up to which the session ran, so that nothing of what it missed happens after all.
        """
        now, moved_s = self._clock.now(), self._moved_s()
        overdue_s = 0.0 if due is None else (now - max(due, self._known_t)) / self._clock.speed
        if max(moved_s, overdue_s) <= STOOD_STILL_S:
            return None
        stood_s = 0.0 if overdue_s <= STOOD_STILL_S else (now - max(self._ran_t, self._known_t)) / self._clock.speed
        self._known_t = now
        return Suspended(t=self._ran_t, seconds=max(moved_s, stood_s))
