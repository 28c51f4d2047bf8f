"""Whether a session has come to anything: what ends before its first beat and its first step is not worth keeping."""

from __future__ import annotations

from biofeedback.decisions import Decision, Phase, PhaseBegan
from biofeedback.events import EcgChunk, Event, HeartRate, Reported


class Begun:
    """A listener that waits for the first beat, the first step of the practice or the first report of the person."""

    def __init__(self) -> None:
        self.seen = False

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Look at one event."""
        if not self.seen:
            prepares = any(isinstance(each, PhaseBegan) and each.phase is Phase.PREPARE for each in decisions)
            self.seen = prepares or isinstance(event, HeartRate | EcgChunk | Reported)
