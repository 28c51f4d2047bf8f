"""The one place that writes to standard output and standard error: nothing in a line can act on a terminal.

Lines for people go through `readable`, lines for programs stay JSON of the same meaning.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import TextIO, cast

from biofeedback.readable import escaped, readable

BAR = 30
"""Length of the bar that shows how far a work is. Characters."""


def write(text: str) -> None:
    """Write one line, or several, to a person on standard output, at once."""
    sys.stdout.write(readable(text, lines=True, longest=None) + "\n")
    sys.stdout.flush()


def give(json: str) -> None:
    """Write one line of JSON to a program on standard output, at once."""
    sys.stdout.write(escaped(json) + "\n")
    sys.stdout.flush()


def remark(text: str) -> None:
    """Write one line to a person on standard error, beside what a program may read on standard output."""
    sys.stderr.write(readable(text, lines=True, longest=None) + "\n")
    sys.stderr.flush()


def complain(text: str) -> None:
    """Write one line about what went wrong to standard error."""
    remark(f"biofeedback: {readable(text, longest=None)}")


def progress(done: int, of: int) -> None:
    """Show how far a long work is, in one line of a terminal; nothing elsewhere, and nothing beside its own lines."""
    if sys.stderr.isatty():
        full = BAR * done // max(of, 1)
        sys.stderr.write(f"\r[{'#' * full}{' ' * (BAR - full)}] {done}/{of}")
        sys.stderr.flush()


def end_progress() -> None:
    """Take that line away."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def flush() -> None:
    """Let all that was written reach the terminal. Raises OSError where there is none any more."""
    sys.stdout.flush()
    sys.stderr.flush()


def encoding() -> str:
    """The encoding of standard output."""
    return sys.stdout.encoding


def give_up() -> None:
    """What cannot be written any more has nowhere to go, and must not become a fault at the very end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def guarded() -> Generator[None]:
    """While this lasts, what libraries say on standard error of themselves is made readable as well.

    So an option that does not exist is named without acting on the terminal.
    """
    before = sys.stderr
    sys.stderr = cast("TextIO", _Guarded(before))
    try:
        yield
    finally:
        sys.stderr = before


class _Guarded:
    """A text stream in every respect, whose text is readable."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(readable(text, lines=True, longest=None))
        return len(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
