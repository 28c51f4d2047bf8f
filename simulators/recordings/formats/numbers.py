"""Bare numbers: one interval a line, with or without a time beside it, in seconds or in milliseconds.

Elite HRV, Kubios, HRVAS (.ibi), Polar Flow and GoldenCheetah all write this. A single rising column is a list of beat
times instead. A single 0 after the last interval, which some exports end with, is an end mark and no interval.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulators.recordings.formats.form import contents, number, separator, text_format
from simulators.recordings.formats.series import Series, put
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import Line
from simulators.refusal import refused


def recognises(first: str) -> bool:
    """Whether it is one or two numbers."""
    row = first.split(separator(first))
    try:
        return 1 <= len([float(cell) for cell in row]) <= 2
    except ValueError:
        return False


def read(lines: Iterator[Line]) -> Tape:
    """The intervals. Raises InputError."""
    tape = Tape()
    series = Series()
    width, mark = 0, None
    for line, text in contents(lines):
        if not width:
            mark = separator(text)
            width = len(text.split(mark))
        row = text.split(mark)
        if len(row) != width:
            raise refused("bad_cell", line=line, say="row_width", wanted=width, found=text)
        series.lines.append(line)
        series.first.append(number(row[0], line))
        if width == 2:
            series.second.append(number(row[1], line))
    if width == 1 and len(series.lines) > 1 and series.first[-1] == 0:
        del series.lines[-1], series.first[-1]
    put(series, tape)
    return tape


FORMAT = text_format("rr-text", recognises, read)
"""Bare numbers: one interval a line."""
