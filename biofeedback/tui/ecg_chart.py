"""The ECG on the screen, where the strap sends one."""

from __future__ import annotations

from biofeedback.tui.chart import Chart
from biofeedback.tui.chart_scale import Range
from biofeedback.tui.ecg_raster import Grid, draw, grid_for, scale_for, suits
from biofeedback.tui.look import NARROW_COLUMNS, Charset
from biofeedback.tui.raster import Frame, Run
from biofeedback.view import EcgStrip

WINDOW_S = 6.0
"""Time shown: what a session's view holds. Seconds."""

NARROW_WINDOW_S = 3.0
"""On a narrow screen six seconds would squeeze a complex into a column. Seconds."""


class EcgChart(Chart):
    """The last seconds of ECG, with a mark above each R peak."""

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._charset = charset
        self._scale: Range | None = None
        self._strip: EcgStrip | None = None
        self._t = 0.0
        self.grid: Grid | None = None  # as it was drawn last

    def show(self, strip: EcgStrip | None, t: float) -> None:
        """Draw `strip` up to time `t`."""
        self._strip = strip
        self._t = t
        if self.display:
            self.redraw()

    def draw_rows(self) -> tuple[tuple[Run, ...], ...]:
        """Within a scale that stays as long as it suits."""
        strip = self._strip
        if strip is None or not strip.microvolts:
            return ()
        lowest, highest = min(strip.microvolts), max(strip.microvolts)
        if self._scale is None or not suits(self._scale, lowest, highest):
            self._scale = scale_for(lowest, highest)
        frame = self._frame(self._scale)
        self.grid = grid_for(frame)
        return draw(strip, self._t, frame)

    def _frame(self, scale: Range) -> Frame:
        return Frame(
            width=self.size.width,
            height=self.size.height,
            window_s=NARROW_WINDOW_S if self.size.width < NARROW_COLUMNS else WINDOW_S,
            scale=scale,
            charset=self._charset,
        )
