"""The beats in a session's events, each with its final class: as a `HeartMonitor` judges them."""

from __future__ import annotations

from collections.abc import Iterable

from biofeedback.events import Event, HeartRate, LinkLost, Suspended
from biofeedback.findings import Beat, RawBeat
from biofeedback.signal.beat_clock import BeatClock
from biofeedback.signal.classifier import BeatClassifier


class HeardBeats:
    """One event after the other; a beat is told once its class is final, at most two beats later."""

    def __init__(self) -> None:
        self._clock = BeatClock()
        self._classifier = BeatClassifier()

    def push(self, event: Event) -> tuple[Beat, ...]:
        """What one event brings."""
        if isinstance(event, HeartRate):
            return tuple(beat for raw in self._clock.push(event) for beat in self._classifier.push(raw))
        if isinstance(event, LinkLost | Suspended):
            self._clock.reset_stretch()
        return ()

    def flush(self) -> tuple[Beat, ...]:
        """No more will come: the last classes become final."""
        return self._classifier.flush()


def raw_beats(events: Iterable[Event]) -> tuple[RawBeat, ...]:
    """The beats in events at their times, without a class."""
    clock, found = BeatClock(), list[RawBeat]()
    for event in events:
        if isinstance(event, HeartRate):
            found += clock.push(event)
        elif isinstance(event, LinkLost | Suspended):
            clock.reset_stretch()
    return tuple(found)


def heard_beats(events: Iterable[Event]) -> tuple[Beat, ...]:
    """The beats of a session that is over."""
    heard = HeardBeats()
    return (*(beat for event in events for beat in heard.push(event)), *heard.flush())
