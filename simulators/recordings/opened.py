"""A file, opened once: its first bytes and lines, by which its format is known, and then all of it, bounded.

Content decides, not the name: what is packed with gzip is unpacked, whatever it is called.
"""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import IO, cast

from simulators.recordings.lines import Line, is_text, numbered
from simulators.refusal import refused

HEAD_BYTES = 8192
"""Looked at to tell text from other data, and one format from another."""

HEAD_LINES = 40
"""Enough to pass the longest preamble before the kind of file is plain."""

MOST_UNPACKED = 250_000_000
"""Bytes that a packed file may hold where it is read whole: some kilobytes may unpack to any size."""

_GZIP = b"\x1f\x8b"


class OpenFile:
    """A file whose content can be had once, as lines or as bytes; made by `opened`. `beginning` is its first bytes."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self._packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        self._file = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if self._packed else file
        self.beginning = self._read(HEAD_BYTES)
        if not self.beginning:
            raise refused("empty")
        self._file.seek(0)
        self._numbering = self._numbered()
        self._lines: Iterator[Line] = self._numbering

    @cached_property
    def head(self) -> tuple[Line, ...]:
        """Its first lines; none where it is no text. Raises InputError."""
        lines = tuple(islice(self._lines, HEAD_LINES)) if is_text(self.beginning) else ()
        self._lines = chain(lines, self._lines)
        return lines

    def close(self) -> None:
        """Read no more of it; the file itself is closed by whoever opened it."""
        self._numbering.close()

    def lines(self) -> Iterator[Line]:
        """All lines with their numbers from 1, stripped of white space at both ends.

        Raises InputError (not_readable, not_text, truncated, long_line, too_long).
        """
        return self._lines

    def data(self, most: int) -> bytes:
        """All bytes, at most `most` of them. Raises InputError (not_readable, truncated, too_large)."""
        bound = min(most, MOST_UNPACKED) if self._packed else most
        if not self._packed and os.fstat(self._file.fileno()).st_size > bound:
            raise _too_large(bound)
        self._file.seek(0)
        data = self._read(bound + 1)
        if len(data) > bound:
            raise _too_large(bound)
        return data

    def _read(self, size: int) -> bytes:
        with _faults():
            return self._file.read(size)

    def _numbered(self) -> Generator[Line, None, None]:
        with _faults():
            yield from numbered(self._file, self.beginning)


@contextmanager
def opened(path: Path) -> Generator[OpenFile, None, None]:
    """The file at `path`. Raises InputError (missing, folder, not_a_file, not_readable, empty, truncated)."""
    with _open(path) as file, closing(OpenFile(path, file)) as readable:
        yield readable


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
        reason = str(getattr(problem, "strerror", None) or problem)
        raise refused("not_readable", reason=reason) from problem


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
        raise refused("not_readable", reason=str(problem.strerror or problem)) from problem


def _too_large(most: int) -> Exception:
    return refused("too_large", most=most // 1_000_000)
