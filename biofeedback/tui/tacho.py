"""The live chart on the screen. Only rows that changed are painted again, so a calm heart costs almost nothing."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from biofeedback.findings import BeatClass
from biofeedback.tui.look import NARROW_COLUMNS, Charset
from biofeedback.tui.pens import Ground
from biofeedback.tui.raster import ChartData, Frame, Run, draw, rate_bpm
from biofeedback.tui.scale import CalmScale

WINDOW_S = 120.0  # what a session's view holds
NARROW_WINDOW_S = 60.0  # on a narrow screen two minutes would squeeze a slow breath into two columns


class Tacho(Widget):
    """Heart rate beat by beat over the last minute or two."""

    DEFAULT_CSS = "Tacho { height: 1fr; min-height: 3; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"tacho--{ink}" for ink in ("blank", "line", "mark", "band", "label", "strip")),
        "tacho--tension",
    }

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._charset = charset
        self._scale = CalmScale()
        self._data = ChartData(t=0.0, beats=())
        self._rows: tuple[tuple[Run, ...], ...] = ()

    def show(self, data: ChartData) -> None:
        """Draw `data`; what did not change is left alone."""
        self._data = data
        before, self._rows = self._rows, self._draw()
        if len(before) != len(self._rows):
            self.refresh()
            return
        changed = [Region(0, y, self.size.width, 1) for y, row in enumerate(self._rows) if row != before[y]]
        if changed:
            self.refresh(*changed)

    def on_resize(self) -> None:
        """Another size: another drawing."""
        self._rows = self._draw()
        self.refresh()

    def _draw(self) -> tuple[tuple[Run, ...], ...]:
        if not self.size.width or not self.size.height:
            return ()
        rates = [rate_bpm(b) for b in self._data.beats if b.kind is BeatClass.NORMAL and b.rr_ticks > 0]
        window_s = NARROW_WINDOW_S if self.size.width < NARROW_COLUMNS else WINDOW_S
        frame = Frame(
            width=self.size.width,
            height=self.size.height,
            window_s=window_s,
            scale=self._scale.fit(self._data.t, rates),
            charset=self._charset,
        )
        return draw(self._data, frame)

    def render_line(self, y: int) -> Strip:
        """One row."""
        if y >= len(self._rows):
            return Strip.blank(self.size.width, self.rich_style)
        shade = Style(bgcolor=self.get_component_rich_style("tacho--tension").bgcolor)
        segments: list[Segment] = []
        for run in self._rows[y]:
            style = self.get_component_rich_style(f"tacho--{run.ink.value}")
            segments.append(Segment(run.text, style + shade if run.ground is Ground.TENSION else style))
        return Strip(segments, self.size.width)
