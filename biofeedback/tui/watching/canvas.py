"""Dots, letters and backgrounds on rows of characters: what the charts of the views are drawn on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from rich.cells import cell_len

from biofeedback.tui.flag_names import flag_names
from biofeedback.tui.glyphs import GLYPH_SETS, Ground
from biofeedback.tui.look import Charset
from biofeedback.tui.raster import Ink, Run, TimeMark, runs


class Canvas:
    """`width` columns and `rows` rows; dots are counted from the top left, `across` and `down` of them in all."""

    def __init__(self, width: int, rows: int, charset: Charset) -> None:
        self._glyphs = GLYPH_SETS[charset]
        self._plain = charset is Charset.ASCII
        self.width, self.rows = max(1, width), max(1, rows)
        self.across, self.down = self.width * self._glyphs.across, self.rows * self._glyphs.down
        self._dots = [[0] * self.width for _ in range(self.rows)]
        self._inks = [[Ink.LINE] * self.width for _ in range(self.rows)]
        self._behind: list[list[tuple[str, Ink] | None]] = [[None] * self.width for _ in range(self.rows)]
        self._words: list[list[tuple[int, str, Ink]]] = [[] for _ in range(self.rows)]
        self._flags: dict[int, str] = {}

    def dot(self, x: int, y: int, ink: Ink = Ink.LINE) -> None:
        """One dot; beyond the edges there is none."""
        if not (0 <= x < self.across and 0 <= y < self.down):
            return
        glyphs = self._glyphs
        row, column = y // glyphs.down, x // glyphs.across
        self._dots[row][column] |= glyphs.bits[y % glyphs.down][x % glyphs.across]
        self._inks[row][column] = ink

    def line(self, start: tuple[int, int], end: tuple[int, int], ink: Ink = Ink.LINE) -> None:
        """A line without holes."""
        (x0, y0), (x1, y1) = start, end
        length = max(abs(x1 - x0), abs(y1 - y0))
        for i in range(length + 1):
            share = i / length if length else 0.0
            self.dot(round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share), ink)

    def column(self, x: int, top: int, bottom: int, ink: Ink = Ink.LINE) -> None:
        """Every dot of a column from `top` down to `bottom`."""
        for y in range(max(0, top), min(self.down - 1, bottom) + 1):
            self.dot(x, y, ink)

    def behind(self, column: int, row: int, letter: str, ink: Ink) -> None:
        """A narrow letter that is seen where there is no dot."""
        if 0 <= column < self.width and 0 <= row < self.rows:
            self._behind[row][column] = (letter, ink)

    def faint(self, column: int, row: int) -> None:
        """A faint point where there is no dot."""
        self.behind(column, row, self._glyphs.band, Ink.BAND)

    def band(self, top: int, bottom: int, first: int = 0) -> None:
        """A faint band over these rows, from column `first` on."""
        for row in range(max(0, top), min(self.rows - 1, bottom) + 1):
            for column in range(first, self.width, 2):
                self.faint(column, row)

    def say(self, column: int, row: int, words: str, ink: Ink = Ink.LABEL) -> None:
        """Words over all else, as far as they have room whole."""
        if words and 0 <= row < self.rows and column >= 0 and column + cell_len(words) <= self.width:
            self._words[row].append((column, words, ink))

    def flag(self, column: int, rows: int, name: str) -> None:
        """A moment that the person marked: a faint line of `rows` rows with its name at the top."""
        for row in range(rows):
            self.behind(column, row, self._glyphs.flag, Ink.FLAG)
        self._flags[column] = name

    def axis(self, marks: Sequence[TimeMark], length_s: float, first: int) -> None:
        """Names of moments in the last row, from column `first` on; the newest come first where there is no room."""
        columns, free_to = self.width - first, self.width
        for mark in reversed(marks):
            at = first + columns - 1 - floor(mark.age_s / length_s * columns)
            wide = cell_len(mark.name)
            start = max(first, min(at - wide // 2, self.width - wide))
            if start + wide <= free_to:
                self.say(start, self.rows - 1, mark.name)
                free_to = start - 1

    def draw(self) -> tuple[tuple[Run, ...], ...]:
        """The rows, each exactly as wide as was asked for."""
        for column, letter in flag_names(self._flags, self.width).items():
            self.say(column, 0, letter, Ink.FLAG)
        return tuple(runs(list(self._row(row))) for row in range(self.rows))

    def _row(self, row: int) -> Iterator[tuple[str, Ink, Ground]]:
        cells = [self._cell(row, column) for column in range(self.width)]
        taken = self.width
        for column, words, ink in sorted(self._words[row], reverse=True):  # from the right: wide ones shift the rest
            if (end := column + cell_len(words)) <= taken:
                cells[column:end] = [(letter, ink, Ground.FREE) for letter in words]
                taken = column
        yield from cells

    def _cell(self, row: int, column: int) -> tuple[str, Ink, Ground]:
        if dots := self._dots[row][column]:
            if self._plain and self._inks[row][column] is Ink.OTHER:
                return "o", Ink.OTHER, Ground.FREE
            return self._glyphs.glyph(dots), self._inks[row][column], Ground.FREE
        letter, ink = self._behind[row][column] or (" ", Ink.BLANK)
        return letter, ink, Ground.FREE
