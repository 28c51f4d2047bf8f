"""Kept sessions as files for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from biofeedback.app import written_files
from biofeedback.app.reviewing import record
from biofeedback.app.stored_session import numbers
from biofeedback.errors import UsageError
from biofeedback.export.formats import exported, holds_nothing
from biofeedback.export.names import ExportFormat
from biofeedback.review.record import SessionRecord
from biofeedback.why import why


def export(number: int, form: ExportFormat, out: Path | None, *, replace: bool) -> tuple[Path, ...]:
    """Write a session into a folder (None: this one), which is made where there is none; its files.

    Raises BiofeedbackError, and UsageError where there is another file of the same name that is not to give way, or
    where the file would hold nothing.
    """
    kept = record(number)
    if holds_nothing(kept, form):
        raise UsageError(
            f"number {number} holds no intervals or decisions to put into {form.value}", reasons=(why("export.empty"),)
        )
    return _write(kept, form, out, replace=replace)


def _write(kept: SessionRecord, form: ExportFormat, out: Path | None, *, replace: bool) -> tuple[Path, ...]:
    folder, written = written_files.folder(out), list[Path]()
    for file in exported(kept, form):
        place = folder / file.name
        written_files.folder(place.parent)  # its name may name some
        written.append(written_files.put(place, file.content, replace=replace))
    return tuple(written)


def export_all(form: ExportFormat, out: Path | None, *, replace: bool) -> Iterator[tuple[int, tuple[Path, ...]]]:
    """The same of all that is kept, the oldest first: each number with its files; none: they would hold nothing."""
    for number in numbers():
        kept = record(number)
        yield number, () if holds_nothing(kept, form) else _write(kept, form, out, replace=replace)
