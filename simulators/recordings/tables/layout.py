"""Where in a text its table begins, what separates its cells, and how its columns are named.

Programs write a block of words before their table, a row of units under its names, quotes around its cells, and commas
for points. The table begins at the first line that names what is looked for, with a row under it that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from simulators.recordings.opened import Line
from simulators.recordings.tables import cells, grouped, packets
from simulators.recordings.tables.names import ColumnName, column_name, unit_ms

MARKS: tuple[str | None, ...] = (*cells.SEPARATORS, None)
"""What may separate cells; None: white space."""

COMMENTS = ("#", "%", "//")
"""What a line of remarks begins with; the names of a table may stand in one."""

_ASSIGNED = re.compile(r"=\s*[\[({]")
"""A list that a program assigns to a name, no header."""

_PAIRS_SURE = 4
"""Cells such as `827,833`: three digits behind a decimal comma would not all be so near to those before it."""

_FIGURES = 3
"""Numbers in a line that names columns: with more it is a list behind its name."""

_LONGEST_NAME = 120
"""Characters of a column's name: what is longer is a list."""

_LOOKED_AT = 12
"""Rows under the names that are looked at: the first ones of a logger may be empty in the column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is written: `names` from left to right, the column `at` that is looked for, where its rows begin.

    `comma`: numbers have a decimal comma. `pairs`: where the separator is the decimal comma itself, two cells are one.
    `lists`: a cell holds the intervals of a packet or a whole measurement. `grouped`: columns whose commas group
    thousands. `packet`: columns that hold a packet together, as a list in the first of them.
    """

    names: tuple[ColumnName, ...]
    at: int
    mark: str | None
    first_line: int
    comma: bool = False
    pairs: bool = False
    lists: bool = False
    grouped: frozenset[int] = frozenset()
    packet: tuple[int, ...] = ()

    def row(self, text: str) -> list[str]:
        """The cells of a line."""
        found = cells.split(text, self.mark)
        for k in self.grouped:
            if k < len(found):
                found[k] = found[k].replace(",", "")
        if self.packet:
            return packets.joined(found, self.packet)
        if not self.pairs or len(found) < 2 * len(self.names):
            return found
        return [f"{whole}.{part}" for whole, part in zip(found[::2], found[1::2], strict=False)]


def is_remark(text: str) -> bool:
    """Whether a line is a remark, not a row, nor a fault that a spreadsheet wrote into one."""
    return text.startswith(COMMENTS) and text.lower() not in cells.FAULTS


def find(head: Sequence[Line], wanted: Callable[[ColumnName], bool]) -> Layout | None:
    """The table whose header names exactly one column that is wanted, or several of which one comes first by rank."""
    for place, (line, text) in enumerate(head):
        if not text or not any(map(str.isalpha, text)):
            continue
        plain = text.lstrip("#%/ ") if is_remark(text) else text
        for mark in MARKS:
            alone = mark == "," and len(plain) <= 60 and not any(other in plain for other in cells.SEPARATORS)
            if mark is not None and mark not in plain and not alone:
                continue
            found = _at(line, plain, mark, head[place + 1 :], wanted)
            if found is not None:
                return found
    return None


