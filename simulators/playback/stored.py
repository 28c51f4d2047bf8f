"""A stored session heard again: what its strap sent then, without what its person did."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from biofeedback.decisions import Decision
from biofeedback.events import EcgChunk, Event, HeartRate, LinkBack, LinkLost, MotionChunk, SamplesHeard, SourceEnded

_HEARD = HeartRate | EcgChunk | MotionChunk | SamplesHeard | LinkLost | LinkBack
"""What came from what was worn."""


class Stored:
    """A Body of stored events, those from `start_s` on at times from there; ends with SourceEnded after the last."""

    def __init__(self, events: Iterable[Event], start_s: float = 0.0) -> None:
        heard = [
            replace(event, t=event.t - start_s) for event in events if isinstance(event, _HEARD) and event.t >= start_s
        ]
        self._waiting: deque[Event] = deque([*heard, SourceEnded(t=heard[-1].t if heard else 0.0)])

    @property
    def due(self) -> float | None:
        """Time of the next event; None after SourceEnded."""
        return self._waiting[0].t if self._waiting else None

    def next_event(self) -> Event:
        """The event that is due."""
        return self._waiting.popleft()

    def receive(self, decision: Decision) -> None:
        """What is over does not answer."""
