"""The screen as SVG, as it stands on a terminal: no font from the network, and wide characters as wide as they are."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from textual.app import App

# Textual's export asks the network for a font: the reader's own monospaced one will do.
_FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_TEXT = re.compile(r'<text class="([^"]+)" x="([^"]+)" y="([^"]+)" textLength="([^"]+)" clip-path="([^"]+)">([^<]+)<')


def drawn_svg(app: App[Any], title: str) -> str:
    """What the app shows now."""
    return widened(_FONT_FACE.sub("", app.export_screenshot(title=title, simplify=True)))


def widened(svg: str) -> str:
    """With each stretch of text as long as its cells: the export counts a character that takes two columns as one."""
    return _TEXT.sub(_in_stretches, svg)


def _in_stretches(found: re.Match[str]) -> str:
    """Wide and narrow characters each in an element of their own, so that none is moved by the others' width."""
    style, x, y, length, clip, content = found.groups()
    text = unescape(content)
    column = float(length) / len(text)
    if cell_len(text) == len(text):
        return found[0]
    parts, at = list[str](), float(x)
    for _, letters in groupby(text, key=lambda letter: cell_len(letter) > 1):
        stretch = "".join(letters)
        wide = cell_len(stretch) * column
        shown = escape(stretch).replace("\xa0", "&#160;")
        parts.append(
            f'<text class="{style}" x="{at:g}" y="{y}" textLength="{wide:g}" clip-path="{clip}">{shown}</text>'
        )
        at += wide
    return "".join(parts)[: -len("/text>")]
