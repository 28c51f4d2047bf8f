"""A stored session heard again: what its strap sent then, and what its person marked; not what they did else."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from biofeedback.decisions import Decision
from biofeedback.events import (
    EcgChunk,
    Event,
    HeartRate,
    LinkBack,
    LinkLost,
    Marked,
    MotionChunk,
    SamplesHeard,
    SourceEnded,
)

_HEARD = HeartRate | EcgChunk | MotionChunk | SamplesHeard | LinkLost | LinkBack
"""What came from what was worn."""


class Stored:
    """A Body of stored events, those from `start_s` on at times from there; ends with SourceEnded after the last.

    A mark comes with the words that it was given last. `marks`: how many numbers are taken by marks, also by those
    before `start_s`: a new one is numbered after them.
    """

    def __init__(self, events: Iterable[Event], start_s: float = 0.0) -> None:
        then = tuple(events)
        words = {event.number: event.words for event in then if isinstance(event, Marked)}
        self.marks = max(words, default=0)
        heard: list[Event] = []
        for event in then:
            if isinstance(event, _HEARD):
                heard.append(event)
            elif isinstance(event, Marked) and event.number in words:  # when it was set; later ones gave it words
                heard.append(replace(event, words=words.pop(event.number)))
        played = [replace(event, t=event.t - start_s) for event in heard if event.t >= start_s]
        self._waiting: deque[Event] = deque([*played, SourceEnded(t=played[-1].t if played else 0.0)])

    @property
    def due(self) -> float | None:
        """Time of the next event; None after SourceEnded."""
        return self._waiting[0].t if self._waiting else None

    def next_event(self) -> Event:
        """The event that is due."""
        return self._waiting.popleft()

    def receive(self, decision: Decision) -> None:
        """What is over does not answer."""
