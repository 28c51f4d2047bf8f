"""Two hearts on one scale, the second dotted; and how alike they swing, beside what chance gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import floor

from msgspec import structs
from textual.app import ComposeResult
from textual.containers import Vertical

from biofeedback.findings import Beat, BeatClass
from biofeedback.signal.beat_history import BeatHistory
from biofeedback.signal.synchrony import SPAN_S, Synchrony, synchrony
from biofeedback.text_layout import fill, one_line
from biofeedback.texts import Texts
from biofeedback.ticks import TICKS_PER_S
from biofeedback.tui.chart_scale import StickyScale
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.raster import GUTTER, JOIN_MAX_S, Flag, Ink, Run, TimeMark, rate_bpm
from biofeedback.tui.text_widgets import FixedText
from biofeedback.tui.watching.axis import time_marks
from biofeedback.tui.watching.canvas import Canvas
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.heading import length_said
from biofeedback.tui.watching.heart_panel import BEAT_BY_BEAT_S
from biofeedback.tui.watching.panel import Picture

ANEW_S = 5.0
"""How alike they swing is taken anew so often: it is over minutes. Seconds of the session."""


@dataclass(frozen=True, slots=True)
class OneDrawn:
    """One of the hearts: up to `end_s` on its own clock; `last_t`: of its last beat."""

    beats: BeatHistory = field(compare=False)
    end_s: float
    last_t: float


@dataclass(frozen=True, slots=True)
class TogetherDrawn:
    """Both, over the same length up to the same moment."""

    hearts: tuple[OneDrawn, OneDrawn]
    length_s: float
    flags: tuple[Flag, ...]
    axis: tuple[TimeMark, ...]


def _points(one: OneDrawn, length_s: float, columns: int) -> Iterator[list[tuple[float, float]]]:
    """Stretches without a hole of (share of the width, beats a minute)."""
    begin = one.end_s - length_s
    so_far: list[tuple[float, float]] = []
    if length_s > BEAT_BY_BEAT_S:
        for k, extent in enumerate(one.beats.extents(begin, length_s / columns, columns)):
            if extent is None or extent.ticks is None:
                yield so_far
                so_far = []
            else:
                so_far.append(((k + 0.5) / columns, 2 * 60.0 * TICKS_PER_S / sum(extent.ticks)))
        yield so_far
        return
    before: Beat | None = None
    for beat in one.beats.stretch(begin, one.end_s):
        if beat.kind is not BeatClass.NORMAL:
            before = None
            continue
        if before is None or beat.gap or beat.t - before.t > JOIN_MAX_S:
            yield so_far
            so_far = []
        so_far.append(((beat.t - begin) / length_s, rate_bpm(beat)))
        before = beat
    yield so_far


def together_rows(
    drawn: TogetherDrawn, width: int, height: int, charset: Charset, scale: StickyScale
) -> tuple[tuple[Run, ...], ...]:
    """Both lines with their numbers at the right, the scale at the left, the axis below."""
    canvas = Canvas(width, height, charset)
    rows, columns = max(1, canvas.rows - 1), max(1, canvas.width - GUTTER - 1)
    across, down = canvas.across // canvas.width, rows * (canvas.down // canvas.rows)
    lines = [[each for each in _points(one, drawn.length_s, columns * across) if each] for one in drawn.hearts]
    found = scale.fit(drawn.hearts[0].end_s, [bpm for line in lines for part in line for _, bpm in part])

    def at(share: float, bpm: float) -> tuple[int, int]:
        y = floor((found.high - bpm) / (found.high - found.low) * down)
        return GUTTER * across + min(columns * across - 1, floor(share * columns * across)), max(0, min(down - 1, y))

    for flag in drawn.flags:
        canvas.flag(GUTTER + floor((1 - (drawn.hearts[0].end_s - flag.t) / drawn.length_s) * columns), rows, flag.name)
    for number, (line, ink) in enumerate(zip(lines, (Ink.LINE, Ink.OTHER), strict=True), 1):
        for part in line:
            dots = [at(share, bpm) for share, bpm in part]
            for start, end in pairwise(dots):
                _draw(canvas, start, end, ink)
            canvas.dot(*dots[0], ink)
        if line:
            canvas.say(canvas.width - 1, at(*line[-1][-1])[1] * rows // down, str(number), ink)
    canvas.say(0, 0, f"{found.high:>{GUTTER - 1}}")
    canvas.say(0, rows - 1, f"{found.low:>{GUTTER - 1}}")
    canvas.axis(drawn.axis, drawn.length_s, GUTTER)
    return canvas.draw()


def _draw(canvas: Canvas, start: tuple[int, int], end: tuple[int, int], ink: Ink) -> None:
    """A whole line for the first, every other dot for the second: their shapes tell them apart, not their colours."""
    if ink is Ink.LINE:
        canvas.line(start, end)
        return
    (x0, y0), (x1, y1) = start, end
    length = max(abs(x1 - x0), abs(y1 - y0))
    for i in range(0, length + 1, 2):
        share = i / length if length else 0.0
        canvas.dot(round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share), ink)


class TogetherPicture(Picture[TogetherDrawn]):
    """Both lines, within a scale that does not jump."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._scale = StickyScale()

    def picture(self, drawn: TogetherDrawn) -> tuple[tuple[Run, ...], ...]:
        """The rows."""
        return together_rows(drawn, self.size.width, self.size.height, self.look.charset, self._scale)


