"""Intervals as text, as other programs read them: one a line, or with the clock of a phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from biofeedback.export.rows import ExportFile, exact_ms
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import segments
from biofeedback.ticks import to_ms

_UNKNOWN_BEGIN = "2000-01-01T00:00:00+00:00"
"""Stands for a wall time that nobody knows."""


def kubios(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """One interval a line, in milliseconds, exact. It has no clock: lost time and classes are not in it."""
    lines = [exact_ms(beat.rr_ticks) for beat in record.beats]
    return (ExportFile(f"{name}.txt", ("\n".join(lines) + "\n").encode()),)


def elite(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """The same in whole milliseconds, with the time of its beginning as its name, as Elite HRV has it."""
    began = _began(record).astimezone().strftime("%Y-%m-%d %H-%M-%S")
    lines = [str(round(to_ms(beat.rr_ticks))) for beat in record.beats]
    return (ExportFile(f"{began}.txt", ("\n".join(lines) + "\n").encode()),)


def hrv_logger(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """The pair of files of HRV Logger: intervals in whole milliseconds with times, and what happened."""
    began = _began(record)
    beats = ["date, timestamp, rr, since start "]
    for beat in record.beats:
        since = beat.t - record.begins
        beats.append(f"{_clock(began, since)}, {round(to_ms(beat.rr_ticks))}, {round(1000 * since)}")
    events = ["date, timestamp, annotation"]
    events += [f"{_clock(began, t - record.begins)}, {said}" for t, said in _annotations(record)]
    return (
        ExportFile(f"{name}_RR.csv", ("\n".join(beats) + "\n").encode()),
        ExportFile(f"{name}_Events.csv", ("\n".join(events) + "\n").encode()),
    )


def _annotations(record: SessionRecord) -> Iterator[tuple[float, str]]:
    for part in segments(record):
        yield part.begin_s, part.phase.value if part.group is None else f"{part.phase.value} {part.group}"


def _clock(began: datetime, since_s: float) -> str:
    now = began + timedelta(seconds=since_s)
    return f"{now.strftime('%Y-%m-%d %H:%M:%S +0000')}, {now.timestamp():.3f}"


def _began(record: SessionRecord) -> datetime:
    return datetime.fromisoformat(record.began or _UNKNOWN_BEGIN).astimezone(UTC)
