"""Which stretch of a session a chart shows, and where its cursor stands. Pure.

Time is divided into columns, counted from zero, as the chart of beats does it: so what is drawn and what is pointed at
are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

SHORTEST_S = 20.0
"""The closest look: twenty beats on a usual screen, each with room of its own. Seconds."""

CLOSER = 2.0
"""By so much each step of the zoom divides the time shown."""

STEPS_S = (5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
"""Between two times on the axis: round numbers of a clock. Seconds."""

NAME_COLUMNS = 10
"""Between two times on the axis at least: a time has up to seven signs. Columns."""

JUMP = 10
"""Columns that the page keys move the cursor by."""

AT_THE_EDGE = 0.5
"""Of a column: left free at the end of the whole session, so that its last moment is in the last column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A session from `begin` to `end`, shown in so many columns; `cursor`: a moment of it. Seconds."""

    begin: float
    end: float
    columns: int
    cursor: float
    zoom: int = 0
    first: int = 0
    """The column at the left edge, counted from the time zero."""

    @property
    def column_s(self) -> float:
        """Seconds of one column."""
        shown = max((self.end - self.begin) / CLOSER**self.zoom, min(SHORTEST_S, self.end - self.begin), 1.0)
        return shown / max(1.0, self.columns - AT_THE_EDGE)

    @property
    def left(self) -> float:
        """The moment at the left edge, s."""
        return self.first * self.column_s

    @property
    def right(self) -> float:
        """The moment at the right edge, s."""
        return (self.first + self.columns) * self.column_s

    def column(self, t: float) -> int:
        """The column of the chart that a moment is in, from 0; outside of it for what is not shown."""
        return floor(t / self.column_s) - self.first

    def middle(self, column: int) -> float:
        """The moment in the middle of a column, within the session."""
        return self._within((self.first + column + 0.5) * self.column_s)

    @property
    def at(self) -> int:
        """The column of the cursor."""
        return min(self.columns - 1, max(0, self.column(self.cursor)))

    def moved(self, columns: int) -> Timeline:
        """The cursor so many columns later."""
        return self.to(self.middle(self.at + columns))

    def to(self, t: float) -> Timeline:
        """The cursor at a moment; what is shown moves only where that moment is not in it."""
        there = replace(self, cursor=self._within(t))
        if 0 <= there.column(there.cursor) < self.columns:
            return there
        return there._with_cursor_at(self.columns // 2)

    def zoomed(self, by: int) -> Timeline:
        """Closer or further away; the cursor stays where it stands as far as there is time beside it."""
        zoom = self.zoom + by
        if zoom < 0 or (by > 0 and (self.end - self.begin) / CLOSER**self.zoom <= SHORTEST_S):
            return self
        return replace(self, zoom=zoom)._with_cursor_at(self.at)

    def as_wide_as(self, columns: int) -> Timeline:
        """The same moment and zoom on a chart of another width."""
        return replace(self, columns=max(1, columns))._with_cursor_at(columns // 2)

    def _with_cursor_at(self, column: int) -> Timeline:
        lowest, highest = floor(self.begin / self.column_s), floor(self.end / self.column_s) - self.columns + 1
        wanted = floor(self.cursor / self.column_s) - column
        return replace(self, first=max(lowest, min(wanted, highest)))

    def _within(self, t: float) -> float:
        return min(self.end, max(self.begin, t))

    def names(self) -> Iterator[float]:
        """Round moments since the begin that are shown, with room for their names on the axis."""
        step = next((each for each in STEPS_S if each / self.column_s >= NAME_COLUMNS), STEPS_S[-1])
        since = max(0.0, self.left - self.begin)
        for number in range(ceil(since / step), floor((self.right - self.begin) / step) + 1):
            yield self.begin + number * step


def next_after(moments: Sequence[float], cursor: float) -> float | None:
    """The first of some rising moments that lies after the cursor."""
    return next((each for each in moments if each > cursor), None)


def last_before(moments: Sequence[float], cursor: float) -> float | None:
    """The last of them that lies before it."""
    return next((each for each in reversed(moments) if each < cursor), None)
