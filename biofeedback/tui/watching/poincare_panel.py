"""Each interval against the one before it, over the last minutes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from biofeedback.signal.poincare import POINCARE_SPAN_S, Poincare, poincare
from biofeedback.text_layout import columns
from biofeedback.texts import Texts
from biofeedback.tui.chart import Chart
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.raster import GUTTER, Run
from biofeedback.tui.watching.canvas import Canvas
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.panel import Panel, Picture
from biofeedback.tui.watching.views import WatchView

STEP_MS = 100
"""The ends of both scales are multiples of this. Milliseconds."""

LEAST_MS = 400
"""Least height of the scales: a calm cloud is some 200 ms long, and less would magnify noise. Milliseconds."""


@dataclass(frozen=True, slots=True)
class PoincareDrawn:
    """The cloud, and words beside it."""

    cloud: Poincare
    words: tuple[str, ...]


def poincare_rows(drawn: PoincareDrawn, width: int, height: int, charset: Charset) -> tuple[tuple[Run, ...], ...]:
    """A square with one scale both ways, the diagonal faint; words at its right, where they have room."""
    canvas = Canvas(width, height, charset)
    rows = max(1, canvas.rows - 1)
    across, down = canvas.across // canvas.width, canvas.down // canvas.rows
    wide = max(1, min(2 * rows, canvas.width - GUTTER))  # a character is twice as high as it is wide
    low, high = _ends(drawn.cloud)
    per_ms = 1 / (high - low)
    for column in range(wide):
        canvas.faint(GUTTER + column, rows - 1 - column * rows // wide)
    for before, after in drawn.cloud.pairs:
        x, y = floor((before - low) * per_ms * wide * across), floor((high - after) * per_ms * rows * down)
        canvas.dot(GUTTER * across + min(wide * across - 1, x), min(rows * down - 1, y))
    canvas.say(0, 0, _in_seconds(high))
    canvas.say(0, rows - 1, _in_seconds(low))
    canvas.say(GUTTER, rows, _in_seconds(low))
    if wide > 2 * GUTTER:
        canvas.say(GUTTER + wide - GUTTER + 1, rows, _in_seconds(high))
    for row, words in enumerate(drawn.words):
        canvas.say(GUTTER + wide + 2, row, words)
    return canvas.draw()


def _in_seconds(ms: float) -> str:
    return f"{ms / 1000:.1f}"


def _ends(cloud: Poincare) -> tuple[int, int]:
    every = [ms for pair in cloud.pairs for ms in pair]
    low, high = floor(min(every, default=600) / STEP_MS) * STEP_MS, ceil(max(every, default=1000) / STEP_MS) * STEP_MS
    while high - low < LEAST_MS:
        high += STEP_MS
        if high - low < LEAST_MS:
            low -= STEP_MS
    return low, high


def words_of(cloud: Poincare, texts: Texts) -> tuple[str, ...]:
    """Width and length, and what they are."""
    if cloud.sd1_ms is None or cloud.sd2_ms is None:
        return (texts.say("watching.not_yet"),)
    return (
        texts.say("watching.sd1", ms=cloud.sd1_ms),
        texts.say("watching.sd1_about"),
        texts.say("watching.sd2", ms=cloud.sd2_ms),
        texts.say("watching.sd2_about"),
        texts.say("watching.pairs", n=len(cloud.pairs)),
    )


class PoincarePicture(Picture[PoincareDrawn]):
    """The cloud."""

    def picture(self, drawn: PoincareDrawn) -> tuple[tuple[Run, ...], ...]:
        """The rows."""
        return poincare_rows(drawn, self.size.width, self.size.height, self.look.charset)


class PoincarePanel(Panel):
    """The cloud, its width and its length."""

    VIEW = WatchView.POINCARE

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._cloud = poincare(())
        self._last_t = -1.0

    def chart(self) -> Chart:
        """The cloud."""
        return PoincarePicture(self.look)

    def said(self, glimpse: Glimpse) -> tuple[str, ...]:
        """What it is; and its figures, where there is no room for them beside the cloud."""
        course, texts = glimpse.course, self.look.texts
        if course.last_t != self._last_t:  # with each beat
            self._last_t = course.last_t
            self._cloud = poincare(course.beats.stretch(self._last_t - POINCARE_SPAN_S, self._last_t))
        words = words_of(self._cloud, texts)
        figures = words if self._cloud.sd1_ms is None else (words[0], words[2])
        beside = self.size.width - GUTTER - 2 * self.size.height - 2 >= max(columns(each) for each in words)
        return texts.say("watching.poincare"), *(() if beside else figures)

    def draw(self, glimpse: Glimpse) -> None:
        """The last five minutes."""
        self.query_one(PoincarePicture).show(PoincareDrawn(self._cloud, words_of(self._cloud, self.look.texts)))
