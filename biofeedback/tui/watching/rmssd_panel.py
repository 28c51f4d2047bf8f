"""RMSSD over the whole time, with the person's own band at rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor

from biofeedback.findings import Estimate
from biofeedback.signal.slow_series import SeriesPoint
from biofeedback.tui.chart import Chart
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.raster import GUTTER, Flag, Run, TimeMark
from biofeedback.tui.watching.axis import time_marks
from biofeedback.tui.watching.canvas import Canvas
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.panel import Panel, Picture
from biofeedback.tui.watching.time_window import LENGTHS_S, TimeWindow
from biofeedback.tui.watching.views import WatchView

STEP_MS = 10
"""The ends of the scale are multiples of this. Milliseconds."""

LEAST_MS = 20
"""Least height of the scale: less would magnify what an index over a minute cannot tell. Milliseconds."""

JOINED_STEPS = 2.5
"""Points further apart than so many of the shortest steps are not joined: between them nothing was known. Ratio."""

_ALL = TimeWindow(LENGTHS_S.index(None))


@dataclass(frozen=True, slots=True)
class RmssdDrawn:
    """The points, and the band at rest where it is known; `length_s` up to now."""

    points: tuple[SeriesPoint, ...]
    rest: Estimate | None
    length_s: float
    end_s: float
    flags: tuple[Flag, ...]
    axis: tuple[TimeMark, ...]


def rmssd_rows(drawn: RmssdDrawn, width: int, height: int, charset: Charset) -> tuple[tuple[Run, ...], ...]:
    """From the top: the line before the band at rest, and the axis of time."""
    canvas = Canvas(width, height, charset)
    rows, columns = max(1, canvas.rows - 1), max(1, canvas.width - GUTTER)
    values = [point.estimate.value for point in drawn.points]
    band = () if drawn.rest is None else (drawn.rest.low, drawn.rest.high)
    low = floor(min((*values, *band), default=0) / STEP_MS) * STEP_MS
    high = max(ceil(max((*values, *band), default=0) / STEP_MS) * STEP_MS, low + LEAST_MS)
    across, down = canvas.across // canvas.width, rows * (canvas.down // canvas.rows)

    def at(point: SeriesPoint) -> tuple[int, int]:
        share = (point.t - drawn.end_s + drawn.length_s) / drawn.length_s
        y = (high - point.estimate.value) / (high - low)
        return GUTTER * across + floor(share * (columns * across - 1)), min(down - 1, floor(y * down))

    if drawn.rest is not None:
        top, bottom = ((high - ms) / (high - low) * rows for ms in (drawn.rest.high, drawn.rest.low))
        canvas.band(floor(top), min(rows - 1, floor(bottom)), GUTTER)
    least = min((after.t - before.t for before, after in pairwise(drawn.points)), default=0.0)
    for before, after in pairwise(drawn.points):
        if after.t - before.t <= JOINED_STEPS * least:
            canvas.line(at(before), at(after))
    for point in drawn.points:
        canvas.dot(*at(point))
    canvas.say(0, 0, f"{high:>{GUTTER - 1}}")
    canvas.say(0, rows - 1, f"{low:>{GUTTER - 1}}")
    for flag in drawn.flags:
        canvas.flag(GUTTER + floor((flag.t - drawn.end_s + drawn.length_s) / drawn.length_s * columns), rows, flag.name)
    canvas.axis(drawn.axis, drawn.length_s, GUTTER)
    return canvas.draw()


class RmssdPicture(Picture[RmssdDrawn]):
    """Its line."""

    def picture(self, drawn: RmssdDrawn) -> tuple[tuple[Run, ...], ...]:
        """The rows."""
        return rmssd_rows(drawn, self.size.width, self.size.height, self.look.charset)


def drawn_of(glimpse: Glimpse, look: Look) -> RmssdDrawn:
    """All of it, as it was when the last point was taken."""
    points, baseline = glimpse.course.rmssd.points, glimpse.view.vitals.baseline
    end = points[-1].t if points else 0.0
    length = _ALL.length_s(end)
    return RmssdDrawn(
        points=points,
        rest=None if baseline is None else baseline.rmssd_ms,
        length_s=length,
        end_s=end,
        flags=tuple(Flag(mark.t, str(mark.number)) for mark in glimpse.marks if mark.t <= end),
        axis=time_marks(replace(_ALL, end_s=None), end, look.texts),
    )


class RmssdPanel(Panel):
    """RMSSD as it went."""

    VIEW = WatchView.RMSSD

    def chart(self) -> Chart:
        """Its line."""
        return RmssdPicture(self.look)

    def said(self, glimpse: Glimpse) -> tuple[str, ...]:
        """What it is, its last value, and the band at rest."""
        texts, baseline = self.look.texts, glimpse.view.vitals.baseline
        rest = None if baseline is None else baseline.rmssd_ms
        now = glimpse.view.vitals.variability.rmssd_ms
        parts = [texts.say("watching.rmssd")]
        if not glimpse.course.rmssd.points:
            return *parts, texts.say("watching.not_yet")
        if now is not None:
            parts.append(texts.say("watching.rmssd_now", ms=round(now.value)))
        if rest is not None:
            parts.append(texts.say("watching.rmssd_rest", low=round(rest.low), high=round(rest.high)))
        return tuple(parts)

    def draw(self, glimpse: Glimpse) -> None:
        """All of it."""
        self.query_one(RmssdPicture).show(drawn_of(glimpse, self.look))
