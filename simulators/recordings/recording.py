"""A recording: the RR intervals of a file, in the file's own time base. What a file is, its content decides."""

from __future__ import annotations

import os
from array import array
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from biofeedback.errors import InputError
from biofeedback.ticks import to_s
from simulators.recordings import wfdb
from simulators.recordings.formats import FORMS
from simulators.recordings.formats.tape import Tape
from simulators.recordings.lines import Line, numbered_lines
from simulators.refusal import readable, refused

_HEAD_LINES = 40  # enough to pass the longest preamble before the kind of file is plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """RR intervals as measured, in order; at least one.

    `t_s[i]` is the time in seconds of the beat that ends interval i, in the file's own time base (from the start of
    the first interval where the file holds no times), strictly rising; `rr_ticks[i]` its length; `gaps[i]` is True
    where the file's clock lost time before it. `format` is a short stable name such as "rr-table" or "rr-text".
    """

    path: str
    format: str
    t_s: array[float]
    rr_ticks: array[int]
    gaps: tuple[bool, ...]

    def __len__(self) -> int:
        """Number of intervals."""
        return len(self.rr_ticks)

    @property
    def begin_s(self) -> float:
        """Time of the beat that begins the first interval, in the file's own time base."""
        return self.t_s[0] - to_s(self.rr_ticks[0])

    @property
    def duration_s(self) -> float:
        """From the first beat to the last, in seconds, gaps included."""
        return self.t_s[-1] - self.begin_s


def read(path: Path) -> Recording:
    """The recording in a file. Raises InputError, one line naming the file, the line of it where there is
    one, and the reason.

    Nothing is dropped, clipped or repaired in silence: a value that no heart and no clock can give is an error.
    """
    there = os.path.isfile(path)  # noqa: PTH113 - never raises
    unmarked = path.suffix == wfdb.HEADER and there and not wfdb.annotation_files(path)
    if unmarked or (path.suffix.lower() == ".edf" and there):
        from simulators.recordings.ecg_recording import read_beats  # which needs numerics

        return read_beats(path)
    if path.suffix in wfdb.SUFFIXES and there:
        from simulators.recordings.annotated import read_annotated  # which reads tables by way of this

        return read_annotated(path).recording
    with naming(path):
        return _read(path)


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


def _read(path: Path) -> Recording:
    with closing(numbered_lines(path)) as lines:
        head = list(islice(lines, _HEAD_LINES))
        form = next((form for form in FORMS if form.recognises(head)), None)
        if form is None:
            raise _unrecognised(head)
        tape = Tape()
        form.read(chain(head, lines), tape)
    t_s, rr_ticks, gaps = tape.finished()
    return Recording(path=str(path), format=form.name, t_s=t_s, rr_ticks=rr_ticks, gaps=gaps)


def _unrecognised(head: list[Line]) -> InputError:
    first = next((line for line in head if line[1]), None)
    return refused("empty", say="blank") if first is None else refused("unknown", line=first[0], found=first[1])
