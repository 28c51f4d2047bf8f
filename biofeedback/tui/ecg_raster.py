"""A strip of ECG as rows of characters: pure, like the chart of the heart rate, and drawn with its glyphs.

Time runs to the right up to now; what has not come yet, or was lost, stays empty. Within a column of dots the line
covers all that was measured in it, so that no R peak is lost between two dots. Scales are in microvolts here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from biofeedback.tui.chart_scale import Range
from biofeedback.tui.glyphs import GLYPH_SETS, Ground
from biofeedback.tui.look import Charset
from biofeedback.tui.raster import GUTTER, Frame, Ink, Run, runs
from biofeedback.view import EcgStrip

HEIGHTS_UV = (500, 1000, 2000, 3000, 5000, 10_000, 20_000, 50_000, 100_000)
"""Heights of the scale that are chosen from: from small complexes to a line adrift. Microvolts."""

_GRIDS = 10
"""The ends of the scale lie on such parts of its height, so that a drifting line seldom moves it."""

LEAST_SHARE_USED = 0.3
"""A scale of which less is used is too large. Share of its height."""

GRID_S = (0.2, 1.0)
"""Between two columns of the grid: a large square of ECG paper, or five of them. Seconds."""

GRID_UV = (500, 1000, 5000, 10_000)
"""Between two rows of the grid: a large square of ECG paper, or more. Microvolts."""

LEAST_APART = 2
"""A grid that is finer than this hides the line. Columns, and rows."""

_MARK = {Charset.BRAILLE: "▾", Charset.BLOCKS: "▾", Charset.ASCII: "v"}


def suits(scale: Range, lowest: float, highest: float) -> bool:
    """Whether values from `lowest` to `highest` (microvolts) are shown well in `scale`."""
    height = scale.high - scale.low
    ample = height > HEIGHTS_UV[0] and highest - lowest < LEAST_SHARE_USED * height
    return scale.low <= lowest and highest <= scale.high and not ample


def scale_for(lowest: float, highest: float) -> Range:
    """The smallest scale of the ladder that holds these values, with them about its middle."""
    for height in HEIGHTS_UV:
        grid = height // _GRIDS
        low, high = floor(lowest / grid) * grid, ceil(highest / grid) * grid
        if high - low <= height:
            low -= (height - (high - low)) // grid // 2 * grid
            return Range(low, low + height)
    return Range(floor(lowest), ceil(highest))


@dataclass(frozen=True, slots=True)
class Grid:
    """Points stand where its columns (`seconds` apart) and its rows (`microvolts` apart) cross."""

    seconds: float
    microvolts: int


def grid_for(frame: Frame) -> Grid | None:
    """The finest grid that leaves the line to be seen; None: none does."""
    per_row = (frame.scale.high - frame.scale.low) / max(1, frame.rows)
    seconds = next((each for each in GRID_S if each >= LEAST_APART * frame.column_s), None)
    microvolts = next((each for each in GRID_UV if each >= LEAST_APART * per_row), None)
    return None if seconds is None or microvolts is None else Grid(seconds, microvolts)


def _crossings(frame: Frame, first: int) -> tuple[set[int], set[int]]:
    """The columns and the rows of the grid."""
    grid = grid_for(frame)
    if grid is None:
        return set(), set()
    begin, end = first * frame.column_s, (first + frame.columns) * frame.column_s
    moments = range(ceil(begin / grid.seconds), floor(end / grid.seconds) + 1)
    levels = range(ceil(frame.scale.low / grid.microvolts), floor(frame.scale.high / grid.microvolts) + 1)
    columns = {floor(k * grid.seconds / frame.column_s) - first for k in moments}
    return columns, {_down(k * grid.microvolts, frame.scale, frame.rows) for k in levels}


def draw(strip: EcgStrip, t: float, frame: Frame) -> tuple[tuple[Run, ...], ...]:
    """The rows from the top, marks first, up to time `t`; each row is `frame.width` characters."""
    glyphs = GLYPH_SETS[frame.charset]
    first = floor(t / frame.column_s) - frame.columns + 1
    cells = [[0] * frame.columns for _ in range(frame.rows)]
    dots_down = frame.rows * glyphs.down
    before: tuple[int, int, int] | None = None
    for x, low, high in _columns_of_dots(strip, frame, first * glyphs.across, glyphs.across):
        top, bottom = (_down(value, frame.scale, dots_down) for value in (high, low))
        if before is not None and before[0] == x - 1:  # close the step from the column before
            top, bottom = min(top, before[2]), max(bottom, before[1])
        for y in range(top, bottom + 1):
            cells[y // glyphs.down][x // glyphs.across] |= glyphs.bits[y % glyphs.down][x % glyphs.across]
        before = (x, _down(high, frame.scale, dots_down), _down(low, frame.scale, dots_down))
    peaks = {floor(peak.t / frame.column_s) - first for peak in strip.peaks if peak.t <= t}
    marks = [_MARK[frame.charset] if column in peaks else " " for column in range(frame.columns)]
    rows = [_row("", ((mark, Ink.MARK if mark != " " else Ink.BLANK) for mark in marks))]
    across, levels = _crossings(frame, first)
    for r, row in enumerate(cells):
        end = frame.scale_end(r)
        points = across if r in levels else set()
        inked = (
            (glyphs.glyph(dots), Ink.LINE) if dots else (glyphs.band, Ink.BAND) if c in points else (" ", Ink.BLANK)
            for c, dots in enumerate(row)
        )
        rows.append(_row("" if end is None else _millivolts(end), inked))
    return tuple(rows)


def _columns_of_dots(strip: EcgStrip, frame: Frame, first: int, across: int) -> Iterator[tuple[int, float, float]]:
    """For each column of dots that holds samples: its place, the lowest and the highest of them."""
    dot_s = frame.column_s / across
    many, samples = frame.columns * across, strip.microvolts
    here, low, high = -1, 0.0, 0.0
    for k, value in enumerate(samples):
        x = floor((strip.began + k / strip.rate_hz) / dot_s) - first
        if not 0 <= x < many:
            continue
        if x != here:
            if here >= 0:
                yield here, low, high
            here, low, high = x, value, value
        elif value < low:
            low = value
        elif value > high:
            high = value
    if here >= 0:
        yield here, low, high


def _down(value: float, scale: Range, dots_down: int) -> int:
    share = (scale.high - value) / (scale.high - scale.low)
    return min(dots_down - 1, max(0, floor(share * dots_down)))


def _millivolts(microvolts: float) -> str:
    value = microvolts / 1000
    return f"{value:.1f}" if abs(value) < 10 else f"{value:.0f}"


def _row(label: str, inked: Iterator[tuple[str, Ink]]) -> tuple[Run, ...]:
    gutter = [(char, Ink.LABEL, Ground.FREE) for char in f"{label:>{GUTTER - 1}} "[:GUTTER]]
    return runs([*gutter, *((char, ink, Ground.FREE) for char, ink in inked)])
