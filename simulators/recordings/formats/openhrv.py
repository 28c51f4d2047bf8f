"""OpenHRV session tables: `event,value,timestamp` with everything the program knew, one event a row.

Only `InterBeatInterval` (ms) is read; OpenHRV has already replaced what it thought impossible, so these are not raw.
The time is that of writing: it tells where the recording was interrupted, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulators.recordings.asked import NOTHING_ASKED
from simulators.recordings.formats.form import cells, contents, number, text_format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import Line
from simulators.recordings.tables.intervals import put
from simulators.recordings.tables.names import column_name
from simulators.recordings.tables.rows import Rows
from simulators.recordings.tables.timing import Timing
from simulators.refusal import refused

_HEADER = ["event", "value", "timestamp"]
_INTERVALS = ("interbeatinterval", "ibi")


def recognises(first: str) -> bool:
    """Whether the header is OpenHRV's."""
    return [cell.lower() for cell in cells(first, ",")] == _HEADER


def read(lines: Iterator[Line]) -> Tape:
    """The intervals. Raises InputError."""
    rows = contents(lines)
    next(rows)
    found = Rows(name="InterBeatInterval", unit_ms=1.0)
    clock = Timing(column_name("timestamp"), comma=False)
    for line, text in rows:
        row = cells(text, ",")
        if len(row) < 2:
            raise refused("bad_cell", line=line, say="row_short", wanted=3, found=len(row))
        if row[0].lower() in _INTERVALS:
            found.add(number(row[1], line), line)
            clock.take(row[2] if len(row) > 2 else "")
    found.columns = clock.columns()
    tape = Tape()
    put(found, NOTHING_ASKED, tape)
    return tape


FORMAT = text_format("openhrv", recognises, read)
"""Session tables of OpenHRV."""
