"""A picture made of characters. Only rows that changed are painted again, so a calm heart costs almost nothing."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from biofeedback.tui.glyphs import Ground
from biofeedback.tui.raster import Run


class Chart(Widget):
    """Rows of runs of one ink. Subclasses say what they are."""

    DEFAULT_CSS = "Chart { height: 1fr; min-height: 3; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"chart--{ink}" for ink in ("blank", "line", "mark", "band", "label", "strip", "flag", "other")),
        "chart--tension",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[tuple[Run, ...], ...] = ()

    def draw_rows(self) -> tuple[tuple[Run, ...], ...]:
        """The rows for the size as it is, which is not nothing."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw anew; what did not change is left alone."""
        before, self._rows = self._rows, self._drawn()
        if self._rows is before:
            return
        if len(before) != len(self._rows):
            self.refresh()
            return
        changed = [Region(0, y, self.size.width, 1) for y, row in enumerate(self._rows) if row != before[y]]
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        """Another size: another drawing."""
        self._rows = self._drawn()
        self.refresh()

    def _drawn(self) -> tuple[tuple[Run, ...], ...]:
        return self.draw_rows() if self.size.width and self.size.height else ()

    def render_line(self, y: int) -> Strip:
        """One row."""
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        shade = Style(bgcolor=self.get_component_rich_style("chart--tension").bgcolor)
        segments: list[Segment] = []
        for run in self._rows[y]:
            style = self.get_component_rich_style(f"chart--{run.ink.value}")
            segments.append(Segment(run.text, style + shade if run.ground is Ground.TENSION else style))
        return Strip(segments, self.size.width)
