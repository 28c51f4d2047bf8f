"""Columns whose commas group thousands: `1,141` ms, `841,000` us, `1,760,000,000,000`.

In most tables such a comma is a decimal point; a column tells by all of its first cells which of the two it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from simulators.recordings.tables import cells
from simulators.recordings.tables.names import ColumnName
from simulators.recordings.tables.plausible import FASTEST_MS, SLOWEST_MS

_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_SMALL = re.compile(r"-?\d{1,3}(?:\.\d*)?")
_THOUSANDS = 2
"""Commas in a number: with so many none of them is a decimal point."""


def columns(rows: Sequence[Sequence[str]], names: Sequence[ColumnName], at: int) -> frozenset[int]:
    """The columns of which that holds; `at`: the one of the intervals, where the size of a heart's decides too."""
    return frozenset(
        k for k, name in enumerate(names) if _is_grouped([r[k] for r in rows if len(r) > k], name, k == at)
    )


def _is_grouped(column: Sequence[str], name: ColumnName, of_intervals: bool) -> bool:
    filled = [cell for cell in column if not cells.says_nothing(cell)]
    commas = [cell for cell in filled if "," in cell]
    if not commas or not all(map(_GROUPED.fullmatch, commas)):
        return False
    small = [cell for cell in filled if "," not in cell]
    if not all(map(_SMALL.fullmatch, small)):
        return False
    if of_intervals:  # a list of a packet's intervals looks the same
        unit_ms = 1.0 if name.unit_ms is None else name.unit_ms
        known = bool(small) or name.unit_ms is not None
        return known and not _is_a_heart(filled, ".", unit_ms) and _is_a_heart(filled, "", unit_ms)
    return bool(small) or max(cell.count(",") for cell in commas) >= _THOUSANDS


def _is_a_heart(filled: Sequence[str], comma: str, unit_ms: float) -> bool:
    """Whether all numbers are of a size, in their unit and read so, and that size a heart's."""
    values = [value * unit_ms for cell in filled if (value := cells.number(cell.replace(",", comma))) is not None]
    middle = median(values) if len(values) == len(filled) else 0.0
    return FASTEST_MS <= middle <= SLOWEST_MS and all(value > middle / 100 for value in values)
