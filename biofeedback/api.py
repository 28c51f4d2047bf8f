"""For people's own programs: recordings read and judged, sessions simulated and looked at. API.md shows each in use.

What is offered here stays as it is within a version's first number; everything else in the program may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from biofeedback import __version__
from biofeedback.app import analysing, reviewing, simulation, stored_session
from biofeedback.app.environment import Environment, Turn
from biofeedback.coach.adaptation_policy import AfterRest
from biofeedback.coach.chosen_policy import Choice
from biofeedback.decisions import Decision, Outcome
from biofeedback.errors import UsageError
from biofeedback.events import EcgChunk, Event
from biofeedback.findings import Beat
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, segments
from biofeedback.signal.analysis import Analysis
from biofeedback.signal.heard_beats import heard_beats
from biofeedback.why import why
from simulators.recordings.asked import Asked, Unit
from simulators.recordings.reading import read as read_file
from simulators.recordings.recording import Recording

if TYPE_CHECKING:
    import pandas

__all__ = [
    "AfterRest", "Choice", "Environment", "Session", "Turn", "analyse", "read", "session", "sessions", "simulate",
]  # fmt: skip

BASELINE_S = 240.0
"""Seconds from the beginning that `analyse` takes as the baseline, as the command does."""


@dataclass(frozen=True)
class Session:
    """One session, kept or simulated. Times are seconds since it began."""

    record: SessionRecord
    """All that is known of it."""

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None: it was cut off."""
        return self.record.outcome

    @property
    def beats(self) -> tuple[Beat, ...]:
        """Every interval as measured, with its final class; `rr_ticks` are 1/128 ms."""
        return self.record.beats

    @cached_property
    def phases(self) -> tuple[Segment, ...]:
        """What was done from when to when, with the heart in it."""
        return segments(self.record)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All that was decided, in order, each with its reason."""
        return self.record.decisions

    @property
    def ecg(self) -> tuple[EcgChunk, ...]:
        """The ECG as it came, where the strap sent one."""
        return self.record.ecg

    def to_frame(self) -> pandas.DataFrame:
        """A row an interval: t_s (s), rr_ms (ms), class, gap, phase, group. Raises UsageError without pandas."""
        try:
            import pandas
        except ImportError:
            raise UsageError(
                "to_frame() needs pandas: install biofeedback[frames]", reasons=(why("export.needs_pandas"),)
            ) from None
        from biofeedback.export.rows import rows

        found = list(rows(self.record))
        return pandas.DataFrame(
            {
                "t_s": [row.t_s for row in found],
                "rr_ms": [row.rr_ticks / 128 for row in found],
                "class": [row.kind for row in found],
                "gap": [row.gap for row in found],
                "phase": [row.phase for row in found],
                "group": [row.group for row in found],
            }
        )


def read(
    path: str | Path, *, unit: str | None = None, column: str | None = None, signal: str | None = None
) -> Recording:
    """The recording in a file of any format that `analyse` knows; `unit`, `column`, `signal`: what it does not say.

    Raises InputError, with one line naming the file, the line of it and the reason.
    """
    return read_file(Path(path), Asked(unit=None if unit is None else _unit(unit), column=column, signal=signal))


def _unit(said: str) -> Unit:
    try:
        return Unit(said)
    except ValueError:
        known = ", ".join(each.value for each in Unit)
        raise UsageError(
            f"a unit is one of {known}, not {said!r}", reasons=(why("export.unknown_unit", known=known, unit=said),)
        ) from None


def analyse(recording: Recording | str | Path, *, baseline_s: float = BASELINE_S) -> Analysis:
    """What the live monitor says of a recording, or of the one in a file: classes, HRV, warnings, shifts."""
    found = recording if isinstance(recording, Recording) else read(recording)
    return analysing.judged(found, baseline_s)


def simulate(
    protocol: str | None = None,
    source: str | None = None,
    *,
    seed: int = 1,
    start_s: float = 0.0,
    faults: Sequence[str] = (),
    adaptation: str = "on",
) -> Session:
    """A whole session, as fast as it goes, with a simulated participant (`person:calm`) or a recording (`replay:FILE`).

    The same arguments give the same session. Nothing of it is kept. Raises UsageError and InputError.
    """
    request = simulation.SimulationRequest(
        protocol=protocol, source=source, seed=seed, start_s=start_s, faults=tuple(faults), adaptation=adaptation
    )
    ready = simulation.prepared(request)
    heard = _Heard([], [])
    ready.run([heard])
    return Session(
        SessionRecord(
            number=None,
            began=None,
            version=__version__,
            protocol_name=ready.protocol.name,
            protocol=ready.protocol,
            source=ready.made_from.source,
            source_kind="participant" if ready.made_from.answers else "recording",
            seed=seed,
            settings="{}",
            lang="en",
            events=tuple(heard.events),
            decisions=tuple(heard.decisions),
            beats=heard_beats(heard.events),
            ecg=tuple(event for event in heard.events if isinstance(event, EcgChunk)),
        )
    )


def session(number: int) -> Session:
    """What is kept on this machine under a number. Raises UsageError where nothing is."""
    return Session(reviewing.record(number))


def sessions() -> tuple[int, ...]:
    """The numbers of all that is kept on this machine, the oldest first."""
    return stored_session.numbers()


@dataclass(frozen=True)
class _Heard:
    events: list[Event]
    decisions: list[Decision]

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.events.append(event)
        self.decisions.extend(decisions)
