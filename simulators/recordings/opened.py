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
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TextIO, TypeAlias, cast
from zipfile import BadZipFile

from biofeedback.errors import cause
from simulators.recordings.text_bytes import HEAD_BYTES, decoded, encoding_of, is_text, lenient, wide_encoding
from simulators.refusal import refused

Line: TypeAlias = tuple[int, str]

HEAD_LINES = 400
"""Enough to pass the longest report before its table, and the kind of file is plain."""

LONGEST_LINE = 4096
"""Characters: a row of any known format has under 200."""

LONGEST_LIST = 8_000_000
"""Characters of a line that is a list of intervals: a day has 100,000 of them."""

MOST_LINES = 20_000_000
"""Rows of two days of an ECG as text; more is not a recording of a heart."""

MOST_TEXT = 250_000_000
"""Characters of a text: some kilobytes may unpack to any size, and as much takes half a minute to go through."""

MOST_UNPACKED = 100_000_000
"""Bytes that a packed file may hold where it is read whole: some kilobytes may unpack to any size."""

MOST_WHOLE_TEXT = 6_000_000
"""Bytes of a text that is read whole, such as JSON, whose objects take 40 times their text: more passes 300 MB."""

_LEAST_LINES = 3
"""Before a last line: a text of fewer is a list, whose one line seldom ends."""

_GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
"""The first bytes of what is packed."""

_END = "\x1a"
"""The end mark of DOS: what stands behind it is no text."""


@dataclass(frozen=True, slots=True)
class CutLine:
    """The number of a last line that has no end, and whether it is shorter than the one before it."""

    line: int
    shorter: bool


class OpenFile:
    """A file whose content can be had once, as lines or as bytes; made by `opened`. `beginning` is its first bytes.

    `member`: the name of the file in a ZIP that was opened.

    Lines come with their numbers from 1, stripped of white space at both ends; to take one raises InputError
    (not_readable, not_text, truncated, long_line, too_long).
    """

    def __init__(self, path: Path, file: IO[bytes], beginning: bytes, member: str | None = None) -> None:
        self.path = path
        self.member = member
        self.beginning = beginning
        self._file = file
        self._reading: Generator[Line, None, None] | None = None
        self._all_but_last = False

    @cached_property
    def head(self) -> tuple[Line, ...]:
        """Its first lines; none where it is no text. The last one is cut where what was looked at ends in it."""
        if not is_text(self.beginning):
            return ()
        lines = lenient(self.beginning).splitlines()[:HEAD_LINES]
        return tuple((number, line.strip()) for number, line in enumerate(lines, start=1))

    def cut_line(self) -> CutLine | None:
        """Its last line, where that has no end, as killed programs leave it; None for what is no plain text."""
        if not self.head or wide_encoding(self.beginning) is not None:
            return None
        self.close()
        before, last, ends = b"", b"", 0
        for piece in self.pieces(1 << 20):
            ends += piece.count(b"\n")
            before, last = last, piece
        written = (before + last)[-2 * LONGEST_LINE :].split(b"\n")
        if ends < _LEAST_LINES or len(written) < 2 or not written[-1].strip():
            return None
        return CutLine(ends + 1, shorter=len(written[-1].rstrip()) < len(written[-2].rstrip()))

    def leave_out_last(self) -> None:
        """From now on its lines are all but the last."""
        self._all_but_last = True

    @property
    def lines(self) -> Iterator[Line]:
        """All its lines, each no longer than a row of a table."""
        return self._lines(LONGEST_LINE)

    @property
    def long_lines(self) -> Iterator[Line]:
        """All its lines, each no longer than a list of intervals."""
        return self._lines(LONGEST_LIST)

    def _lines(self, longest: int) -> Iterator[Line]:
        self.close()
        self._file.seek(0)
        self._reading = _numbered(self._file, self.beginning, longest)
        return _all_but_last(self._reading) if self._all_but_last else self._reading

    def close(self) -> None:
        """Let go of lines that nobody took."""
        if self._reading is not None:
            self._reading.close()

    def text(self) -> str:
        """All of a text, its lines ended alike. Raises InputError (not_text, truncated, too_large)."""
        if not is_text(self.beginning):
            raise refused("not_text")
        return lenient(self.data(MOST_WHOLE_TEXT))

    def pieces(self, size: int) -> Iterator[bytes]:
        """All bytes from the first on, so many at a time. Raises InputError (not_readable, truncated)."""
        self._file.seek(0)
        while piece := _read(self._file, size):
            yield piece

    def data(self, most: int) -> bytes:
        """All bytes, at most `most` of them. Raises InputError (not_readable, truncated, too_large)."""
        packed = self.member is not None or isinstance(self._file, gzip.GzipFile)
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
        mark = _read(raw, len(ZIP))
        raw.seek(0)
        member = None
        if mark[: len(_GZIP)] == _GZIP:
            file = cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        else:
            with _faults():
                member = _in_zip(raw) if mark == ZIP else None
            raw.seek(0 if member is None else raw.tell())
            file = raw if member is None else member[1]
        beginning = _read(file, HEAD_BYTES)
        if not beginning:
            raise refused("empty")
        with closing(OpenFile(path, file, beginning, None if member is None else member[0])) as found:
            yield found


def _in_zip(raw: IO[bytes]) -> tuple[str, IO[bytes]] | None:
    from simulators.recordings.zipped import recording_in  # loaded only for such a file

    return recording_in(raw)


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


def _numbered(file: IO[bytes], beginning: bytes, longest: int) -> Generator[Line, None, None]:
    """The lines of a file that begins so, with their numbers from 1, stripped of white space at both ends."""
    if not is_text(beginning):
        raise refused("not_text")
    with _faults():
        encoding = encoding_of(beginning)
        errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
        text = io.TextIOWrapper(file, encoding=encoding, errors=errors)
        try:
            yield from _bounded(text, longest)
        finally:
            text.detach()  # the file is closed by whoever opened it


def _all_but_last(lines: Iterator[Line]) -> Iterator[Line]:
    held: Line | None = None
    for line in lines:
        if held is not None:
            yield held
        held = line


def _bounded(text: TextIO, longest: int) -> Iterator[Line]:
    number, size = 0, 0
    readline = text.readline
    while line := readline(longest):
        number += 1
        size += len(line)
        if len(line) == longest and line[-1] != "\n":
            raise refused("long_line", line=number, most=longest)
        if number > MOST_LINES:
            raise refused("too_long", line=number, most=MOST_LINES)
        if size > MOST_TEXT:
            raise _too_large(MOST_TEXT)
        if _END in line:
            if line := line.partition(_END)[0].strip():
                yield number, line
            return
        yield number, (line if line.isascii() else decoded(line)).strip()


@contextmanager
def _faults() -> Generator[None, None, None]:
    """What reading can bring, as refusals."""
    try:
        yield
    except EOFError as problem:
        raise refused("truncated") from problem
    except (gzip.BadGzipFile, zlib.error, BadZipFile) as problem:
        raise refused("truncated", say="damaged") from problem
    except UnicodeError as problem:
        raise refused("not_text") from problem
    except OSError as problem:
        raise refused("not_readable", reason=cause(problem)) from problem


def _too_large(most: int) -> Exception:
    return refused("too_large", most=most // 1_000_000)
