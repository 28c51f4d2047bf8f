"""Intervals between the tags of an XML file, or in their attributes, with the times that stand beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulators.recordings.tables import cells
from simulators.recordings.tables.names import column_name
from simulators.recordings.tables.rows import Rows
from simulators.recordings.tables.timing import Timing

_MOST_TIMES = 6
"""Different names of times that are kept."""


class XmlRows:
    """Values and times as they come, put together: a time that comes anew begins a row, or a value behind a time."""

    def __init__(self) -> None:
        self._rows = Rows()
        self._values: list[float] = []
        self._times: dict[str, str] = {}
        self._timings: dict[str, Timing] = {}
        self._line = 0
        self._time_was_last = False

    def take_values(self, name: str, values: Sequence[float], line: int) -> None:
        """Intervals under a name."""
        if self._values and self._time_was_last:
            self._end_row()
        self._values += values
        self._line, self._time_was_last = line, False
        self._rows.name = name

    def take_time(self, name: str, text: str) -> None:
        """What stands under the name of a time."""
        if name in self._times and self._values:
            self._end_row()
        if name in self._times or len(self._times) < _MOST_TIMES:
            self._times[name] = text
            self._time_was_last = True

    def take_attributes(self, attributes: Mapping[str, str], line: int) -> None:
        """An element that holds its interval and its times in attributes."""
        names = {key: column_name(key[:200]) for key in attributes}
        values = [
            (key, value)
            for key, name in names.items()
            if name.is_intervals and (value := cells.number(attributes[key])) is not None
        ]
        if len(values) == 1:
            for key, name in names.items():
                if name.is_time and not name.is_intervals:
                    self.take_time(key, attributes[key][:100])
            self.take_values(values[0][0], [values[0][1]], line)

    @property
    def rows(self) -> Rows:
        """All of them."""
        self._end_row()
        self._rows.columns = [column for timing in self._timings.values() for column in timing.columns()]
        return self._rows

    def _end_row(self) -> None:
        for name in self._times:
            if name not in self._timings and self._values:
                timing = self._timings[name] = Timing(column_name(name), comma=False)
                for _ in range(len(self._rows.values)):
                    timing.take("")
        for value in self._values:
            self._rows.add(value, self._line)
            for name, timing in self._timings.items():
                timing.take(self._times.get(name, ""))
        self._values.clear()
        self._times.clear()
