"""The comparison as a picture: a row for each participant, an open mark without adaptation, a full one with it. SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Pair = tuple[float, float]
Row = tuple[str, Pair, Pair, Pair]

_PANELS = ("settled at the end, %", "time to settle, s", "length of the session, min")
"""Titles of the panels, from the left."""

_LEFT = 110
"""Layout: the names' width. SVG user units."""

_WIDTH = 190
"""Layout: a panel's width. SVG user units."""

_GAP = 40
"""Layout: between panels. SVG user units."""

_TOP = 56
"""Layout: the head's height. SVG user units."""

_ROW = 26
"""Layout: a row's height. SVG user units."""

_INK = "#1b4965"
"""Colour of marks."""

_LIGHT = "#9db4c0"
"""Colour of lines."""

_OPEN = f'fill="white" fill-opacity="0.6" stroke="{_INK}" stroke-width="1.5"'
"""An open mark; one below it shows through."""


def svg(rows: Sequence[Row]) -> str:
    """The picture. The same rows give the same text."""
    height = _TOP + _ROW * len(rows) + 34
    width = _LEFT + len(_PANELS) * (_WIDTH + _GAP)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12" role="img" aria-label="Adaptation off and on, by simulated participant">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        *_legend(),
        *(_text(_LEFT - 12, _y(k) + 4, row[0], "end") for k, row in enumerate(rows)),
    ]
    for place, title in enumerate(_PANELS):
        lines += _panel(place, title, [row[1:][place] for row in rows])
    return "\n".join([*lines, "</svg>", ""])


def _legend() -> Iterator[str]:
    yield f'<circle cx="{_LEFT}" cy="16" r="5" {_OPEN}/>'
    yield _text(_LEFT + 10, 20, "as written")
    yield f'<circle cx="{_LEFT + 90}" cy="16" r="5" fill="{_INK}"/>'
    yield _text(_LEFT + 100, 20, "adapted")


def _panel(place: int, title: str, pairs: Sequence[Pair]) -> Iterator[str]:
    left, most = _LEFT + place * (_WIDTH + _GAP), max(max(pair) for pair in pairs) or 1.0
    bottom = _y(len(pairs) - 1) + _ROW // 2
    yield _text(left, _TOP - 14, title)
    yield f'<line x1="{left}" y1="{bottom}" x2="{left + _WIDTH}" y2="{bottom}" stroke="{_LIGHT}"/>'
    for share in (0.0, 0.5, 1.0):
        x = left + share * _WIDTH
        yield f'<line x1="{x:.1f}" y1="{_TOP - 4}" x2="{x:.1f}" y2="{bottom}" stroke="#e5e5e5"/>'
        yield _text(x, bottom + 16, f"{share * most:.0f}", "middle")
    for k, (off, on) in enumerate(pairs):
        a, b, y = left + off / most * _WIDTH, left + on / most * _WIDTH, _y(k)
        yield f'<line x1="{a:.1f}" y1="{y}" x2="{b:.1f}" y2="{y}" stroke="{_LIGHT}" stroke-width="3"/>'
        yield f'<circle cx="{b:.1f}" cy="{y}" r="5" fill="{_INK}"/>'
        yield f'<circle cx="{a:.1f}" cy="{y}" r="5" {_OPEN}/>'


def _y(row: int) -> int:
    return _TOP + _ROW * row + _ROW // 2


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#222">{words}</text>'
