"""Files that a person asked for: readable by them alone, wholly written or not at all, and never over another."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from biofeedback.errors import UsageError
from biofeedback.store import private
from biofeedback.why import why


def place(name: str, out: Path | None) -> Path:
    """Where a file of this name goes: here, into the folder that was named, or under the name that was named."""
    if out is None:
        return Path(name).absolute()
    return (out / name if os.path.isdir(out) else out).absolute()  # noqa: PTH112 - which never raises for a strange name


def folder(out: Path | None) -> Path:
    """The folder to write several files into: this one, or the one that was named, which is made where it is not there.

    Raises StoreError where it cannot be.
    """
    return Path.cwd() if out is None else private.folder(out.absolute())


def put(file: Path, content: bytes, *, replace: bool) -> Path:
    """Write it; the file. One of the same content is left as it is.

    `replace`: another one that stands there already gives way.

    Raises UsageError where one stands there, and StoreError where it cannot be written.
    """
    if not replace and os.path.lexists(file) and not _holds(file, content):
        raise _there(file)
    private.write(file, content)
    return file


def must_be_free(file: Path) -> None:
    """For before a long work: raises UsageError where anything stands there."""
    if os.path.lexists(file):
        raise _there(file)


def _there(file: Path) -> UsageError:
    return UsageError(
        f"{file} is there already: name another with --out, or say --replace",
        reasons=(why("cli.would_replace", file=str(file)),),
    )


def _holds(file: Path, content: bytes) -> bool:
    with suppress(OSError):
        return file.is_file() and file.read_bytes() == content
    return False
