"""The chart of a whole session, with a cursor on it."""

from __future__ import annotations

from textual.events import Click
from textual.message import Message

from biofeedback.tui.after.course_raster import Course, course_rows
from biofeedback.tui.after.timeline import Timeline
from biofeedback.tui.chart import Chart
from biofeedback.tui.look import Charset
from biofeedback.tui.raster import GUTTER, Run


class SessionChart(Chart):
    """A session along its time. Which stretch of it, the `time` says."""

    class Pointed(Message):
        """The mouse pointed at a column."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    class Widened(Message):
        """It has another width."""

    def __init__(self, course: Course, time: Timeline, charset: Charset, *, id: str) -> None:
        super().__init__(id=id)
        self.course = course
        self.time = time
        self._charset = charset

    @property
    def columns(self) -> int:
        """Columns of time that there is room for."""
        return max(1, self.size.width - GUTTER)

    def show(self, course: Course, time: Timeline) -> None:
        """Draw it so."""
        self.course, self.time = course, time
        self.redraw()

    def draw_rows(self) -> tuple[tuple[Run, ...], ...]:
        """As many rows as there are."""
        return course_rows(self.course, self.time, self.size.height, self._charset)

    def on_resize(self) -> None:
        """As many columns of time as there is room for."""
        self.time = self.time.as_wide_as(self.columns)
        self.post_message(self.Widened())
        super().on_resize()

    def on_click(self, event: Click) -> None:
        """The moment that was pointed at."""
        event.stop()
        self.post_message(self.Pointed(event.x - GUTTER))
