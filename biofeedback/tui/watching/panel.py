"""One view: a line that names it and its key, and its picture below."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical

from biofeedback.text_layout import one_line
from biofeedback.tui.chart import Chart
from biofeedback.tui.look import Look
from biofeedback.tui.raster import Run
from biofeedback.tui.text_widgets import FixedText
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.views import WatchView

Drawn = TypeVar("Drawn")


class Picture(Chart, Generic[Drawn]):
    """A chart that is drawn anew only where something in it changed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.drawn: Drawn | None = None

    def show(self, drawn: Drawn) -> None:
        """Draw it; nothing happens where it is drawn already."""
        if drawn != self.drawn:
            self.drawn = drawn
            self.redraw()

    def draw_rows(self) -> tuple[tuple[Run, ...], ...]:
        """Nothing before there is something."""
        return () if self.drawn is None else self.picture(self.drawn)

    def picture(self, drawn: Drawn) -> tuple[tuple[Run, ...], ...]:
        """The rows for the size as it is."""
        raise NotImplementedError


class Panel(Vertical):
    """A view. Subclasses say what stands above it and what is drawn."""

    VIEW: WatchView

    def __init__(self, look: Look) -> None:
        super().__init__(classes="panel")
        self.look = look
        self._heading = FixedText(classes="heading")

    def chart(self) -> Chart:
        """The picture, made once."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Words, picture."""
        yield self._heading
        yield self.chart()

    def look_at(self, glimpse: Glimpse) -> None:
        """Show this moment."""
        parts = [f"{self.VIEW.value} {part}" if k == 0 else part for k, part in enumerate(self.said(glimpse))]
        self._heading.show(one_line(parts, self.size.width))
        self.draw(glimpse)

    def said(self, glimpse: Glimpse) -> tuple[str, ...]:
        """The words above it, the most important first."""
        raise NotImplementedError

    def draw(self, glimpse: Glimpse) -> None:
        """Show the picture."""
        raise NotImplementedError
