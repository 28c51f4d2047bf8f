"""Pulse-to-pulse intervals of an optical sensor as single beats, at the pace at which they happened.

Such a sensor hands over the beats of some five seconds at once. Put into a session like that, every hand-over would be
a silence long enough to be a caution. So each interval waits until as much time has passed as it lasted: beats come
steadily, and a batch (about five seconds) late.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from biofeedback.ticks import TICKS_PER_MS
from devices.pmd_frames import PpiFrame, PpiSample

MOST_ERROR_MS = 30
"""Largest error estimate of an interval that is believed. The maker's SDK documentation: below 10 ms very accurate,
over 30 ms movement or a sensor that sits too loosely."""

MOST_WAITING_S = 8.0
"""Beats that wait longer are let go of: a batch is five seconds, so the link has stalled, and beats that are later
still say nothing about now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """One beat to put at `due` (seconds of the session). `rr_ticks` 0: an interval that cannot be believed."""

    due: float
    hr_bpm: int | None
    rr_ticks: int


class PulseQueue:
    """Beats that wait for their time."""

    def __init__(self) -> None:
        self._waiting: deque[Pulse] = deque()
        self._last_due = float("-inf")

    def take(self, frame: PpiFrame, now: float) -> None:
        """Take the beats of a frame that arrived at `now`, oldest first."""
        if self._last_due > now + MOST_WAITING_S:
            self._waiting.clear()
            self._last_due = now
            self._waiting.append(Pulse(due=now, hr_bpm=None, rr_ticks=0))
        for sample in frame.samples:
            self._last_due = max(now, self._last_due + sample.interval_ms / 1000)
            ticks = sample.interval_ms * TICKS_PER_MS if believed(sample) else 0
            self._waiting.append(Pulse(due=self._last_due, hr_bpm=sample.hr_bpm, rr_ticks=ticks))

    @property
    def due(self) -> float | None:
        """When the next beat is due; None: nobody waits."""
        return self._waiting[0].due if self._waiting else None

    def pop(self) -> Pulse:
        """The beat that is due."""
        return self._waiting.popleft()


def believed(sample: PpiSample) -> bool:
    """Whether an interval is good enough to be counted as one."""
    return sample.usable and sample.error_ms <= MOST_ERROR_MS
