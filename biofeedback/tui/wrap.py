"""Line breaks for both scripts: Chinese may break between any two characters, but never before closing punctuation."""

from __future__ import annotations

import re

from rich.cells import cell_len

CLOSING = "，。；：！？、）」』”’…"
"""Punctuation that must not begin a line."""

_WIDE = r"\u2e80-\u9fff\uff00-\uffef（「『“‘"
"""Signs before and after which a line may break, and brackets that must not end one."""

_PIECE = re.compile(rf"\s+|[{_WIDE}][{CLOSING}]*|[^\s{_WIDE}]+[{CLOSING}]*")
_SENTENCE = re.compile(r"(?:[^.!?。！？]+[.!?。！？]*|[.!?。！？]+)\s*")
_LIST = re.compile(r"^(• |\d\. |\S+ {2,})")


def pages(text: str, width: int, rows: int) -> tuple[str, ...]:
    """`text` in few parts of at most so many rows each, divided only after sentences; a longer sentence stays whole."""
    parts: list[str] = []
    for sentence in _SENTENCE.findall(text):
        longer = parts[-1] + sentence if parts else sentence
        if parts and len(wrap(longer.strip(), width).split("\n")) > rows:
            parts.append(sentence)
        else:
            parts[-1:] = [longer]
    return tuple(part.strip() for part in parts) or ("",)


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
