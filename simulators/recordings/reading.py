"""A file to its recording: opened once, known by its content, read by its format."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from biofeedback.errors import InputError
from simulators.recordings.formats import FORMATS
from simulators.recordings.formats.form import Format
from simulators.recordings.lines import Line
from simulators.recordings.opened import OpenFile, opened
from simulators.recordings.recording import Recording
from simulators.refusal import readable, refused


def read(path: Path, *, with_ecg: bool = True) -> Recording:
    """The recording in a file; its ECG beside its beats only where it is wanted.

    Nothing is dropped, clipped or repaired in silence: a value that no heart and no clock can give is an error. Raises
    InputError, one line naming the file, the line of it where there is one, and the reason.
    """
    with naming(path), opened(path) as file:
        return _format_of(file).read(file, with_ecg)


def _format_of(file: OpenFile) -> Format:
    """The format whose content this is; else the one whose name it bears, whose reader tells what is wrong."""
    known = (form for form in FORMATS if form.recognises(file))
    named = (form for form in FORMATS if file.path.suffix.lower() in form.suffixes)
    form = next(known, None) or next(named, None)
    if form is None:
        raise _unrecognised(file.head)
    return form


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


def _unrecognised(head: tuple[Line, ...]) -> InputError:
    if not head:
        return refused("not_text")
    first = next((line for line in head if line[1]), None)
    return refused("empty", say="blank") if first is None else refused("unknown", line=first[0], found=first[1])
