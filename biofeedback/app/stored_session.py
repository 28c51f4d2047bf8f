"""One thing that is kept, whole: for whoever exports it, writes a report of it or works with it in Python."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from biofeedback.app import kept_recordings
from biofeedback.decisions import Decision, PhaseBegan
from biofeedback.events import EcgChunk, Event, Rated
from biofeedback.findings import Beat, RawBeat
from biofeedback.signal.classifier import BeatClassifier
from biofeedback.signal.heard_beats import heard_beats
from biofeedback.store.sessions import Kind, Sessions, StoredSession
from protocols.training import TrainingProtocol
from simulators.recordings.recording import Recording


@dataclass(frozen=True, kw_only=True)
class WholeSession:
    """A session with all that was heard and decided in it, or an imported recording, which has no events."""

    session: StoredSession
    protocol: TrainingProtocol | None  # as it was practised; None: only watched, or kept by its name alone
    events: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    recording: Recording | None = None

    @cached_property
    def beats(self) -> tuple[Beat, ...]:
        """Every interval with its final class, as the monitor judged it."""
        return heard_beats(self.events) if self.recording is None else _classified(self.recording)

    @property
    def phases(self) -> tuple[PhaseBegan, ...]:
        """The phases, in order."""
        return tuple(each for each in self.decisions if isinstance(each, PhaseBegan))

    @property
    def ratings(self) -> tuple[Rated, ...]:
        """What the person rated, in order."""
        return tuple(each for each in self.events if isinstance(each, Rated))

    @property
    def ecg(self) -> tuple[EcgChunk, ...]:
        """The ECG as it came, in order."""
        return tuple(each for each in self.events if isinstance(each, EcgChunk))


def whole(number: int) -> WholeSession:
    """What is kept under a number. Raises UsageError where nothing is, StoreError where it cannot be read."""
    with Sessions() as store:
        session = store.get(number)
        kept = WholeSession(
            session=session,
            protocol=store.practised(number),
            events=store.events(number),
            decisions=store.decisions(number),
            recording=kept_recordings.read(number) if session.kind is Kind.RECORDING else None,
        )
    return kept


def numbers() -> tuple[int, ...]:
    """The numbers of all that is kept, the oldest first."""
    with Sessions() as store:
        return tuple(session.id for session in reversed(store.all()))


def _classified(recording: Recording) -> tuple[Beat, ...]:
    classifier = BeatClassifier()
    beats = list[Beat]()
    for t, rr, gap in zip(recording.t_s, recording.rr_ticks, recording.gaps, strict=True):
        beats += classifier.push(RawBeat(t=t, rr_ticks=rr, gap=gap))
    return (*beats, *classifier.flush())