def synchrony_said(found: Synchrony | None, texts: Texts) -> str:
    """How alike they swing, with its interval, the lag, and what chance gives; or that it cannot be told."""
    if found is None:
        return texts.say("watching.together_later")
    said = texts.say("watching.together", r=found.r.value, low=found.r.low, high=found.r.high)
    if found.lag_s > 0:
        said += texts.say("watching.together_second", seconds=found.lag_s)
    elif found.lag_s < 0:
        said += texts.say("watching.together_first", seconds=-found.lag_s)
    word = "beyond" if found.beyond_chance else "within"
    return said + texts.say(f"watching.together_{word}", chance=found.by_chance)


class TogetherPanel(Vertical):
    """Both hearts and what they share."""

    def __init__(self, look: Look) -> None:
        super().__init__(id="together", classes="panel")
        self._look = look
        self._found: Synchrony | None = None
        self._found_t: float | None = None

    def compose(self) -> ComposeResult:
        """Words, picture, what is shared."""
        yield FixedText(classes="heading")
        yield TogetherPicture(self._look)
        yield FixedText(classes="shared")

    def look_at(self, first: Glimpse, second: Glimpse, names: tuple[str, str]) -> None:
        """Show this moment of both."""
        texts, t = self._look.texts, first.view.t
        title = (f"3 {texts.say('watching.together_title')}", length_said(first.window, t, texts))
        named = tuple(f"{number}: {name}" for number, name in enumerate(names, 1))
        self.query_one(".heading", FixedText).show(one_line((*title, *named), self.size.width))
        behind = t - first.window.shows_to(t)
        one, other = (OneDrawn(each.course.beats, each.view.t - behind, each.course.last_t) for each in (first, second))
        picture = self.query_one(TogetherPicture)
        step = first.window.length_s(t) / max(1, picture.size.width)
        one, other = (replace(each, end_s=floor(each.end_s / step) * step) for each in (one, other))
        picture.show(
            TogetherDrawn(
                hearts=(one, other),
                length_s=first.window.length_s(t),
                flags=tuple(Flag(mark.t, str(mark.number)) for mark in first.marks),
                axis=time_marks(first.window, t, texts),
            )
        )
        if self._found_t is None or not 0 <= t - self._found_t < ANEW_S:
            self._found_t, self._found = t, _shared(first, second)
        self.query_one(".shared", FixedText).show(fill(synchrony_said(self._found, texts), self.size.width or 78))


def _shared(first: Glimpse, second: Glimpse) -> Synchrony | None:
    """Of both on the clock of the first."""
    end, ahead = first.view.t, first.view.t - second.view.t
    one = first.course.beats.stretch(end - SPAN_S, end)
    other = second.course.beats.stretch(second.view.t - SPAN_S, second.view.t)
    return synchrony(one, [structs.replace(beat, t=beat.t + ahead) for beat in other], end)
