"""Numbers without names: which of their columns are intervals, and what stands beside them."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from biofeedback.why import why
from simulators.recordings.asked import Asked
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import Line
from simulators.recordings.tables import cells, moments
from simulators.recordings.tables.bare_shape import LIST_LEAST, Shape, is_closing, undressed
from simulators.recordings.tables.cleared import without_no_beat
from simulators.recordings.tables.clocks import Fit, judge
from simulators.recordings.tables.intervals import put
from simulators.recordings.tables.layout import is_remark
from simulators.recordings.tables.names import ColumnName, column_name
from simulators.recordings.tables.plausible import (
    FASTEST_MS,
    RATES,
    SECONDS_BELOW,
    SLOWEST_MS,
    looks_like_samples,
)
from simulators.recordings.tables.rows import MOST, Rows
from simulators.recordings.tables.timing import Timing
from simulators.refusal import refused

_TIMES_LEAST = 30
"""Values before a single rising column is taken for beat times."""

_TIMES_SURE = 100
"""As many rising values are beat times wherever they start: no heart slows down at each of 100 beats."""

_TIMES_NEAR = 60
"""Else they must start within so many intervals from 0."""

_EPOCH_S = (1e9, 3e9)
"""Seconds from 1970 to 2001 and to 2065."""

_MOST_HZ = 1000.0
"""Of a watch."""

_DECIMAL_COMMA = re.compile(r"[0-3],\d{1,4}|\d{3,4},\d")
"""Intervals in s, or in ms with a tenth, where blanks separate them and the comma is the decimal point."""

_ALIKE = 0.2
"""Columns of a list that goes on from line to line have the same middle, but for a fifth."""


def put_one_line(text: str, asked: Asked, tape: Tape) -> None:
    """All numbers of a text, in order, as intervals. Raises InputError."""
    written = [each.strip() for each in text.split("\n")]
    line = " ".join(undressed(each) for each in written if each and not is_remark(each))
    mark = ";" if ";" in line else None
    parts = line.split(mark) if mark else line.split()
    decimal = mark is None and len(parts) > 1 and all(_DECIMAL_COMMA.fullmatch(part) for part in parts)
    if len(parts) == 1 or (mark is None and not decimal and any("," in part.strip(",") for part in parts)):
        parts = re.split(r"[,|\s]+", line)
    rows = Rows()
    for part in (each.strip().strip("[](){}\"'") for each in parts):
        if not part:
            continue
        value = cells.number(part.strip(","), comma=True)
        if value is None:
            raise refused("bad_cell", line=1, found=part)
        rows.add(value, 1)
    _single(rows, asked, tape)


class _Column:
    """One column as it is read: its numbers, NaN where there is none, and the times that it may be."""

    def __init__(self, name: ColumnName, comma: bool, *, timed: bool) -> None:
        self.name = name
        self.values = array("d")
        self.timing = Timing(name, comma) if timed else None
        self.is_numeric: bool | None = None  # None: nothing stood in it yet
        self._comma = comma
        self._alone = not timed

    def take(self, cell: str, line: int) -> None:
        """The next cell. Raises InputError where numbers go before it and it is none."""
        value = cells.number(cell, comma=self._comma)
        if self.is_numeric is None and cell:
            self.is_numeric = value is not None and not moments.readings(cell)
        if value is None and (self.is_numeric or self._alone) and not cells.says_nothing(cell):
            raise refused("bad_cell", line=line, found=cell)
        if len(self.values) >= MOST:
            raise refused("too_long", line=line, say="too_many", most=MOST)
        self.values.append(math.nan if value is None else value)
        if self.timing is not None:
            self.timing.take(cell)


@dataclass(slots=True)
class Table:
    """The rows of bare numbers: the line of each, its columns, empty lines before rows, and cells of shorter rows."""

    columns: list[_Column]
    lines: array[int] = field(default_factory=lambda: array("q"))
    blank: dict[int, int] = field(default_factory=dict[int, int])
    short: dict[int, int] = field(default_factory=dict[int, int])


def read_columns(lines: Iterable[Line], shape: Shape) -> Table:
    """All rows. Raises InputError."""
    comma, timed = shape.comma or shape.mark in (";", "\t", None), shape.width > 1
    names = shape.names or tuple(replace(column_name(""), text=f"{k + 1}") for k in range(shape.width))
    table = Table([_Column(name, comma, timed=timed) for name in names])
    pending, lists = 0, shape.width >= LIST_LEAST
    for line, text in lines:
        if line < shape.first_line or is_remark(text) or (text and is_closing(text)):
            continue
        if not text:
            pending += 1
            continue
        row = shape.row(undressed(text))
        if len(row) != shape.width:
            if not (lists and len(row) < shape.width):
                raise refused("bad_cell", line=line, say="row_width", wanted=shape.width, found=text)
            table.short[len(table.lines)] = len(row)
        if pending and table.lines:
            table.blank[len(table.lines)] = pending
        pending = 0
        table.lines.append(line)
        for k, column in enumerate(table.columns):
            column.take(row[k] if k < len(row) else "", line)
    return table


def put_columns(table: Table, shape: Shape, asked: Asked, tape: Tape) -> None:
    """The intervals among columns without names. Raises InputError."""
    at = table.lines
    if not at:
        raise refused("no_beats")
    if shape.skipped:
        tape.tell(why("remarks.words_before", count=shape.skipped))
    if shape.pairs:
        tape.tell(why("remarks.pairs"))
    numbers = [column.values if column.is_numeric else None for column in table.columns]
    if len(numbers) == 1:
        rows = Rows(lines=at, values=table.columns[0].values)
        rows.holes = {} if len(table.blank) >= 0.9 * (len(at) - 1) else table.blank
        first_at_0 = rows.values[0] == 0 and _beat_time_unit(rows.values) is not None
        _single(rows if first_at_0 else without_no_beat(rows), asked, tape)
    elif _is_list(numbers):
        rows = Rows()
        for k, line in enumerate(at):
            for column in table.columns[: table.short.get(k, shape.width)]:
                rows.add(column.values[k], line)
        _single(without_no_beat(rows), asked, tape)
    else:
        _beside(table, numbers, asked, tape)


def _single(rows: Rows, asked: Asked, tape: Tape) -> None:
    """One column: intervals, or the times of beats."""
    _refuse_empatica(rows.values)
    unit_s = _beat_time_unit(rows.values) if asked.unit is None else None
    if unit_s is None:
        plausible = bool(rows.values) and FASTEST_MS <= median(_rough_ms(rows.values)) <= SLOWEST_MS
        if asked.unit is None and plausible and looks_like_samples(rows.values):
            raise refused("implausible", say="looks_like_samples")
        put(rows, asked, tape)
        return
    tape.tell(why("remarks.beat_times", unit="s" if unit_s == 1 else "ms"))
    for line, (before, now) in zip(rows.lines[1:], pairwise(rows.values), strict=True):
        tape.add_at((now - before) * unit_s * 1000, now * unit_s, line)


def _refuse_empatica(values: Sequence[float]) -> None:
    """Raises InputError for the other files of an Empatica: a time, samples a second, and then samples."""
    if len(values) > _TIMES_LEAST and _EPOCH_S[0] < values[0] < _EPOCH_S[1] and 0 < values[1] < _MOST_HZ:
        rest = values[2:]
        rates = RATES[0] <= min(rest) and max(rest) <= RATES[1]
        raise refused("only_summaries", names="HR") if rates else refused("implausible", say="looks_like_samples")


def _beside(table: Table, numbers: Sequence[Sequence[float] | None], asked: Asked, tape: Tape) -> None:
    """Which of several columns are the intervals: those beside which another one runs as their clock."""
    at, names = table.lines, [column.name for column in table.columns]
    timings = [column.timing.columns() if column.timing is not None else [] for column in table.columns]
    plausible = [
        k for k, values in enumerate(numbers) if values is not None and not names[k].is_quantity and _plausible(values)
    ]
    if len(plausible) > 1 and len({tuple(numbers[k] or ()) for k in plausible}) == 1:
        plausible = plausible[:1]
    fitting = [
        k
        for k in plausible
        if any(
            judge(column, _rough_ms(numbers[k] or [])).fit in (Fit.BEATS, Fit.ARRIVAL, Fit.BEHIND, Fit.NEWEST_FIRST)
            for j, timing in enumerate(timings) if j != k
            for column in timing
        )
    ]  # fmt: skip
    chosen = fitting if len(fitting) == 1 else plausible
    if len(chosen) != 1:
        raise refused("columns_unclear", line=at[0])
    k = chosen[0]
    rows = Rows(name=names[k].text, unit_ms=names[k].unit_ms, lines=at, values=array("d", numbers[k] or []))
    rows.columns = [column for j, timing in enumerate(timings) if j != k for column in timing]
    if _first_repeats(rows):  # Kubios type 2 begins with a row at 0 that holds its second interval
        rows = replace(
            rows, lines=at[1:], values=rows.values[1:],
            columns=[replace(column, values=column.values[1:]) for column in rows.columns],
        )  # fmt: skip
        rows.remarks.append(why("remarks.first_row"))
    if asked.unit is None and not names[k].is_intervals and looks_like_samples(rows.values):
        raise refused("implausible", say="looks_like_samples")
    put(rows, asked, tape)


def _first_repeats(rows: Rows) -> bool:
    """Whether the first row is at 0, and its interval that of the next, at whose end it stands."""
    if len(rows.values) < 3 or rows.values[0] != rows.values[1]:
        return False
    return any(
        len(c.values) > 2 and c.values[0] == 0 and c.values[1] == rows.values[1]
        and abs(c.values[2] - c.values[1] - rows.values[2]) < 0.1 * abs(rows.values[2] - rows.values[1]) + 1e-9
        for c in rows.columns
    )  # fmt: skip


def _plausible(values: Sequence[float]) -> bool:
    filled = [value for value in values if not math.isnan(value)]
    return len(filled) == len(values) and min(filled) > 0 and FASTEST_MS <= median(_rough_ms(filled)) <= SLOWEST_MS


def _rough_ms(values: Sequence[float]) -> list[float]:
    unit = 1000.0 if median(values) < SECONDS_BELOW else 1.0
    return [value * unit for value in values]


def _is_list(numbers: Sequence[Sequence[float] | None]) -> bool:
    """Whether columns are intervals that go on from line to line."""
    if len(numbers) < LIST_LEAST or any(values is None for values in numbers):
        return False
    middles = [median([v for v in values if not math.isnan(v)] or [0.0]) for values in numbers if values is not None]
    low, high = min(middles), max(middles)
    return (
        low > 0 and high < low * (1 + _ALIKE) and FASTEST_MS <= low * (1000 if low < SECONDS_BELOW else 1) <= SLOWEST_MS
    )


def _beat_time_unit(values: Sequence[float]) -> float | None:
    """Seconds that one unit is, where a single column can only be the times of beats."""
    if len(values) < _TIMES_LEAST or not all(a < b for a, b in pairwise(values)):
        return None
    step = median(now - before for before, now in pairwise(values))
    if len(values) < _TIMES_SURE and values[0] > _TIMES_NEAR * step:
        return None
    if FASTEST_MS <= step * 1000 <= SLOWEST_MS:
        return 1.0
    return 0.001 if FASTEST_MS <= step <= SLOWEST_MS else None