def _at(
    line: int, text: str, mark: str | None, behind: Sequence[Line], wanted: Callable[[ColumnName], bool]
) -> Layout | None:
    """The table that has its names in this line, separated so; None where there is none."""
    if _ASSIGNED.search(text):
        return None
    written = [text] if mark == "," and "," not in text else cells.split(text, mark)
    names = tuple(column_name(cell) for cell in written)
    places = [k for k, name in enumerate(names) if wanted(name)]
    figures = sum(cells.number(cell.strip(",;")) is not None for cell in written)
    if (
        not places
        or figures > _FIGURES
        or any(map(cells.is_list, written))
        or any(len(written[k]) > _LONGEST_NAME for k in places)
    ):
        return None
    under = [row for row in behind if row[1] and not is_remark(row[1])]
    at = min(places, key=lambda k: (names[k].is_less_raw, k))
    layout = Layout(names=names, at=at, mark=mark, first_line=line + 1)
    if under and (units := _units_in(under[0][1], layout)) is not None:
        named = tuple(
            replace(name, unit_ms=unit) if name.unit_ms is None else name
            for name, unit in zip(names, units, strict=True)
        )
        layout, under = replace(layout, names=named, first_line=under[0][0] + 1), under[1:]
    rows = [layout.row(row) for _, row in under]
    layout = replace(_with_commas(layout, under), grouped=grouped.columns(rows, layout.names, at))
    layout = _with_packets(layout, rows)
    layout = replace(
        layout, lists=bool(layout.packet) or _has_lists([layout.row(row) for _, row in under[:_LOOKED_AT]], at)
    )
    if not under:
        return layout
    first = layout.row(under[0][1])
    begins = _holds(under[0][1], layout) or (len(first) > layout.at and cells.says_nothing(first[layout.at]))
    goes_on = any(_holds(row, layout) for _, row in under[:_LOOKED_AT]) or _all_empty(under, layout)
    return layout if begins and goes_on else None


def _units_in(text: str, layout: Layout) -> list[float | None] | None:
    """The units in a row of nothing else."""
    row = cells.split(text, layout.mark)
    found = [unit_ms(cell.strip("[]() ")) for cell in row]
    plain = all(cells.number(cell) is None for cell in row if cell)
    if len(row) != len(layout.names) or not plain or not any(unit is not None for unit in found):
        return None
    return found


def _with_commas(layout: Layout, under: Sequence[Line]) -> Layout:
    """With decimal commas, where the rows have them."""
    rows = [cells.split(text, layout.mark) for _, text in under[:_LOOKED_AT]]
    if layout.mark == ",":
        quoted = any("," in cell for row in rows for cell in row)
        width = len(layout.names)
        doubled = bool(rows) and all(
            len(row) == 2 * width and all(c.lstrip("-").isdigit() for c in row) for row in rows
        )
        return replace(layout, comma=quoted, pairs=doubled)
    comma = any("," in cell and cells.number(cell) is None and cells.number(cell, comma=True) is not None
                for row in rows for cell in row)  # fmt: skip
    return replace(layout, comma=comma)


def _with_packets(layout: Layout, rows: Sequence[Sequence[str]]) -> Layout:
    """With the columns of a packet as one, where the intervals stand in several."""
    packet = packets.columns(rows, layout.names, layout.at)
    if not packet:
        return layout
    names = tuple(column_name("") if k in packet[1:] else name for k, name in enumerate(layout.names))
    return replace(layout, packet=packet, at=packet[0], names=names)


def _holds(text: str, layout: Layout) -> bool:
    """Whether a row has a number, or a list of them, where it is looked for."""
    row = layout.row(text)
    if len(row) <= layout.at:
        return False
    cell = row[layout.at]
    return (
        cells.number(cell, comma=layout.comma) is not None
        or cells.number_with_unit(cell) is not None
        or cells.is_list(cell)
    )


def _has_lists(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether rows have lists of numbers in a column: `827,833` is one where both parts are intervals in all rows."""
    filled = [row[at] for row in rows if len(row) > at and not cells.says_nothing(row[at])]
    lists = [cell for cell in filled if cells.is_list(cell)]
    pairs = [cell for cell in lists if cells.number(cell, comma=True) is not None]
    if len(pairs) < len(lists):
        return True
    alike = bool(pairs) and all(cells.is_pair(cell) for cell in pairs)
    return alike and (len(pairs) >= _PAIRS_SURE or len(pairs) < len(filled))


def _all_empty(under: Sequence[Line], layout: Layout) -> bool:
    """Whether the rows are as wide as the names, and have nothing yet where it is looked for."""
    rows = [layout.row(text) for _, text in under[:_LOOKED_AT]]
    return len(layout.names) > 1 and all(
        len(row) >= len(layout.names) and cells.says_nothing(row[layout.at]) for row in rows
    )
