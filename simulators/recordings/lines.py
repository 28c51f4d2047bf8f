"""The lines of a text file, whatever its encoding, packing and line ends: bounded, and never silently altered.

Content decides, not the name: gzip by its magic number, UTF-16 and UTF-8 by their byte order marks, else UTF-8, and
a line that is not UTF-8 as Windows-1252, which European programs still write.
"""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, TextIO, TypeAlias, cast

from simulators.refusal import refused

Line: TypeAlias = tuple[int, str]

LONGEST_LINE = 4096  # characters: a row of any known format has under 200
MOST_LINES = 20_000_000  # over half a year of beats; more is not a recording of a heart
_SNIFFED = 8192  # bytes looked at to tell text from other data
_GZIP = b"\x1f\x8b"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a")) + b"\x7f"


def numbered_lines(path: Path) -> Generator[Line, None, None]:
    """The file's lines with their numbers from 1, stripped of white space at both ends.

    Raises InputError (missing, folder, not_a_file, not_readable, empty, not_text, truncated, long_line, too_long).
    """
    with _opened(path) as file:
        try:
            with _text(file) as text:
                yield from _bounded(text)
        except EOFError as problem:
            raise refused("truncated") from problem
        except (gzip.BadGzipFile, zlib.error) as problem:
            raise refused("truncated", say="damaged") from problem
        except UnicodeError as problem:
            raise refused("not_text") from problem
        except OSError as problem:
            raise refused("not_readable", reason=str(problem.strerror or problem)) from problem


def _opened(path: Path) -> IO[bytes]:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refused("folder")
        if not stat.S_ISREG(mode):
            raise refused("not_a_file")
        return path.open("rb")
    except FileNotFoundError as problem:
        raise refused("missing") from problem
    except (OSError, ValueError) as problem:
        reason = str(getattr(problem, "strerror", None) or problem)
        raise refused("not_readable", reason=reason) from problem


def _text(file: IO[bytes]) -> TextIO:
    head = file.read(_SNIFFED)
    file.seek(0)
    if head.startswith(_GZIP):
        file = cast("IO[bytes]", gzip.GzipFile(fileobj=file))
        head = file.read(_SNIFFED)
        file.seek(0)
    if not head:
        raise refused("empty")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return io.TextIOWrapper(file, encoding="utf-16")
    if head.translate(None, _CONTROLS) != head:
        raise refused("not_text")
    return io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape")


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
