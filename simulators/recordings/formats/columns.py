"""Tables that name a column of intervals, in whatever words: most programs and scripts write one.

HRV Logger, Polar Sensor Logger, FatMaxxer, Elite HRV, ActiGraph, Hexoskin, Empatica, Kubios reports, Welltory and many
others differ only in the words before the table, in names, units and clocks. One engine reads them all.
"""

from __future__ import annotations

from collections.abc import Callable

from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.recordings.tables import layout
from simulators.recordings.tables.collecting import collect
from simulators.recordings.tables.intervals import put
from simulators.recordings.tables.names import ColumnName
from simulators.refusal import refused

NAME = "rr-columns"
"""Name of the format."""

PLAIN = "rr-table"
"""Name of the format where the intervals are called as in the plain table."""


def _wanted(asked: Asked) -> Callable[[ColumnName], bool]:
    if asked.column is None:
        return lambda name: name.is_intervals
    wanted = asked.column.strip().casefold()
    return lambda name: name.text.strip().casefold() == wanted


def _is(file: OpenFile, asked: Asked) -> bool:
    return layout.find(file.head, _wanted(asked)) is not None


def _read(file: OpenFile, asked: Asked) -> Recording:
    found = layout.find(file.head, _wanted(asked))
    if found is None:
        raise refused("no_such_column", name=asked.column or "")
    rows = collect(file.long_lines if found.lists else file.lines, found)
    tape = Tape()
    put(rows, asked, tape)
    plain = found.names[found.at].text.strip().lower() == "rr_ms"
    return tape.recording(file.path, PLAIN if plain else NAME)


FORMAT = Format(_is, _read, heeds_unit=True)
"""Tables with a column of intervals."""
