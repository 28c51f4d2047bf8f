"""Bare numbers: intervals one a line, or all in one, with or without a time beside them.

Elite HRV, Kubios, HRVAS (.ibi), Polar Flow and GoldenCheetah all write this. A single rising column is a list of beat
times instead. A single 0 after the last interval, which some exports end with, is an end mark and no interval. Words
before the numbers are passed over.
"""

from __future__ import annotations

from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.recordings.tables import bare
from simulators.recordings.tables.bare_shape import begin
from simulators.refusal import refused

NAME = "rr-text"
"""Name of the format."""


def _is(file: OpenFile, asked: Asked) -> bool:
    return asked.column is not None or begin(file.head) is not None


def _read(file: OpenFile, asked: Asked) -> Recording:
    shape = begin(file.head)
    if asked.column is not None:
        raise refused("no_such_column", name=asked.column)
    if shape is None:
        raise refused("no_beats")
    tape = Tape()
    if shape.one_line:
        bare.put_one_line(file.text(), asked, tape)
    else:
        bare.put_columns(bare.read_columns(file.lines, shape), shape, asked, tape)
    return tape.recording(file.path, NAME)


FORMAT = Format(_is, _read, heeds_unit=True)
"""Bare numbers."""
