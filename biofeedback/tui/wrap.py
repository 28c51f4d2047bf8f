"""Line breaks for both scripts: Chinese may break between any two characters, but never before closing punctuation."""

from __future__ import annotations

import re

from rich.cells import cell_len

CLOSING = "，。；：！？、）」』”’…"
"""Punctuation that must not begin a line."""

_WIDE = r"\u2e80-\u9fff\uff00-\uffef（「『“‘"
_PIECE = re.compile(rf"\s+|[{_WIDE}][{CLOSING}]*|[^\s{_WIDE}]+[{CLOSING}]*")
_LIST = re.compile(r"^(• |\d\. |\S+ {2,})")


def wrap(text: str, width: int) -> str:
    """`text` in lines of at most `width` columns; lines that begin with a bullet or a term hang under their text."""
    return "\n".join(line for paragraph in text.split("\n") for line in _paragraph(paragraph, width))


def _paragraph(text: str, width: int) -> list[str]:
    head = _LIST.match(text)
    indent = cell_len(head.group()) if head else 0
    if indent > width // 2:
        indent = 0
    lines: list[str] = []
    line = ""
    for piece in _PIECE.findall(text):
        if line.strip() and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = " " * indent
            if piece.isspace():
                continue
        line += piece
    return [*lines, line.rstrip()]
