"""The beat-to-beat chart as rows of characters: pure, so that every dot can be tested without a terminal.

Time runs to the right in whole columns: the picture moves by one column at a time and stands still between. Beats that
were not normal are marked, not drawn, and a line is never drawn across them or across lost time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import floor

from rich.cells import cell_len

from biofeedback.findings import Beat, BeatClass
from biofeedback.signal.beat_history import Extent
from biofeedback.ticks import TICKS_PER_S
from biofeedback.tui.chart_scale import Range
from biofeedback.tui.flag_names import flag_names
from biofeedback.tui.glyphs import GLYPH_SETS, GlyphSet, Ground
from biofeedback.tui.look import Charset

JOIN_MAX_S = 3.0
"""Two beats further apart are not joined: no heart at rest leaves so long a silence. Seconds."""

BAND_BPM = 3.0
"""Half the width of the band about the baseline: a resting mean wanders so far with posture and breath. Beats a
minute."""

GUTTER = 4
"""Room for the numbers of the scale. Columns."""

AXIS_ROWS = 1
"""Room for the axis of time. Rows."""


class Ink(Enum):
    """What a character stands for; the widget gives it a colour."""

    BLANK = "blank"
    LINE = "line"
    MARK = "mark"
    BAND = "band"
    LABEL = "label"
    STRIP = "strip"
    FLAG = "flag"
    OTHER = "other"  # a second line


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` on (seconds) until the next span, `ground` was asked for."""

    start: float
    ground: Ground


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one ink on one ground, side by side."""

    text: str
    ink: Ink
    ground: Ground


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A moment `age_s` seconds ago, named for people."""

    age_s: float
    name: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A moment that the person marked, `name` being short."""

    t: float
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartData:
    """What is drawn: times in seconds of the session, rates in beats per minute.

    `extents`: instead of beats the spans of each column of dots, from the first that is shown on.
    """

    t: float
    beats: tuple[Beat, ...]
    spans: tuple[Span, ...] = ()
    baseline_bpm: float | None = None
    flags: tuple[Flag, ...] = ()
    extents: tuple[Extent | None, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How it is drawn: the size in characters, the seconds across, the scale."""

    width: int
    height: int
    window_s: float
    scale: Range
    charset: Charset
    marks: tuple[TimeMark, ...] = ()  # on the axis of time, oldest first

    @property
    def columns(self) -> int:
        """Columns of the picture itself."""
        return max(1, self.width - GUTTER)

    @property
    def rows(self) -> int:
        """Rows of the picture itself."""
        return max(1, self.height - AXIS_ROWS)

    def scale_end(self, row: int) -> int | None:
        """The end of the scale that stands at a row, counted from the top; None between the ends."""
        if row == 0:
            return self.scale.high
        return self.scale.low if row == self.rows - 1 else None

    @property
    def column_s(self) -> float:
        """Seconds of one column."""
        return self.window_s / self.columns


def rate_bpm(beat: Beat) -> float:
    """The momentary heart rate of one interval, beats per minute."""
    return 60.0 * TICKS_PER_S / beat.rr_ticks


