"""A file, opened once: its first bytes and lines, by which its format is known, and then all of it, bounded.

Content decides, not the name: what is packed with gzip is unpacked, whatever it is called. A text's lines are never
silently altered: UTF-16 and UTF-8 are known by their byte order marks; else it is UTF-8, and a line that is not UTF-8
is Windows-1252, which European programs still write.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import stat
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TextIO, TypeAlias, cast

from biofeedback.errors import cause
from simulators.refusal import refused

Line: TypeAlias = tuple[int, str]

HEAD_BYTES = 65_536
"""Looked at to tell text from other data, and one format from another."""

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

_GZIP = b"\x1f\x8b"
_WIDE_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")
)  # fmt: skip
"""Byte order marks of texts with several bytes a character, the longer first."""

_MOSTLY = 0.5
"""Of the bytes: in a table so many characters are figures at least, half of whose bytes are 0 in UTF-16."""

_END = "\x1a"
"""The end mark of DOS: what stands behind it is no text."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a")) + b"\x7f"
"""Bytes that stand in no text: control characters but tabs, ends of lines and pages, and the end mark of DOS."""


class OpenFile:
    """A file whose content can be had once, as lines or as bytes; made by `opened`. `beginning` is its first bytes.

    Lines come with their numbers from 1, stripped of white space at both ends; to take one raises InputError
    (not_readable, not_text, truncated, long_line, too_long).
    """

    def __init__(self, path: Path, file: IO[bytes], beginning: bytes) -> None:
        self.path = path
        self.beginning = beginning
        self._file = file
        self._reading: Generator[Line, None, None] | None = None

    @cached_property
    def head(self) -> tuple[Line, ...]:
        """Its first lines; none where it is no text. The last one is cut where what was looked at ends in it."""
        if not _is_text(self.beginning):
            return ()
        lines = _lenient(self.beginning).splitlines()[:HEAD_LINES]
        return tuple((number, line.strip()) for number, line in enumerate(lines, start=1))

    @property
    def lines(self) -> Iterator[Line]:
        """All its lines, each no longer than a row of a table."""
        return self._lines(LONGEST_LINE)

    @property
    def long_lines(self) -> Iterator[Line]:
        """All its lines, each no longer than a list of intervals."""
        return self._lines(LONGEST_LIST)

    def _lines(self, longest: int) -> Iterator[Line]:
        self._file.seek(0)
        self._reading = _numbered(self._file, self.beginning, longest)
        return self._reading

    def close(self) -> None:
        """Let go of lines that nobody took."""
        if self._reading is not None:
            self._reading.close()

    def text(self) -> str:
        """All of a text, its lines ended alike. Raises InputError (not_text, truncated, too_large)."""
        if not _is_text(self.beginning):
            raise refused("not_text")
        return _lenient(self.data(MOST_WHOLE_TEXT))

    def pieces(self, size: int) -> Iterator[bytes]:
        """All bytes from the first on, so many at a time. Raises InputError (not_readable, truncated)."""
        self._file.seek(0)
        while piece := _read(self._file, size):
            yield piece

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
        with closing(OpenFile(path, file, beginning)) as found:
            yield found


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
    if _wide(beginning) is not None:
        return True
    return beginning.translate(None, _CONTROLS) == beginning


def _encoding(beginning: bytes) -> str:
    """The encoding of a text that begins so: by its byte order mark, or by every other byte being 0."""
    return _wide(beginning) or "utf-8-sig"


def _wide(beginning: bytes) -> str | None:
    """The encoding of a text with several bytes a character: by its mark, or by where bytes are 0; None: it is none."""
    for mark, name in _WIDE_MARKS:
        if beginning.startswith(mark):
            return name
    even, odd = beginning[0::2], beginning[1::2]
    if len(beginning) < 4:
        return None
    if 0 not in even and odd.count(0) >= _MOSTLY * len(odd):
        return "utf-16-le"
    return "utf-16-be" if 0 not in odd and even.count(0) >= _MOSTLY * len(even) else None


def _lenient(data: bytes) -> str:
    """The text in bytes, which may end within a character; each line that is not UTF-8 is read as Windows-1252."""
    encoding = _encoding(data[:HEAD_BYTES])
    if encoding != "utf-8-sig":
        return codecs.getincrementaldecoder(encoding)("replace").decode(data).replace("\r\n", "\n").replace("\r", "\n")
    text = data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
    return (
        text if text.isascii() else "\n".join(line if line.isascii() else _decoded(line) for line in text.split("\n"))
    )


def _numbered(file: IO[bytes], beginning: bytes, longest: int) -> Generator[Line, None, None]:
    """The lines of a file that begins so, with their numbers from 1, stripped of white space at both ends."""
    if not _is_text(beginning):
        raise refused("not_text")
    with _faults():
        encoding = _encoding(beginning)
        errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
        text = io.TextIOWrapper(file, encoding=encoding, errors=errors)
        try:
            yield from _bounded(text, longest)
        finally:
            text.detach()  # the file is closed by whoever opened it


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
