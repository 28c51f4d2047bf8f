"""The rows of a table with names: its intervals, and every column beside them that may be their clock, in one pass."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from biofeedback.why import why
from simulators.recordings.opened import Line
from simulators.recordings.tables import cells, moments
from simulators.recordings.tables.clocks import Column
from simulators.recordings.tables.intervals import Rows
from simulators.recordings.tables.layout import Layout, is_remark
from simulators.recordings.tables.names import ColumnName, unit_ms
from simulators.refusal import refused

_MOST_COLUMNS = 24
"""Columns that are looked at as clocks: no logger writes more times than that."""

_EPOCHS = ((1e9, 3e9), (1e12, 3e12), (1e15, 3e15), (1e18, 3e18))
"""Numbers that count seconds, ms, us or ns since 1970: from 2001 to 2065."""

_SPREADSHEET = (30_000.0, 60_000.0)
"""Days of a spreadsheet with a time in their fraction: from 1982 to 2064."""


class Timing:
    """One column beside the intervals as it is read: dates by what its first cell looks like, else numbers."""

    def __init__(self, name: ColumnName, comma: bool) -> None:
        self._name = name
        self._comma = comma
        self._readings: tuple[moments.Reading, ...] | None = None
        self._found: list[array[float]] = [array("d")]

    def take(self, cell: str) -> None:
        """The cell beside the next interval; what is no time is none."""
        if self._readings is None and not cells.says_nothing(cell):
            self._readings = moments.readings(cell)
            filler = self._found[0]
            self._found = [array("d", filler) for _ in self._readings] or [filler]
        if self._readings:
            for reading, found in zip(self._readings, self._found, strict=True):
                value = reading.seconds(cell)
                found.append(math.nan if value is None else value)
        else:
            value = cells.number(cell, comma=self._comma)
            self._found[0].append(math.nan if value is None else value)

    def columns(self) -> list[Column]:
        """What it may be; nothing where its name says that it is none."""
        if self._name.is_rate or self._name.is_ecg:
            return []
        name = self._name.text.strip()
        if not self._readings:
            values = self._found[0]
            named = (self._name.is_time or _is_epoch(values)) and not self._name.is_counter
            counter, unit = self._name.is_counter, self._name.unit_ms
            unit_s = None if unit is None else unit / 1000
            return [Column(name=name, values=values, dated=False, named=named, counter=counter, unit_s=unit_s)]
        return [
            Column(name=name, values=values, dated=True, named=True, wheel_s=reading.wheel_s)
            for reading, values in zip(self._readings, self._found, strict=True)
        ]


@dataclass(slots=True)
class _Pending:
    """What stood between two intervals."""

    blank: int = 0  # empty lines
    empty: int = 0  # rows without an interval
    total: int = 0
    holes: dict[int, int] = field(default_factory=dict[int, int])

    def before(self, place: int) -> None:
        """An interval comes at this place."""
        if missing := self.blank + self.empty:
            self.holes[place] = missing
        self.total += self.empty
        self.blank = self.empty = 0


def collect(lines: Iterable[Line], layout: Layout) -> Rows:
    """The rows of a table. Raises InputError for a cell that is neither an interval nor empty."""
    name = layout.names[layout.at]
    rows = Rows(name=name.text.strip(), unit_ms=name.unit_ms)
    beside = [(k, Timing(each, layout.comma)) for k, each in enumerate(layout.names) if k != layout.at][:_MOST_COLUMNS]
    pending, single = _Pending(), len(layout.names) == 1
    for line, text in lines:
        if line < layout.first_line or is_remark(text):
            continue
        if not text:
            pending.blank += single
            continue
        row = layout.row(text)
        if len(row) <= layout.at:
            raise refused("bad_cell", line=line, say="row_short", wanted=layout.at + 1, found=len(row))
        found = _intervals_in(row[layout.at], line, layout, rows)
        if not found:
            pending.empty += 1
            continue
        pending.before(len(rows.values))
        if len(found) > 1 and rows.values:
            rows.cuts.add(len(rows.values))
        for value in found:
            rows.add(value, line)
            for k, timing in beside:
                timing.take(row[k] if k < len(row) else "")
    rows.columns = [column for _, timing in beside for column in timing.columns()]
    _keep_holes(pending, rows)
    return rows


def _intervals_in(cell: str, line: int, layout: Layout, rows: Rows) -> list[float]:
    """The intervals in a cell: none, one, or the list of a packet or a whole measurement."""
    value = cells.number(cell, comma=layout.comma)
    if value is not None:
        if value in cells.NO_BEAT:
            return []
        if value <= 0:
            raise refused("bad_cell", line=line, say="not_positive", found=cell)
        return [value]
    if cells.says_nothing(cell):
        return []
    with_unit = cells.number_with_unit(cell)
    if with_unit is not None:
        if rows.unit_ms is None:
            rows.unit_ms = unit_ms(with_unit[1])
        return [with_unit[0]]
    if cells.is_list(cell):
        return [each for each in cells.numbers_in(cell) if each not in cells.NO_BEAT]
    raise refused("bad_cell", line=line, found=cell)


def _keep_holes(pending: _Pending, rows: Rows) -> None:
    """Rows without an interval are holes where most rows have one; elsewhere they are rows in which no beat ended."""
    count = len(rows.values)
    pending.holes.pop(0, None)
    if not pending.holes or pending.total > count or len(pending.holes) >= 0.9 * (count - 1):
        return
    rows.holes = pending.holes
    rows.remarks.append(why("remarks.holes", count=sum(pending.holes.values())))


def _is_epoch(values: array[float]) -> bool:
    """Whether numbers count from 1970, or are days of a spreadsheet."""
    first = next((value for value in values if not math.isnan(value)), 0.0)
    fraction = _SPREADSHEET[0] < first < _SPREADSHEET[1] and first != int(first)
    return fraction or any(low < first < high for low, high in _EPOCHS)
