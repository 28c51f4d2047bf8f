"""The lines of a text, whatever its encoding and line ends: bounded, and never silently altered.

UTF-16 and UTF-8 are known by their byte order marks; else it is UTF-8, and a line that is not UTF-8 is Windows-1252,
which European programs still write.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, TextIO, TypeAlias

from simulators.refusal import refused

Line: TypeAlias = tuple[int, str]

LONGEST_LINE = 4096
"""Characters: a row of any known format has under 200."""

MOST_LINES = 20_000_000
"""Over half a year of beats; more is not a recording of a heart."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a")) + b"\x7f"
"""Bytes that stand in no text: control characters but tabs, ends of lines and pages, and the end mark of DOS."""


def is_text(beginning: bytes) -> bool:
    """Whether a file that begins so is a text."""
    return beginning.startswith(_UTF_16) or beginning.translate(None, _CONTROLS) == beginning


def numbered(file: IO[bytes], beginning: bytes) -> Iterator[Line]:
    """The lines of a file that begins so, with their numbers from 1, stripped of white space at both ends.

    Raises InputError (not_text, long_line, too_long), and what reading the file raises.
    """
    if not is_text(beginning):
        raise refused("not_text")
    if beginning.startswith(_UTF_16):
        text = io.TextIOWrapper(file, encoding="utf-16")
    else:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape")
    try:
        yield from _bounded(text)
    finally:
        text.detach()  # the file is closed by whoever opened it


def _bounded(text: TextIO) -> Iterator[Line]:
    number = 0
    readline = text.readline
    while line := readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and line[-1] != "\n":
            raise refused("long_line", line=number, most=LONGEST_LINE)
        if number > MOST_LINES:
            raise refused("too_long", line=number, most=MOST_LINES)
        yield number, (line if line.isascii() else _decoded(line)).strip()


def _decoded(line: str) -> str:
    """A line whose bytes were not all UTF-8, read as Windows-1252; what is not that either is shown escaped."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("cp1252", "backslashreplace")
    return line
