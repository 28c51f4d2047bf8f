"""The plain table: a header that names `rr_ms`, and `t_s` where the file knows the time of the beat that ends it.

What experts said stands in the columns `label` (of that beat) and `rhythm` (in force).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simulators.recordings.asked import Asked, Unit
from simulators.recordings.formats.form import (
    Head,
    cells,
    column_names,
    contents,
    first_content,
    separator,
    text_format,
)
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import Line, OpenFile
from simulators.recordings.rhythm_names import rhythm_named
from simulators.recordings.tables.names import column_name
from simulators.refusal import refused

RR = "rr_ms"
"""Column of the intervals, in milliseconds."""

TIME = "t_s"
"""Column of the times of the beats that end them, in seconds."""

LABEL = "label"
"""Column of what experts said of that beat."""

RHYTHM = "rhythm"
"""Column of the rhythm they said was in force."""


def recognises(first: str) -> bool:
    """Whether the header names `t_s` with `rr_ms`, or without any intervals: then the missing column can be told.

    Or nothing but `rr_ms` and what was said of it.
    """
    names = column_names(first)
    if names.count(RR) > 1 or (RR in names and TIME in names) or _is_annotated(names):
        return True
    return TIME in names and not any(name.is_intervals or name.is_ecg for name in map(column_name, names))


def _is_annotated(names: list[str]) -> bool:
    """Whether it is all intervals and what experts said of them, without their times."""
    return RR in names and {LABEL, RHYTHM} & set(names) != set() and set(names) <= {RR, LABEL, RHYTHM}


def names_intervals(head: Head) -> bool:
    """Whether the first line with content names `rr_ms`: a table that holds intervals, well-formed or not."""
    first = first_content(head)
    return first is not None and RR in column_names(first)


def read(lines: Iterator[Line]) -> Tape:
    """The table's intervals. Raises InputError."""
    rows = contents(lines)
    first = next(rows, None)  # a last line without an end may be left out, and be the only one
    if first is None:
        raise refused("no_beats")
    line, header = first
    mark, names = separator(header), column_names(header)
    if RR not in names:
        raise refused("no_column", line=line, found=header)
    if names.count(RR) > 1 or names.count(TIME) > 1:
        raise refused("no_column", line=line, say="column_twice", found=header)
    rr_at, t_at = names.index(RR), _place(names, TIME)
    label_at, rhythm_at = _place(names, LABEL), _place(names, RHYTHM)
    annotated = label_at is not None or rhythm_at is not None
    tape = Tape()
    for line, text in rows:
        text = text.replace('"', "") if '"' in text else text
        row = (text.replace(",", ".") if mark == ";" and "," in text else text).split(mark)
        try:
            rr_ms = float(row[rr_at])
            t_s = None if t_at is None else float(row[t_at])
        except (ValueError, IndexError):
            raise _bad_row(row, line, rr_at, t_at) from None
        if t_s is None:
            tape.add(rr_ms, line)
        else:
            tape.add_at(rr_ms, t_s, line)
        if annotated:
            said = cells(text, mark)
            tape.annotate(_cell(said, label_at), rhythm_named(_cell(said, rhythm_at)))
    return tape


def _place(names: list[str], name: str) -> int | None:
    return names.index(name) if name in names else None


def _cell(row: list[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _bad_row(row: list[str], line: int, rr_at: int, t_at: int | None) -> Exception:
    wanted = max(rr_at, t_at or 0) + 1
    if len(row) < wanted:
        return refused("bad_cell", line=line, say="row_short", wanted=wanted, found=len(row))
    try:
        float(row[rr_at])
    except ValueError:
        return refused("bad_cell", line=line, found=row[rr_at])
    return refused("bad_time", line=line, say="time_not_a_number", found=row[t_at or 0])


def _recognises(file: OpenFile, asked: Asked) -> bool:
    return asked.unit in (None, Unit.MILLISECONDS) and _PLAIN.recognises(file, asked)


_PLAIN = text_format("rr-table", recognises, read)

FORMAT = replace(_PLAIN, recognises=_recognises, heeds_unit=True)
"""The plain table; of one in another unit, whatever its column is called, more is to be judged (`columns`)."""
