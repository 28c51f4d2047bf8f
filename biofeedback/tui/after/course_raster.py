"""A whole session as rows of characters: its beats, the phases, what was decided, the time, and a cursor. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import inf

from msgspec import structs

from biofeedback.decisions import Phase
from biofeedback.findings import Beat, BeatClass
from biofeedback.review.segments import Segment
from biofeedback.review.sentences import clock
from biofeedback.review.told import Told
from biofeedback.tui.after.timeline import Timeline
from biofeedback.tui.chart_scale import AT_FIRST, Range, around
from biofeedback.tui.glyphs import GLYPH_SETS, Ground
from biofeedback.tui.look import Charset
from biofeedback.tui.raster import GUTTER, ChartData, Flag, Frame, Ink, Run, Span, draw, rate_bpm, runs

BELOW_ROWS = 2
"""Under the chart: what was decided, and the time. Rows."""

MOST_DRAWN = 8000
"""Beats drawn one by one: two hours at rest. Drawing them takes a few hundredths of a second."""

EDGE = 0.01
"""Of a column: so far before the right edge the chart ends, so that it ends within its last column."""

_GROUND = {
    Phase.TENSE: Ground.TENSION,
    Phase.REST: Ground.REST,
    Phase.SETTLE: Ground.PAUSE,
    Phase.PAUSED: Ground.PAUSE,
}
"""What stands under the line of the heart in each phase; under the others nothing."""

_WEIGHT = (Ground.FREE, Ground.REST, Ground.PAUSE, Ground.TENSION)
_NEVER = Span(inf, Ground.FREE)
_DECIDED = {Charset.ASCII: "o", Charset.BLOCKS: "•", Charset.BRAILLE: "•"}
_GRAVE = "!"
_CURSOR = {Charset.ASCII: "|", Charset.BLOCKS: "│", Charset.BRAILLE: "│"}

Cell = tuple[str, Ink, Ground]
"""One character of the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is drawn of a session. `heart`: whether its beats are; `flags`: what the person marked."""

    beats: tuple[Beat, ...]
    spans: tuple[Span, ...]
    told: tuple[Told, ...]
    scale: Range
    rest_bpm: float | None
    heart: bool = True
    flags: tuple[Flag, ...] = ()


def spans_of(parts: Sequence[Segment]) -> tuple[Span, ...]:
    """The phases as bands under the heart."""
    found = [Span(part.begin_s, _GROUND.get(part.phase, Ground.FREE)) for part in parts]
    return (*found, Span(parts[-1].end_s, Ground.FREE)) if parts else ()


def scale_of(beats: Sequence[Beat]) -> Range:
    """A scale for all of them, which stays as it is while one looks closer."""
    rates = [rate_bpm(beat) for beat in beats if beat.kind is BeatClass.NORMAL and beat.rr_ticks > 0]
    return around(min(rates), max(rates)) if rates else Range(*AT_FIRST)


def course_rows(course: Course, time: Timeline, height: int, charset: Charset) -> tuple[tuple[Run, ...], ...]:
    """The rows from the top, each as wide as the gutter and the columns of the time."""
    frame = Frame(
        width=time.columns + GUTTER,
        height=height - BELOW_ROWS,
        window_s=time.columns * time.column_s,
        scale=course.scale,
        charset=charset,
    )
    data = ChartData(
        t=time.right - EDGE * time.column_s,
        beats=tuple(thinned(course.beats, time, GLYPH_SETS[charset].across)) if course.heart else (),
        spans=tuple(_in_columns(course.spans, time)),
        baseline_bpm=course.rest_bpm if course.heart else None,
        flags=course.flags if course.heart else (),
    )
    rows = [_with_cursor(_cells(row), time.at, charset) for row in draw(data, frame)]
    if not course.heart:
        rows[:-1] = [[(" ", Ink.BLANK, Ground.FREE)] * GUTTER + row[GUTTER:] for row in rows[:-1]]
    return (*map(runs, rows), runs(_decided(course.told, time, charset)), runs(_clock(time)))


def _in_columns(spans: Sequence[Span], time: Timeline) -> Iterator[Span]:
    """For each column what was asked most of the body in it: a tension is shorter than a column of a whole session."""
    for column in range(time.columns):
        begin, end = (time.left + each * time.column_s for each in (column, column + 1))
        touched = [span for span, after in pairwise((*spans, _NEVER)) if span.start < end and after.start > begin]
        yield Span(begin, max((span.ground for span in touched), key=_WEIGHT.index, default=Ground.FREE))


def thinned(beats: Sequence[Beat], time: Timeline, across: int) -> Iterator[Beat]:
    """The beats that are shown; of very many, the slowest and the quickest in each dot, at one moment of it, and all
    that do not count. So a day of beats is drawn as fast as an hour.
    """
    shown = [beat for beat in beats if time.left <= beat.t <= time.right]
    if len(shown) <= MOST_DRAWN:
        yield from shown
        return
    dot_s = time.column_s / across
    for _, of_dot in groupby(shown, key=lambda beat: int(beat.t / dot_s)):
        held = list(of_dot)
        yield from (beat for beat in held if beat.kind is not BeatClass.NORMAL)
        normal = [beat for beat in held if beat.kind is BeatClass.NORMAL and beat.rr_ticks > 0]
        if normal:
            yield from (
                structs.replace(each, t=held[0].t) for each in (min(normal, key=rate_bpm), max(normal, key=rate_bpm))
            )


def _cells(row: Sequence[Run]) -> list[Cell]:
    return [(letter, run.ink, run.ground) for run in row for letter in run.text]


def _with_cursor(row: list[Cell], column: int, charset: Charset) -> list[Cell]:
    text, ink, ground = row[GUTTER + column]
    free = ink in (Ink.BLANK, Ink.BAND)
    row[GUTTER + column] = (_CURSOR[charset] if free else text, Ink.MARK, ground)
    return row


def _decided(told: Sequence[Told], time: Timeline, charset: Charset) -> list[Cell]:
    row: list[Cell] = [(" ", Ink.LABEL, Ground.FREE)] * (GUTTER + time.columns)
    for each in sorted(told, key=lambda one: one.grave):  # the grave ones lie over the others
        column = time.column(each.t)
        if 0 <= column < time.columns:
            sign = _GRAVE if each.grave else _DECIDED[charset]
            row[GUTTER + column] = (sign, Ink.MARK if each.grave else Ink.LINE, Ground.FREE)
    return row


def _clock(time: Timeline) -> list[Cell]:
    row: list[Cell] = [(" ", Ink.LABEL, Ground.FREE)] * (GUTTER + time.columns)
    for moment in time.names():
        name, column = clock(moment - time.begin), time.column(moment)
        if column + len(name) <= time.columns:
            row[GUTTER + column : GUTTER + column + len(name)] = [(each, Ink.LABEL, Ground.FREE) for each in name]
    return row
