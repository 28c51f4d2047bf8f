"""What stands among intervals and is none: numbers that fill rows up, signs that tell one beat from the next."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from biofeedback.why import why
from simulators.recordings.tables import cells
from simulators.recordings.tables.rows import Rows

_FILLERS_LEAST = 3
"""Of the same number before it is what a program fills up with, and not one long gap."""

_FAR = 5.0
"""Times the median: so far out is no beat of the same heart. (9999 ms may be one pause, three of them are none.)"""

_SIGNED = (0.3, 0.7)
"""Share of negative numbers where the sign changes from beat to beat, as Zephyr's BioHarness writes it."""

_ALTERNATE = 0.95
"""Of the beats: so many must change the sign."""


def cleared(rows: Rows) -> Rows:
    """The rows that hold an interval, each once, with what was done told in its remarks."""
    rows = _without_signs(rows)
    fillers = _fillers(rows.values)
    return without_no_beat(rows, fillers)


def without_no_beat(rows: Rows, fillers: frozenset[float] = frozenset()) -> Rows:
    """With holes where a number stands for no interval; what stands before the first or behind the last is no hole."""
    none = cells.NO_BEAT | fillers
    if none.isdisjoint(rows.values) and not any(map(math.isnan, rows.values)):
        return rows
    kept = [k for k, value in enumerate(rows.values) if not (value in none or math.isnan(value))]
    holes: dict[int, int] = {}
    for place, (before, now) in enumerate(pairwise(kept), start=1):
        missing = now - before - 1 + sum(rows.holes.get(k, 0) for k in range(before + 1, now + 1))
        if missing:
            holes[place] = missing
    found = replace(picked(rows, kept), holes=holes)
    if holes:
        found.remarks.append(why("remarks.holes", count=sum(holes.values())))
    return found


def picked(rows: Rows, places: Sequence[int]) -> Rows:
    """The rows at some places, in that order."""
    return replace(
        rows,
        lines=array("q", map(rows.lines.__getitem__, places)),
        values=array("d", map(rows.values.__getitem__, places)),
        columns=[replace(c, values=array("d", map(c.values.__getitem__, places))) for c in rows.columns],
        holes={now: rows.holes[before] for now, before in _moved(rows.holes, places)},
        cuts={now for now, _ in _moved(rows.cuts, places)},
    )


def _moved(marked: Collection[int], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where what stood before a row stands now, and where it stood: of rows turned round it was before the later."""
    if marked:
        for now, (before, place) in enumerate(pairwise(places), start=1):
            mark = before if before == place + 1 else place
            if mark in marked:
                yield now, mark


def _fillers(values: Sequence[float]) -> frozenset[float]:
    """The numbers that fill rows up: far from all others, and there several times."""
    there = Counter(filter(cells.FILLERS.__contains__, values))
    if not there:
        return frozenset()
    middle = median(values)
    return frozenset(value for value, count in there.items() if count >= _FILLERS_LEAST and value > _FAR * middle)


def _without_signs(rows: Rows) -> Rows:
    """Each beat once and without a sign, where signs alternate from beat to beat."""
    negative = sum(value not in cells.NO_BEAT for value in rows.values if value < 0)
    if not negative:
        return rows
    values = [value for value in rows.values if value not in cells.NO_BEAT]
    if not _SIGNED[0] <= negative / len(values) <= _SIGNED[1]:
        return rows
    kept = [k for k, value in enumerate(rows.values) if k == 0 or value != rows.values[k - 1]]
    beats = [rows.values[k] for k in kept if rows.values[k] not in cells.NO_BEAT]
    if sum(a * b < 0 for a, b in pairwise(beats)) < _ALTERNATE * (len(beats) - 1):
        return rows
    found = picked(rows, kept)
    found.values = array("d", (value if value in cells.NO_BEAT else abs(value) for value in found.values))
    found.remarks.append(why("remarks.signed"))
    return found
