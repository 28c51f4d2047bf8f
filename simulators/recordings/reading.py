"""A file to its recording: opened once, known by its content, read by its format."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from biofeedback.errors import InputError
from simulators.recordings.asked import NOTHING_ASKED, Asked
from simulators.recordings.formats import format_of
from simulators.recordings.opened import opened
from simulators.recordings.recording import Recording
from simulators.refusal import readable


def read(path: Path, asked: Asked = NOTHING_ASKED) -> Recording:
    """The recording in a file, understood with what is said of it.

    Nothing is dropped, clipped or repaired in silence: a value that no heart and no clock can give is an error. Raises
    InputError, one line naming the file, the line of it where there is one, and the reason.
    """
    with naming(path), opened(path) as file:
        return format_of(file, asked).read(file, asked)


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
