"""A column beside the intervals as it is read: dates by what its first cell looks like, else numbers."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Callable, Sequence

from simulators.recordings.tables import cells, moments
from simulators.recordings.tables.clocks import EPOCHS, Column
from simulators.recordings.tables.names import ColumnName

_SPREADSHEET = (30_000.0, 60_000.0)
"""Days of a spreadsheet with a time in their fraction: from 1982 to 2064."""

_FIRST = 16
"""Cells by which a column is known as one of dates: the first of them may be wrong."""

_LIKE_A_TIME = re.compile(r"(?<!\d)\d{1,2}:[0-5]\d(?!\d)")
"""What stands in a time of any spelling."""


class Timing:
    """One column beside the intervals as it is read: dates by what its first cells look like, else numbers."""

    def __init__(self, name: ColumnName, comma: bool) -> None:
        self._name = name
        self._comma = comma
        self._readings: tuple[moments.Reading, ...] | None = None
        self._seconds: Callable[[str], tuple[float, ...]] | None = None
        self._found: list[array[float]] = [array("d")]
        self._words = 0
        self._unread: bool | None = None  # a time that is written as nobody knows: that it is not used is told

    def take(self, cell: str) -> None:
        """The cell beside the next interval; what is no time is none."""
        if self._seconds is not None:
            values = self._seconds(cell)
            if len(values) == 1:
                self._found[0].append(values[0])
                return
            for seconds, found in zip(values, self._found, strict=True):
                found.append(seconds)
            return
        value = cells.number(cell, comma=self._comma)
        if (value is None or self._readings is None) and not cells.says_nothing(cell):
            if self._may_be_dates and (readings := moments.readings(cell)):
                self._are_dates(readings)
                self.take(cell)
                return
            if value is not None:
                self._readings = ()
            else:
                self._words += 1
                self._unread = _LIKE_A_TIME.search(cell) is not None if self._unread is None else self._unread
        self._found[0].append(math.nan if value is None else value)

    def take_all(self, cells_below: Sequence[str]) -> None:
        """As `take` of each, many times quicker for plain numbers."""
        if self.is_numeric and (found := _plain(cells_below)) is not None:
            self._found[0].extend(found)
            return
        for cell in cells_below:
            self.take(cell)

    @property
    def _may_be_dates(self) -> bool:
        """Whether a cell that is a date tells what the column is: so long as others were few, which may be wrong."""
        return self._words < _FIRST and (self._readings is None or len(self._found[0]) < _FIRST)

    def _are_dates(self, readings: tuple[moments.Reading, ...]) -> None:
        """From now on its cells are dates; those before were wrong."""
        self._readings, self._seconds = readings, moments.quickly(readings)
        filler = array("d", [math.nan]) * len(self._found[0])
        self._found = [array("d", filler) for _ in readings]

    @property
    def is_numeric(self) -> bool:
        """Whether its first cells were plain numbers, so that it is not a date."""
        return self._readings == ()

    @property
    def is_dated(self) -> bool:
        """Whether it is read in one way only, as dates with the year first."""
        return self._readings is not None and [each.name for each in self._readings] == [moments.YEAR_FIRST]

    def take_numbers(self, doubles: bytes) -> None:
        """The cells beside the next intervals, where all of them are numbers, or dates in seconds since 1970."""
        self._found[0].frombytes(doubles)

    def columns(self) -> list[Column]:
        """What it may be; nothing where its name says that it is none."""
        if self._name.is_rate or self._name.is_ecg:
            return []
        name = self._name.text.strip()
        if not self._readings:
            values = self._found[0]
            named = (self._name.is_time or bool(self._unread) or _is_epoch(values)) and not self._name.is_counter
            counter, unit = self._name.is_counter, self._name.unit_ms
            unit_s = None if unit is None else unit / 1000
            return [Column(name=name, values=values, dated=False, named=named, counter=counter, unit_s=unit_s)]
        return [
            Column(name=name, values=values, dated=True, named=True, wheel_s=reading.wheel_s)
            for reading, values in zip(self._readings, self._found, strict=True)
        ]


def _plain(texts: Sequence[str]) -> array[float] | None:
    """Finite numbers, written as all programs read them; None where any is something else."""
    try:
        found = array("d", map(float, texts))
    except ValueError:
        return None
    return found if all(map(math.isfinite, found)) and "_" not in "".join(texts) else None


def tells_the_date(column: Column) -> bool:
    """Whether a clock is no time of day, and none since a start."""
    return column.wheel_s is None if column.dated else _is_epoch(column.values)


def _is_epoch(values: Sequence[float]) -> bool:
    """Whether numbers count from 1970, or are days of a spreadsheet."""
    first = next((value for value in values if not math.isnan(value)), 0.0)
    fraction = _SPREADSHEET[0] < first < _SPREADSHEET[1] and first != int(first)
    return fraction or any(low < first < high for low, high in EPOCHS)