def draw(data: ChartData, frame: Frame) -> tuple[tuple[Run, ...], ...]:
    """The chart's rows, from the top; each row is `frame.width` characters."""
    glyphs = GLYPH_SETS[frame.charset]
    first_column = first_column_of(data.t, frame)
    shown = [b for b in data.beats if b.rr_ticks > 0 and first_column * frame.column_s <= b.t <= data.t]
    if data.extents is None:
        dots = _dots(shown, frame, glyphs, first_column)
        marks = {floor(b.t / frame.column_s) - first_column for b in shown if b.kind is not BeatClass.NORMAL}
    else:
        dots = _bars(data.extents, frame, glyphs)
        marks = {k // glyphs.across for k, each in enumerate(data.extents) if each is not None and each.odd}
    flags = {floor(flag.t / frame.column_s) - first_column: flag.name for flag in data.flags if flag.t <= data.t}
    names = flag_names(flags, frame.columns)
    grounds = _grounds(data.spans, first_column, frame)
    band = _band_rows(data.baseline_bpm, frame)
    rows = [
        _row(r, dots[r], marks if r == 0 else set(), r in band, grounds, glyphs, frame, flags, names)
        for r in range(frame.rows)
    ]
    strip = [(glyphs.strip[g], Ink.STRIP, Ground.FREE) for g in grounds]
    rows.append(runs([(" ", Ink.LABEL, Ground.FREE)] * GUTTER + _named(strip, frame)))
    return tuple(rows)


def first_column_of(t: float, frame: Frame) -> int:
    """The place of the first column in time, so that `t` is in the last."""
    return floor(t / frame.column_s) - frame.columns + 1


def _named(strip: list[tuple[str, Ink, Ground]], frame: Frame) -> list[tuple[str, Ink, Ground]]:
    """The axis with the names of its moments, each centred on its own as far as the edges let it."""
    named, free_to = list(strip), frame.columns
    for mark in reversed(frame.marks):  # from the right: wide characters shift what is behind them
        name = f" {mark.name} " if mark.age_s else f" {mark.name}"
        width, at = cell_len(name), frame.columns - 1 - floor(mark.age_s / frame.column_s)
        start = max(0, min(at - width // 2, free_to - width))
        if at < 0 or start + width > free_to:
            continue
        named[start : start + width] = [(letter, Ink.LABEL, Ground.FREE) for letter in name]
        free_to = start
    return named


def _dots(beats: Sequence[Beat], frame: Frame, glyphs: GlyphSet, first_column: int) -> list[list[int]]:
    cells = [[0] * frame.columns for _ in range(frame.rows)]
    dot_s = frame.column_s / glyphs.across
    dots_down, dots_across = frame.rows * glyphs.down, frame.columns * glyphs.across
    span = frame.scale.high - frame.scale.low

    def place(beat: Beat) -> tuple[int, int]:
        share = (frame.scale.high - rate_bpm(beat)) / span
        return floor(beat.t / dot_s) - first_column * glyphs.across, min(
            dots_down - 1, max(0, floor(share * dots_down))
        )

    before: Beat | None = None
    there = 0, 0  # its place
    for beat in beats:
        if beat.kind is not BeatClass.NORMAL:
            before = None
            continue
        here = place(beat)
        joined = before is not None and not beat.gap and beat.t - before.t <= JOIN_MAX_S
        for x, y in _line(there if joined else here, here):
            if 0 <= x < dots_across:
                cells[y // glyphs.down][x // glyphs.across] |= glyphs.bits[y % glyphs.down][x % glyphs.across]
        before, there = beat, here
    return cells


def _bars(extents: Sequence[Extent | None], frame: Frame, glyphs: GlyphSet) -> list[list[int]]:
    """Each column of dots from its slowest to its fastest beat, joined with the one before it."""
    cells = [[0] * frame.columns for _ in range(frame.rows)]
    dots_down, span = frame.rows * glyphs.down, frame.scale.high - frame.scale.low

    def down(ticks: int) -> int:
        share = (frame.scale.high - 60.0 * TICKS_PER_S / ticks) / span
        return min(dots_down - 1, max(0, floor(share * dots_down)))

    before: tuple[int, int] | None = None
    for x, extent in enumerate(extents[: frame.columns * glyphs.across]):
        if extent is None or extent.ticks is None:
            before = None
            continue
        here = down(extent.ticks[0]), down(extent.ticks[1])
        top, bottom = here if before is None else (min(here[0], before[1]), max(here[1], before[0]))
        for y in range(top, bottom + 1):
            cells[y // glyphs.down][x // glyphs.across] |= glyphs.bits[y % glyphs.down][x % glyphs.across]
        before = here
    return cells


def _line(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Every dot of a line without holes."""
    (x0, y0), (x1, y1) = start, end
    length = max(abs(x1 - x0), abs(y1 - y0))
    for i in range(length + 1):
        share = i / length if length else 0.0
        yield round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)


def _grounds(spans: Sequence[Span], first_column: int, frame: Frame) -> list[Ground]:
    """What was asked for in the middle of each column."""
    starts, grounds = [span.start for span in spans], [Ground.FREE, *(span.ground for span in spans)]
    middles = ((first_column + column + 0.5) * frame.column_s for column in range(frame.columns))
    return [grounds[bisect_right(starts, middle)] for middle in middles]


def _band_rows(baseline_bpm: float | None, frame: Frame) -> range:
    if baseline_bpm is None:
        return range(0)
    per_row = (frame.scale.high - frame.scale.low) / frame.rows
    top = floor((frame.scale.high - baseline_bpm - BAND_BPM) / per_row)
    bottom = floor((frame.scale.high - baseline_bpm + BAND_BPM) / per_row)
    return range(top, bottom + 1)


def _row(
    r: int,
    dots: Sequence[int],
    marks: set[int],
    in_band: bool,
    grounds: Sequence[Ground],
    glyphs: GlyphSet,
    frame: Frame,
    flags: Collection[int],
    names: Mapping[int, str],
) -> tuple[Run, ...]:
    number = frame.scale_end(r)
    label = f"{number:>{GUTTER - 1}} " if number is not None else " " * GUTTER
    cells = [(char, Ink.LABEL, Ground.FREE) for char in label]
    if not (in_band or marks or flags or any(dots)):
        return runs([*cells, *((" ", Ink.BLANK, ground) for ground in grounds)])
    for column, ground in enumerate(grounds):
        if r == 0 and column in names:
            cells.append((names[column], Ink.FLAG, ground))
        elif column in marks:
            cells.append((glyphs.mark, Ink.MARK, ground))
        elif dots[column]:
            cells.append((glyphs.glyph(dots[column]), Ink.LINE, ground))
        elif column in flags:
            cells.append((glyphs.flag, Ink.FLAG, ground))
        elif in_band and column % 2 == 0:
            cells.append((glyphs.band, Ink.BAND, ground))
        else:
            cells.append((" ", Ink.BLANK, ground))
    return runs(cells)


def runs(cells: Sequence[tuple[str, Ink, Ground]]) -> tuple[Run, ...]:
    """Characters with their ink and ground, those alike put together."""
    if not cells:
        return ()
    joined, start = list[Run](), 0
    _, ink, ground = cells[0]
    for end, (_, next_ink, next_ground) in enumerate(cells):
        if next_ink is not ink or next_ground is not ground:
            joined.append(Run("".join([cell[0] for cell in cells[start:end]]), ink, ground))
            start, ink, ground = end, next_ink, next_ground
    joined.append(Run("".join([cell[0] for cell in cells[start:]]), ink, ground))
    return tuple(joined)
