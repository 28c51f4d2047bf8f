"""A file to its recording: opened once, known by its content, read by its format."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from biofeedback.errors import InputError
from biofeedback.why import why
from simulators.recordings.asked import NOTHING_ASKED, Asked
from simulators.recordings.formats import format_of
from simulators.recordings.opened import opened
from simulators.recordings.recording import Recording
from simulators.refusal import readable, refused

_LOOKED_BACK = 20
"""Intervals before the last one."""

_SHORT = 0.5
"""Of their middle: a number that lost its last figure is a tenth."""


def read(path: Path, asked: Asked = NOTHING_ASKED) -> Recording:
    """The recording in a file, understood with what is said of it.

    Nothing is dropped, clipped or repaired in silence: a value that no heart and no clock can give is an error. Raises
    InputError, one line naming the file, the line of it where there is one, and the reason.
    """
    with naming(path), opened(path) as file:
        form = format_of(file, asked)
        told = () if file.member is None else (why("remarks.zip", name=readable(file.member, most=200)),)
        if asked.unit is not None and not form.heeds_unit:
            told = (*told, why("remarks.unit_unused", unit=asked.unit.value))
        try:
            found = form.read(file, asked)
        except InputError as problem:
            cut = None if problem.line is None else file.cut_line()
            if cut is None or cut.line != problem.line:
                raise
        else:
            _must_have_signal(found, asked)
            if not _ends_short(found) or (cut := file.cut_line()) is None or not cut.shorter:
                return replace(found, remarks=(*told, *found.remarks)) if told else found
        file.leave_out_last()
        found = form.read(file, asked)
        _must_have_signal(found, asked)
        return replace(found, remarks=(*told, *found.remarks, why("remarks.last_line", line=cut.line)))


def _must_have_signal(recording: Recording, asked: Asked) -> None:
    """Raises InputError where a signal is asked for of a file that holds intervals alone."""
    if asked.signal is not None and asked.with_ecg and recording.ecg is None:
        raise refused("no_signals", name=asked.signal)


def _ends_short(recording: Recording) -> bool:
    """Whether its last interval is so much shorter than those before that its last figure may be missing."""
    last = recording.rr_ticks[-_LOOKED_BACK:]
    return len(last) == _LOOKED_BACK and last[-1] < _SHORT * median(last)


@contextmanager
def naming(path: Path) -> Generator[None, None, None]:
    """Put the file's name, and the line where there is one, before the reason of a refusal."""
    try:
        yield
    except InputError as problem:
        file = readable(str(path), most=200)
        where = file + ("" if problem.line is None else f", line {problem.line}")
        raise InputError(
            f"{where}: {problem.message}", kind=problem.kind, line=problem.line, reasons=problem.reasons, file=file
        ) from problem
