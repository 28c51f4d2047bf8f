"""A file, opened once: its first bytes and lines, by which its format is known, and then all of it, bounded.

Content decides, not the name: what is packed with gzip is unpacked, whatever it is called. A text's lines are never
silently altered: UTF-16 and UTF-8 are known by their byte order marks; else it is UTF-8, and a line that is not UTF-8
is Windows-1252, which European programs still write.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import IO, TextIO, TypeAlias, cast

from biofeedback.errors import cause
from simulators.refusal import refused

Line: TypeAlias = tuple[int, str]

HEAD_BYTES = 8192
"""Looked at to tell text from other data, and one format from another."""

HEAD_LINES = 40
"""Enough to pass the longest preamble before the kind of file is plain."""

LONGEST_LINE = 4096
"""Characters: a row of any known format has under 200."""

MOST_LINES = 20_000_000
"""Over half a year of beats; more is not a recording of a heart."""

MOST_UNPACKED = 250_000_000
"""Bytes that a packed file may hold where it is read whole: some kilobytes may unpack to any size."""

_GZIP = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a")) + b"\x7f"
"""Bytes that stand in no text: control characters but tabs, ends of lines and pages, and the end mark of DOS."""


class OpenFile:
    """A file whose content can be had once, as lines or as bytes; made by `opened`. `beginning` is its first bytes.

    `lines` are all its lines with their numbers from 1, stripped of white space at both ends; to take one raises
    InputError (not_readable, not_text, truncated, long_line, too_long).
    """

    def __init__(self, path: Path, file: IO[bytes], beginning: bytes, lines: Iterator[Line]) -> None:
        self.path = path
        self.beginning = beginning
        self.lines = lines
        self._file = file

    @cached_property
    def head(self) -> tuple[Line, ...]:
        """Its first lines; none where it is no text. Raises InputError."""
        head = tuple(islice(self.lines, HEAD_LINES)) if _is_text(self.beginning) else ()
        self.lines = chain(head, self.lines)
        return head

    def data(self, most: int) -> bytes:
        """All bytes, at most `most` of them. Raises InputError (not_readable, truncated, too_large)."""
        packed = isinstance(self._file, gzip.GzipFile)
        bound = min(most, MOST_UNPACKED) if packed else most
        if not packed and os.fstat(self._file.fileno()).st_size > bound:
            raise _too_large(bound)
        self._file.seek(0)
        data = _read(self._file, bound + 1)
        if len(data) > bound:
            raise _too_large(bound)
        return data


@contextmanager
def opened(path: Path) -> Generator[OpenFile, None, None]:
    """The file at `path`. Raises InputError (missing, folder, not_a_file, not_readable, empty, truncated)."""
    with _open(path) as raw:
        packed = _read(raw, len(_GZIP)) == _GZIP
        raw.seek(0)
        file = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if packed else raw
        beginning = _read(file, HEAD_BYTES)
        if not beginning:
            raise refused("empty")
        file.seek(0)
        with closing(_numbered(file, beginning)) as lines:
            yield OpenFile(path, file, beginning, lines)


def _open(path: Path) -> IO[bytes]:
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
        raise refused("not_readable", reason=cause(problem)) from problem


def _read(file: IO[bytes], size: int) -> bytes:
    with _faults():
        return file.read(size)


def _is_text(beginning: bytes) -> bool:
    """Whether a file that begins so is a text."""
    return beginning.startswith(_UTF_16) or beginning.translate(None, _CONTROLS) == beginning


def _numbered(file: IO[bytes], beginning: bytes) -> Generator[Line, None, None]:
    """The lines of a file that begins so, with their numbers from 1, stripped of white space at both ends."""
    if not _is_text(beginning):
        raise refused("not_text")
    with _faults():
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


@contextmanager
def _faults() -> Generator[None, None, None]:
    """What reading can bring, as refusals."""
    try:
        yield
    except EOFError as problem:
        raise refused("truncated") from problem
    except (gzip.BadGzipFile, zlib.error) as problem:
        raise refused("truncated", say="damaged") from problem
    except UnicodeError as problem:
        raise refused("not_text") from problem
    except OSError as problem:
        raise refused("not_readable", reason=cause(problem)) from problem


def _too_large(most: int) -> Exception:
    return refused("too_large", most=most // 1_000_000)
