"""The live chart of the heart rate on the screen."""

from __future__ import annotations

from biofeedback.findings import BeatClass
from biofeedback.tui.chart import Chart
from biofeedback.tui.chart_scale import StickyScale
from biofeedback.tui.look import NARROW_COLUMNS, Charset
from biofeedback.tui.raster import ChartData, Frame, Run, draw, first_column_of, rate_bpm

WINDOW_S = 120.0
"""Time shown: what a session's view holds. Seconds."""

NARROW_WINDOW_S = 60.0
"""On a narrow screen two minutes would squeeze a slow breath into two columns. Seconds."""


class HeartRateChart(Chart):
    """Heart rate beat by beat over the last minute or two."""

    def __init__(self, charset: Charset, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._charset = charset
        self._scale = StickyScale()
        self._data = ChartData(t=0.0, beats=())
        self._drawn_of: tuple[object, ...] = ()  # what the rows were drawn of: of the same, the same are drawn
        self._picture: tuple[tuple[Run, ...], ...] = ()

    def show(self, data: ChartData) -> None:
        """Draw `data`."""
        self._data = data
        self.redraw()

    def draw_rows(self) -> tuple[tuple[Run, ...], ...]:
        """Within a scale that does not jump."""
        rates = [rate_bpm(b) for b in self._data.beats if b.kind is BeatClass.NORMAL and b.rr_ticks > 0]
        window_s = NARROW_WINDOW_S if self.size.width < NARROW_COLUMNS else WINDOW_S
        frame = Frame(
            width=self.size.width,
            height=self.size.height,
            window_s=window_s,
            scale=self._scale.fit(self._data.t, rates),
            charset=self._charset,
        )
        data, first = self._data, first_column_of(self._data.t, frame)
        beats = sum(beat.t <= data.t for beat in data.beats)
        drawn_of = (frame, first, beats, data.beats, data.spans, data.baseline_bpm)
        if drawn_of != self._drawn_of:
            self._drawn_of, self._picture = drawn_of, draw(data, frame)
        return self._picture
