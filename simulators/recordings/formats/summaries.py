"""Tables of heart rates, of summaries, of other quantities: no interval is in them, and that is what is to be said.

HRV4Training, Fitbit, Samsung, Oura, HRV Logger's features, Polar Flow and most watches export these.
"""

from __future__ import annotations

from itertools import islice

from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.recordings.tables import cells
from simulators.recordings.tables.layout import MARKS
from simulators.recordings.tables.names import column_name
from simulators.refusal import refused

_SHOWN = 4
"""Names of columns in the refusal."""


def _rates(file: OpenFile) -> list[str]:
    """The columns of rates or summaries that a line of the file's begin names."""
    for _, text in file.head:
        if not text or text[0] in "{[<":
            continue
        mark = next((mark for mark in MARKS if mark is not None and mark in text), ",")
        written = cells.split(text, mark)
        if any(cells.number(cell) is not None for cell in written):
            continue
        names = [column_name(cell) for cell in written]
        if any(name.is_intervals for name in names):
            return []
        found = [name.text for name in names if name.is_rate]
        others = [name.text for name in names if name.is_quantity]
        if not found and others and all(name.is_quantity or name.is_time or name.is_counter for name in names):
            found = others
        if found and (len(names) > 1 or len(file.head) > 1):
            return found
    return []


def _is(file: OpenFile, asked: Asked) -> bool:
    return asked.column is None and bool(_rates(file))


def _read(file: OpenFile, _asked: Asked) -> Recording:
    raise refused("only_summaries", names=", ".join(islice(_rates(file), _SHOWN)))


FORMAT = Format(_is, _read)
"""Tables without any interval."""
