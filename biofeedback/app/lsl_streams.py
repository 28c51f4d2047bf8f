"""A session as LSL streams, for other programs on this machine. A listener; where it fails, the session goes on."""

from __future__ import annotations

from collections.abc import Callable

from biofeedback import journal
from biofeedback.clock import SessionClock
from biofeedback.decisions import Decision
from biofeedback.events import Event, HeartRate
from biofeedback.findings import BeatClass
from biofeedback.lsl import outlets
from biofeedback.signal.heard_beats import HeardBeats
from biofeedback.ticks import to_ms
from biofeedback.view import SessionView

INDICES_EVERY_S = 5.0
"""Seconds between two samples of rate and indices: a minute's window changes little in less."""


class LslStreams:
    """Passes on what is heard and decided. Raises UsageError where LSL is not installed."""

    def __init__(self, clock: SessionClock, view: Callable[[], SessionView]) -> None:
        self._outlets = outlets.Outlets()
        self._clock = clock
        self._view = view
        self._heard = HeardBeats()
        self._told_at = 0.0

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Each beat once its class is final, the indices every few seconds, and each decision."""
        for beat in self._heard.push(event):
            normal = float(beat.kind is BeatClass.NORMAL)
            self._outlets.push(outlets.RR, (to_ms(beat.rr_ticks), normal), self._ago(beat.t))
        for decision in decisions:
            self._outlets.mark(journal.to_line(decision), self._ago(decision.t))
        if isinstance(event, HeartRate) and event.t - self._told_at >= INDICES_EVERY_S:
            self._told_at = event.t
            self._tell()

    def _tell(self) -> None:
        vitals = self._view().vitals
        minute, ago = vitals.variability, self._ago(vitals.t)
        rmssd = None if minute.rmssd_ms is None else minute.rmssd_ms.value
        sdnn = None if minute.sdnn_ms is None else minute.sdnn_ms.value
        self._outlets.push(outlets.HR, (vitals.hr_bpm,), ago)
        self._outlets.push(outlets.INDICES, (rmssd, sdnn, minute.pnn50, vitals.spectrum.breathing_bpm), ago)

    def _ago(self, t: float) -> float:
        """How long ago a time of the session was, in seconds of the machine."""
        return max(0.0, self._clock.now() - t) / self._clock.speed

    def close(self) -> None:
        """Take the streams away."""
        self._outlets.close()
