"""The beats of a session that is over, each with its final class: as the monitor judged them while it ran."""

from __future__ import annotations

from collections.abc import Iterable

from biofeedback.events import Event, HeartRate, LinkLost, Suspended
from biofeedback.findings import Beat
from biofeedback.signal.beat_clock import BeatClock
from biofeedback.signal.classifier import BeatClassifier


def heard_beats(events: Iterable[Event]) -> tuple[Beat, ...]:
    """The beats in the packets, at the times and with the classes that a `HeartMonitor` gives them."""
    clock, classifier = BeatClock(), BeatClassifier()
    beats = list[Beat]()
    for event in events:
        if isinstance(event, HeartRate):
            for raw in clock.push(event):
                beats += classifier.push(raw)
        elif isinstance(event, LinkLost | Suspended):
            clock.reset_stretch()
    return (*beats, *classifier.flush())
