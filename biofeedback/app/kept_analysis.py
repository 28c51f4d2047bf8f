"""What is kept under a number, judged as a file would be: an imported recording, or what was heard in a session."""

from __future__ import annotations

from array import array

from biofeedback.app import kept_recordings
from biofeedback.app.analysing import Analysed, judged
from biofeedback.errors import UsageError
from biofeedback.events import EcgChunk, Event
from biofeedback.findings import RawBeat
from biofeedback.signal.analysis import analyse
from biofeedback.signal.heard_beats import raw_beats
from biofeedback.store.sessions import Kind, Sessions
from biofeedback.why import why
from simulators.recordings.recording import Recording

FORMAT = "session"
"""Name of the format of a session's own beats."""


def analysed(number: int, baseline_s: float) -> Analysed:
    """What the monitor says of it. Raises UsageError where nothing is kept or was heard, StoreError."""
    with Sessions() as store:
        events = None if store.get(number).kind is Kind.RECORDING else store.events(number)
    if events is None:
        recording = kept_recordings.read(number)
        return Analysed(recording, judged(recording, baseline_s))
    raws = raw_beats(events)
    if not raws:
        raise UsageError(f"no beats were heard in session {number}", reasons=(why("store.no_beats", session=number),))
    return Analysed(_recording(number, raws), analyse(raws, baseline_s=baseline_s, ecg=_ecg(events)))


def _recording(number: int, raws: tuple[RawBeat, ...]) -> Recording:
    unsaid = ("",) * len(raws)
    return Recording(
        path=f"session:{number}",
        format=FORMAT,
        t_s=array("d", (each.t for each in raws)),
        rr_ticks=array("q", (each.rr_ticks for each in raws)),
        gaps=tuple(each.gap for each in raws),
        labels=unsaid,
        rhythms=unsaid,
    )


def _ecg(events: tuple[Event, ...]) -> tuple[EcgChunk, ...]:
    return tuple(each for each in events if isinstance(each, EcgChunk))
