"""Where bare numbers begin in a text, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from simulators.recordings.opened import Line
from simulators.recordings.tables import cells, moments
from simulators.recordings.tables.layout import MARKS, is_remark
from simulators.recordings.tables.names import ColumnName, column_name
from simulators.recordings.tables.plausible import FASTEST_MS, SLOWEST_MS

_OPENING = re.compile(r"^(?:(?:var|let|const)\s+)?(?:[A-Za-z_]\w{0,40}\s*=\s*)?[\[({]+\s*(?=[-+.\d])")
_LABEL = re.compile(r"^[^\W\d][\w ()/\[\]-]{0,40}[:=]\s*(?=[-+.\d])")
_CLOSING = re.compile(r"(?<=[\d.,])\s*[\])}]+[;,]?$")

LIST_LEAST = 3
"""Numbers in one line that are a list of intervals, not a row."""

_LOOKED_AT = 20
"""Numbers of a list that are looked at."""

_BELOW = 3
"""Rows of numbers that must follow where words stand before them."""

_DIGITS = 10
"""Of a part of a number with a decimal comma: fewer."""

_WHOLE_SECONDS = 3
"""The whole part of an interval in seconds, where the comma is its decimal point: 0 to 3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How bare numbers are written. `pairs`: the comma that separates is the decimal comma, too."""

    first_line: int
    mark: str | None
    width: int
    comma: bool = False
    pairs: bool = False
    one_line: bool = False
    names: tuple[ColumnName, ...] = ()
    skipped: int = 0

    def row(self, text: str) -> list[str]:
        """The cells of a line."""
        found = cells.split(text, self.mark)
        if found and not found[-1] and len(found) == self.width * (1 + self.pairs) + 1:
            found.pop()  # a separator at the end of a line
        if not self.pairs or len(found) % 2:
            return found
        return [f"{whole}.{part}" for whole, part in zip(found[::2], found[1::2], strict=True)]


def begin(head: Sequence[Line]) -> Shape | None:
    """Where bare numbers begin; None where there are none, or a line before them says what else they are."""
    skipped: list[str] = []
    rows = [(line, undressed(text)) for line, text in head if text and not is_remark(text)]
    for place, (line, text) in enumerate(rows):
        shape = _shape(line, text)
        if shape is None:
            skipped.append(text)
            continue
        below = [each for _, each in rows[place + 1 : place + 1 + _BELOW]]
        if skipped and (len(below) < _BELOW or not all(_fits(each, shape) for each in below)):
            skipped.append(text)
            continue
        return _refined(shape, skipped, [each for _, each in rows[place:]])
    return None


def undressed(text: str) -> str:
    """A line without the brackets of a list, and one number without the unit behind it."""
    if (found := cells.number_with_unit(text)) is not None:
        return repr(found[0])
    if (label := _LABEL.match(text)) is not None and _is_list(rest := text[label.end() :]):
        return _CLOSING.sub("", rest)
    return _CLOSING.sub("", _OPENING.sub("", text)) if text[0] in "[({" or text[-1] in "])};" or "= [" in text else text


def _is_list(text: str) -> bool:
    """Whether a text is several numbers and nothing else."""
    parts = [part for part in re.split(r"[\s,;|]+", text[:400])[:_LOOKED_AT] if part]
    return len(parts) > LIST_LEAST and all(cells.number(part) is not None for part in parts[:-1])


def is_closing(text: str) -> bool:
    """Whether a line holds nothing but the end of a list."""
    return not text.strip("])}; ,")


def _shape(line: int, text: str) -> Shape | None:
    for mark in MARKS:
        if mark is not None and mark not in text:
            continue
        shape = Shape(first_line=line, mark=mark, width=0)
        row = [cell for cell in cells.split(text, mark) if cell]
        if row and _fits(text, replace(shape, width=len(row))):
            comma = any(cells.number(cell) is None and cells.number(cell, comma=True) is not None for cell in row)
            return replace(shape, width=len(row), comma=comma)
    return None


def _fits(text: str, shape: Shape) -> bool:
    """Whether a line is as many numbers, or times, as a row has; one at least is a number."""
    row = shape.row(text)
    row = row[:-1] if row and not row[-1] else row
    numeric = [cells.number(cell, comma=True) is not None for cell in row]
    times = all(is_number or moments.readings(cell) for is_number, cell in zip(numeric, row, strict=True))
    return len(row) == shape.width and any(numeric) and times


def _refined(shape: Shape, skipped: Sequence[str], rows: Sequence[str]) -> Shape | None:
    """With what the first rows show together."""
    names: tuple[ColumnName, ...] = ()
    if skipped:
        written = cells.split(skipped[-1], shape.mark) if shape.mark or shape.width > 1 else [skipped[-1]]
        last = tuple(column_name(cell) for cell in written)
        if any(name.is_rate or name.is_ecg for name in last) or all(name.is_quantity for name in last):
            return None
        names = last if len(last) == shape.width else ()
    shape = replace(shape, names=names, skipped=len(skipped))
    if len(rows) == 1 and shape.width >= LIST_LEAST:
        return replace(shape, one_line=True)
    if shape.mark == "," and shape.width in (2, 4) and _decimal_commas(rows, shape):
        return replace(shape, pairs=True, width=shape.width // 2, names=())
    return shape


def _decimal_commas(rows: Sequence[str], shape: Shape) -> bool:
    """Whether pairs of whole numbers are seconds with a decimal comma: `0,841`."""
    split = [cells.split(row, ",") for row in rows[:50]]
    if len(split) > 1 and len(split[-1]) != shape.width:
        split.pop()  # cut by the end of what was looked at
    if any(
        len(row) != shape.width or not all(cell.isdecimal() and len(cell) < _DIGITS for cell in row) for row in split
    ):
        return False
    whole = [int(row[-2]) for row in split]
    counts = len(whole) > 2 and all(b - a == 1 for a, b in pairwise(whole))
    middle = median(float(f"{row[-2]}.{row[-1]}") for row in split) * 1000
    return max(whole) <= _WHOLE_SECONDS and not counts and FASTEST_MS <= middle <= SLOWEST_MS
