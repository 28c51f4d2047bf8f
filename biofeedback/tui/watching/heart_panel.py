"""The heart rate over a window of time that keys make longer, shorter, and move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import floor

from biofeedback.findings import BeatClass
from biofeedback.signal.beat_history import BeatHistory, Extent
from biofeedback.ticks import TICKS_PER_S
from biofeedback.tui.chart import Chart
from biofeedback.tui.chart_scale import StickyScale
from biofeedback.tui.glyphs import GLYPH_SETS
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.raster import ChartData, Flag, Frame, Run, TimeMark, draw, first_column_of, rate_bpm
from biofeedback.tui.watching.axis import time_marks
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.heading import length_said
from biofeedback.tui.watching.panel import Panel, Picture
from biofeedback.tui.watching.views import WatchView

BEAT_BY_BEAT_S = 120.0
"""Up to this length every beat has its place; in a longer window a column of dots spans all beats in it. Seconds."""


@dataclass(frozen=True, slots=True)
class HeartDrawn:
    """A stretch of a heart, up to `end_s`; `last_t`: of its last beat, with which all beats are the same."""

    beats: BeatHistory = field(compare=False)
    end_s: float = field(compare=False)
    place: int  # of the last column in time
    last_t: float
    length_s: float
    baseline_bpm: float | None
    flags: tuple[Flag, ...]
    axis: tuple[TimeMark, ...]


def heart_rows(
    drawn: HeartDrawn, width: int, height: int, charset: Charset, scale: StickyScale
) -> tuple[tuple[Run, ...], ...]:
    """The picture as rows: beat by beat, or as the span of each column."""
    frame = Frame(
        width=width,
        height=height,
        window_s=drawn.length_s,
        scale=scale.range,
        charset=charset,
        marks=drawn.axis,
    )
    data = ChartData(t=drawn.end_s, beats=(), baseline_bpm=drawn.baseline_bpm, flags=drawn.flags)
    if drawn.length_s <= BEAT_BY_BEAT_S:
        beats = drawn.beats.stretch(drawn.end_s - drawn.length_s, drawn.end_s)
        rates = [rate_bpm(beat) for beat in beats if beat.kind is BeatClass.NORMAL]
        return draw(replace(data, beats=beats), replace(frame, scale=scale.fit(drawn.end_s, rates)))
    across = GLYPH_SETS[charset].across
    begin = first_column_of(drawn.end_s, frame) * frame.column_s
    extents = drawn.beats.extents(begin, frame.column_s / across, frame.columns * across)
    fitted = scale.fit(drawn.end_s, list(_rates(extents)))
    return draw(replace(data, extents=extents), replace(frame, scale=fitted))


def _rates(extents: Iterable[Extent | None]) -> Iterator[float]:
    for extent in extents:
        if extent is not None and extent.ticks is not None:
            yield from (60.0 * TICKS_PER_S / ticks for ticks in extent.ticks)


class HeartPicture(Picture[HeartDrawn]):
    """Its line, within a scale that does not jump."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._scale = StickyScale()

    def picture(self, drawn: HeartDrawn) -> tuple[tuple[Run, ...], ...]:
        """The rows."""
        return heart_rows(drawn, self.size.width, self.size.height, self.look.charset, self._scale)


def drawn_of(glimpse: Glimpse, width: int, look: Look) -> HeartDrawn:
    """What is drawn of a heart in a picture of that width."""
    t, window, baseline = glimpse.view.t, glimpse.window, glimpse.view.vitals.baseline
    length, end = window.length_s(t), window.shows_to(t)
    frame = Frame(width=width, height=2, window_s=length, scale=StickyScale().range, charset=look.charset)
    return HeartDrawn(
        beats=glimpse.course.beats,
        end_s=end,
        place=floor(end / frame.column_s),
        last_t=glimpse.course.last_t,
        length_s=length,
        baseline_bpm=None if baseline is None else baseline.hr_bpm,
        flags=tuple(Flag(mark.t, str(mark.number)) for mark in glimpse.marks),
        axis=time_marks(window, t, look.texts),
    )


class HeartPanel(Panel):
    """Heart rate beat by beat."""

    VIEW = WatchView.HEART

    def chart(self) -> Chart:
        """Its line."""
        return HeartPicture(self.look)

    def said(self, glimpse: Glimpse) -> tuple[str, ...]:
        """What it is, and how much of it."""
        texts = self.look.texts
        return texts.say("watching.heart"), length_said(glimpse.window, glimpse.view.t, texts)

    def draw(self, glimpse: Glimpse) -> None:
        """The stretch that the window shows."""
        picture = self.query_one(HeartPicture)
        picture.show(drawn_of(glimpse, picture.size.width, self.look))
