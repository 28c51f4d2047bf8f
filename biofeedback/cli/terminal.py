"""The one place that writes to standard output and standard error: nothing in a line can act on a terminal.

Lines for people go through `readable`, lines for programs stay JSON of the same meaning. Where an encoding has no
letter for something, a sign stands for it, in JSON its number.

Whoever reads standard output may stop (`| head -1`). What only says what was done is then said to nobody, and the
command goes on to its own exit code; what is told as it happens, or asked, raises OutputGone. Where standard output
cannot take it for another reason, OutputRefused says which. Of standard error nobody can be told anything.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from json import dumps
from typing import TextIO, cast

from biofeedback.errors import OutputGone, OutputRefused, cause
from biofeedback.readable import escaped, readable
from biofeedback.why import why

BAR = 30
"""Length of the bar that shows how far a work is. Characters."""


def write(text: str) -> None:
    """Write one line, or several, to a person on standard output, at once; where nobody reads any more, to nobody."""
    with suppress(OutputGone):
        write_live(text)


def write_live(text: str) -> None:
    """The same of what is worth doing only while somebody reads it. Raises OutputGone."""
    _out(readable(text, lines=True, longest=None) + "\n", as_json=False)


def give(json: str) -> None:
    """Write one line of JSON to a program on standard output, at once; where nobody reads any more, to nobody."""
    with suppress(OutputGone):
        give_live(json)


def give_live(json: str) -> None:
    """The same of what is worth doing only while somebody reads it. Raises OutputGone."""
    _out(escaped(json) + "\n", as_json=True)


def remark(text: str) -> None:
    """Write one line to a person on standard error, beside what a program may read on standard output."""
    with suppress(OSError):
        _put(sys.stderr, readable(text, lines=True, longest=None) + "\n", as_json=False)


def complain(text: str) -> None:
    """Write one line about what went wrong to standard error."""
    remark(f"biofeedback: {readable(text, longest=None)}")


def progress(done: int, of: int) -> None:
    """Show how far a long work is, in one line of a terminal; nothing elsewhere, and nothing beside its own lines."""
    if sys.stderr.isatty():
        full = BAR * done // max(of, 1)
        with suppress(OSError):
            _put(sys.stderr, f"\r[{'#' * full}{' ' * (BAR - full)}] {done}/{of}", as_json=False)


def end_progress() -> None:
    """Take that line away."""
    if sys.stderr.isatty():
        with suppress(OSError):
            _put(sys.stderr, "\r\x1b[K", as_json=False)


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

    So an option that does not exist is named without acting on the terminal. A stream that was closed before the
    program began is one that nothing can be read from, or written to: nothing else is opened in its place.
    """
    sys.stdin = sys.stdin or _nothing(os.O_RDONLY, "r")
    sys.stdout = sys.stdout or _nothing(os.O_RDONLY, "w")
    sys.stderr = sys.stderr or _nothing(os.O_WRONLY, "w")
    before = sys.stderr
    sys.stderr = cast("TextIO", _Guarded(before))
    try:
        yield
    finally:
        sys.stderr = before


def _nothing(flags: int, mode: str) -> TextIO:
    return cast("TextIO", os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def _out(text: str, *, as_json: bool) -> None:
    try:
        _put(sys.stdout, text, as_json=as_json)
    except OSError as problem:
        if _has_gone(problem):
            raise OutputGone("nobody reads standard output any more") from problem
        raise _refused(problem) from problem


def _refused(problem: OSError) -> OutputRefused:
    if problem.errno == errno.EBADF:
        return OutputRefused("standard output cannot be written: it is closed", reasons=(why("cli.output_closed"),))
    reason = cause(problem)
    said = f"standard output cannot be written: {reason}"
    return OutputRefused(said, reasons=(why("cli.output_refused", reason=reason),))


def _has_gone(problem: OSError) -> bool:
    """Whether there is nobody to read: the other end of a pipe is closed, or the terminal itself, which says EIO."""
    if problem.errno != errno.EIO:
        return problem.errno == errno.EPIPE
    with suppress(OSError):
        return not stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    return True


def _put(stream: TextIO, text: str, *, as_json: bool) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:
        stream.write(_within(stream.encoding, text, as_json=as_json))
    stream.flush()


def _within(encoding: str, text: str, *, as_json: bool) -> str:
    """The text with what this encoding cannot write as a sign; in JSON, where all of it is inside strings, escaped."""
    if not as_json:
        return text.encode(encoding, "replace").decode(encoding)
    return "".join(sign if _writable(sign, encoding) else dumps(sign)[1:-1] for sign in text)


def _writable(sign: str, encoding: str) -> bool:
    with suppress(UnicodeEncodeError):
        return bool(sign.encode(encoding))
    return False


class _Guarded:
    """A text stream in every respect, whose text is readable."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(readable(text, lines=True, longest=None))
        return len(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
