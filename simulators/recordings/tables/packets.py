"""Columns that together hold the intervals of a packet: `hr,rr1,rr2,rr3`, of which the later ones are often empty."""

from __future__ import annotations

from collections.abc import Sequence

from simulators.recordings.tables import cells
from simulators.recordings.tables.names import ColumnName

_FIRST = (0, 1)
"""Numbers of the first column."""


def columns(rows: Sequence[Sequence[str]], names: Sequence[ColumnName], at: int) -> tuple[int, ...]:
    """The columns of a packet, in order, where the one of the intervals is among them; else none.

    Two straps have such names too, but both are there in every row.
    """
    if not _is_numbered(names[at]):
        return ()
    together = [k for k, each in enumerate(names) if _is_numbered(each) and each.words[:-1] == names[at].words[:-1]]
    together.sort(key=lambda k: int(names[k].words[-1]))
    numbers = [int(names[k].words[-1]) for k in together]
    if len(numbers) < 2 or numbers[0] not in _FIRST or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return ()
    filled = [[not _is_empty(row[k]) for k in together] for row in rows if len(row) > max(together)]
    in_order = all(each == sorted(each, reverse=True) for each in filled)
    return tuple(together) if in_order and any(each[0] and not each[-1] for each in filled) else ()


def joined(row: list[str], together: Sequence[int]) -> list[str]:
    """A row with the intervals of its packet as a list in the first of their columns."""
    there = [row[k].replace(",", ".") for k in together if k < len(row) and not _is_empty(row[k])]
    found = [("" if k in together else cell) for k, cell in enumerate(row)]
    if together[0] < len(found):
        found[together[0]] = " ".join(there)
    return found


def _is_numbered(name: ColumnName) -> bool:
    return name.is_intervals and len(name.words) > 1 and name.words[-1].isdecimal() and len(name.words[-1]) == 1


def _is_empty(cell: str) -> bool:
    return cells.says_nothing(cell) or cells.number(cell) in cells.NO_BEAT
