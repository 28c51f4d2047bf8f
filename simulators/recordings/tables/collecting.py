"""The rows of a table with names: its intervals, and every column beside them that may be their clock, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from biofeedback.why import why
from simulators.recordings.opened import Line
from simulators.recordings.tables import cells, clock_parts
from simulators.recordings.tables.clocks import Column
from simulators.recordings.tables.layout import Layout, is_remark
from simulators.recordings.tables.names import unit_ms
from simulators.recordings.tables.people import OnePerson, names_a_person
from simulators.recordings.tables.rows import Rows
from simulators.recordings.tables.timing import Timing
from simulators.refusal import refused

_MOST_COLUMNS = 12
"""Columns that are looked at as clocks: no logger writes more times than that."""

_AT_ONCE = 2_000
"""Rows whose cells are kept as texts until they are read together."""

_WORD = re.compile(r"[^\W\d_]{2,}")
"""What a line in words has."""

_HEADING = ("=", ":")
"""What ends a word before its value."""

_SUMMED = cells.words(
    """
    mean average avg sd std stdev min max minimum maximum median sum total count summe mittel mittelwert mw anzahl
    moyenne media promedio 平均 合计
    """
)
"""Words of a row that sums up the rows above it, in small letters."""

_MOST_WORDS = 200
"""Lines in words behind the last row."""

_TOLD = 3
"""Names of columns in one remark."""

LONG_LIST = 30
"""Intervals in one list: then another list is another measurement, not the next packet."""


@dataclass(slots=True)
class Pending:
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
    beside = _Beside(layout)
    pending, single, footer, long = Pending(), len(layout.names) == 1, _Footer(), False
    header = [each.text.strip() for each in layout.names]
    who, people = OnePerson(), [(k, each.text) for k, each in enumerate(layout.names) if names_a_person(each)]
    for line, text in lines:
        if line < layout.first_line or is_remark(text):
            continue
        if not text:
            pending.blank += single
            continue
        row = layout.row(text)
        if row == header or (not rows.values and row[0].endswith(_HEADING)):
            continue  # files that were put together; what stands between the names and the rows
        value = _usual(row, layout)
        if value is None and (problem := _no_row(row, line, text, layout)) is not None:
            footer.take(text, problem)
            continue
        found = _intervals_in(row[layout.at], layout, rows) if value is None else (value,)
        if not found:
            pending.empty += 1
            continue
        footer.must_be_empty()
        for k, said in people:
            who.take(said, row[k] if k < len(row) else "", line)
        pending.before(len(rows.values))
        if rows.values and (long or len(found) >= LONG_LIST):
            rows.cuts.add(len(rows.values))
        long = len(found) >= LONG_LIST
        for each in found:
            rows.add(each, line)
            beside.take(row)
    others = [each.text.strip() for k, each in enumerate(layout.names) if k != layout.at and each.is_intervals]
    if others:
        rows.remarks.append(why("remarks.other_columns", names=", ".join(others[:_TOLD])))
    if layout.packet:
        pending.holes.clear()  # a packet without an interval: no beat ended
    if layout.lists:
        rows.remarks.append(why("remarks.packets"))
    if layout.pairs:
        rows.remarks.append(why("remarks.pairs"))
    rows.columns = clock_parts.together(beside.columns())
    footer.tell(rows)
    keep_holes(pending, rows)
    return rows


class _Beside:
    """The columns beside the intervals, taken from many rows at a time."""

    def __init__(self, layout: Layout) -> None:
        names = [(k, each) for k, each in enumerate(layout.names) if k != layout.at][:_MOST_COLUMNS]
        self._timings = [(k, Timing(name, layout.comma)) for k, name in names]
        self._rows: list[list[str]] = []

    def take(self, row: list[str]) -> None:
        """The row of the next interval."""
        self._rows.append(row)
        if len(self._rows) == _AT_ONCE:
            self._take_all()

    def _take_all(self) -> None:
        for k, timing in self._timings:
            timing.take_all([row[k] if k < len(row) else "" for row in self._rows])
        self._rows.clear()

    def columns(self) -> list[Column]:
        """What each may be."""
        self._take_all()
        return [column for _, timing in self._timings for column in timing.columns()]


@dataclass(slots=True)
class _Footer:
    """Words behind the last row, such as `end of file`; words between rows are a fault of the table."""

    lines: int = 0
    first: Exception | None = None

    def take(self, text: str, problem: Exception) -> None:
        """A line that is no row. Raises its problem where it is not in words either."""
        if not _WORD.search(text):
            raise problem
        self.first = self.first or problem
        self.lines += 1
        if self.lines > _MOST_WORDS:
            raise self.first

    def must_be_empty(self) -> None:
        """A row comes. Raises the problem of the first line that was none."""
        if self.first is not None:
            raise self.first

    def tell(self, rows: Rows) -> None:
        """What was passed over. Raises the problem where there are no rows at all."""
        if self.first is not None:
            if not rows.values:
                raise self.first
            rows.remarks.append(why("remarks.words_behind", count=self.lines))


def _no_row(row: list[str], line: int, text: str, layout: Layout) -> Exception | None:
    """Why a line is no row of the table; None where it is one."""
    if layout.at and row[0].lower().strip(": ") in _SUMMED:
        return refused("bad_cell", line=line, found=row[0])
    if len(row) <= layout.at:
        return refused("bad_cell", line=line, say="row_short", wanted=layout.at + 1, found=text)
    cell = row[layout.at]
    if cells.says_nothing(cell) or cells.number(cell, comma=layout.comma) is not None:
        return None
    if cells.number_with_unit(cell) is not None or cells.is_list(cell):
        return None
    return refused("bad_cell", line=line, found=cell)


def _usual(row: list[str], layout: Layout) -> float | None:
    """The interval of a row like most: a number, and no word before it; None where the row needs a closer look."""
    if layout.lists or len(row) <= layout.at or (layout.at and not row[0][:1].isdecimal()):
        return None
    value = cells.number(row[layout.at], comma=layout.comma)
    return None if value in cells.NO_BEAT else value


def _intervals_in(cell: str, layout: Layout, rows: Rows) -> list[float]:
    """The intervals in a cell of a row: none, one, or the list of a packet or a whole measurement."""
    listed = layout.lists and cells.is_pair(cell)
    value = None if listed else cells.number(cell, comma=layout.comma)
    if value is not None:
        return [] if value in cells.NO_BEAT else [value]
    with_unit = cells.number_with_unit(cell)
    if with_unit is not None:
        if rows.unit_ms is None:
            rows.unit_ms = unit_ms(with_unit[1])
        return [with_unit[0]]
    return [each for each in cells.numbers_in(cell) if each not in cells.NO_BEAT]


def keep_holes(pending: Pending, rows: Rows) -> None:
    """Rows without an interval are holes where most rows have one; elsewhere they are rows in which no beat ended."""
    count = len(rows.values)
    pending.holes.pop(0, None)
    if not pending.holes or pending.total > count or len(pending.holes) >= 0.9 * (count - 1):
        if pending.total:
            rows.remarks.append(why("remarks.rows_without", count=pending.total))
        return
    rows.holes = pending.holes
    rows.remarks.append(why("remarks.holes", count=sum(pending.holes.values())))
