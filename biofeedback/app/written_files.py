"""Files that a person asked for: readable by them alone, wholly written or not at all, and never over another."""

from __future__ import annotations

import os
from pathlib import Path

from biofeedback.errors import UsageError
from biofeedback.store import private
from biofeedback.why import why


def place(name: str, out: Path | None) -> Path:
    """Where a file of this name goes: here, into the folder that was named, or under the name that was named."""
    if out is None:
        return Path(name).absolute()
    return (out / name if os.path.isdir(out) else out).absolute()  # noqa: PTH112 - which never raises for a strange name


def put(file: Path, content: bytes, *, replace: bool) -> Path:
    """Write it; the file. `replace`: one that stands there already gives way.

    Raises UsageError where one stands there, and StoreError where it cannot be written.
    """
    if not replace and os.path.lexists(file):
        raise UsageError(
            f"{file} is there already: name another with --out, or say --replace",
            reasons=(why("cli.would_replace", file=str(file)),),
        )
    private.write(file, content)
    return file
