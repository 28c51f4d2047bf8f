"""Text on a terminal: how wide it is, and where its lines break.

For both scripts: Chinese characters are two columns wide, and may be parted anywhere but before closing punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width

CLOSING = "，。；：！？、）」』”’…"
"""Punctuation that must not begin a line."""

_WIDE = r"\u2e80-\u9fff\uff00-\uffef（「『“‘"
"""Signs before and after which a line may break, and brackets that must not end one."""

_PIECE = rf"\s+|[{_WIDE}][{CLOSING}]*|[^\s{_WIDE}]+[{CLOSING}]*"
"""A word, a sign or blanks. Compiled with its first use: that takes longer than to lay out all of home."""

_PIECE_OF_ASCII = re.compile(r"\s+|\S+")
"""The same, of a text in which there are none of these signs."""

_SENTENCE = re.compile(r"(?:[^.!?。！？]+[.!?。！？]*|[.!?。！？]+)\s*")
_LIST = re.compile(r"^( *(?:• |\d\. |\S+ {2,}))")
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def columns(text: str) -> int:
    """Terminal columns of `text`: Chinese characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if category(sign) in _NO_WIDTH:
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1


def padded(text: str, width: int) -> str:
    """`text` with blanks after it up to `width` columns."""
    return text + " " * (width - columns(text))


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` columns; cut with an ellipsis if too long."""
    if width <= 0:
        return ""
    if columns(text) > width:
        while columns(text) > width - 1:
            text = text[:-1]
        text = text.rstrip() + "…"
    return padded(text, width)


def one_line(parts: Sequence[str], width: int) -> str:
    """Parts side by side in a line of `width` columns, without those at the end that have no room whole; the first is
    always there.
    """
    said = ""
    for part in parts:
        more = f"{said}   {part}" if said else part
        if said and columns(more) > width:
            break
        said = more
    return said


def pages(text: str, width: int, rows: int) -> tuple[str, ...]:
    """`text` in few parts of at most so many rows each, divided only after sentences; a longer sentence stays whole."""
    parts: list[str] = []
    for sentence in _SENTENCE.findall(text):
        longer = parts[-1] + sentence if parts else sentence
        if parts and len(wrap(longer.strip(), width)) > rows:
            parts.append(sentence)
        else:
            parts[-1:] = [longer]
    return tuple(part.strip() for part in parts) or ("",)


@lru_cache  # a screen asks four times a second for the same few
def parts_of(text: str, width: int, rows: int) -> tuple[str, ...]:
    """`text` wrapped into parts of at most so many rows: after sentences where that can be, else within one.

    So nothing is ever cut: what has no room now is shown in the next part.
    """
    lines = [(*wrap(page, width),) for page in pages(text, width, rows)]
    return tuple("\n".join(page[k : k + rows]) for page in lines for k in range(0, len(page), rows))


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns; lines that begin with a bullet or a term hang under their text, also
    where blanks stand before it.
    """
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, width)]


@lru_cache  # the same
def fill(text: str, width: int) -> str:
    """The same as one text."""
    return "\n".join(wrap(text, width))


def _paragraph(text: str, width: int) -> list[str]:
    head = _LIST.match(text)
    indent = columns(head.group()) if head else 0
    if indent > width // 2:
        indent = 0
    lines: list[str] = []
    line = ""
    for piece in _PIECE_OF_ASCII.findall(text) if text.isascii() else re.findall(_PIECE, text):
        if line.strip() and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = " " * indent
            if piece.isspace():
                continue
        line += piece
    return [*lines, line.rstrip()]
