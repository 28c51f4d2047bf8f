"""What the program remembers between sessions beside the sessions: the strap, and what was chosen last."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import msgspec

from biofeedback.errors import StoreError
from biofeedback.store import private

NAME = "remembered.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Absent: not known yet."""

    strap_address: str | None = None
    strap_name: str | None = None
    protocol: str | None = None
    lang: str | None = None


def recall(folder: Path | None = None) -> Remembered:
    """What was remembered, or nothing where nothing was. Raises StoreError where it cannot be read."""
    file = private.folder(folder) / NAME
    try:
        return msgspec.json.decode(file.read_bytes(), type=Remembered)
    except FileNotFoundError:
        return Remembered()
    except OSError as problem:
        raise StoreError(f"{file}: cannot be read ({problem.strerror})") from problem
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
        raise StoreError(f"{file}: cannot be read ({problem}); delete it to begin afresh") from problem


def remember(what: Remembered, folder: Path | None = None) -> None:
    """Keep this instead of what was kept: wholly or, on any failure (StoreError), not at all."""
    file = private.folder(folder) / NAME
    try:
        # A temporary file is private from its first byte.
        with NamedTemporaryFile(dir=file.parent, prefix=NAME, delete=False) as new:
            try:
                new.write(msgspec.json.format(msgspec.json.encode(what)) + b"\n")
                new.flush()
                os.fsync(new.fileno())
                new.close()
                Path(new.name).replace(file)
            except BaseException:
                Path(new.name).unlink(missing_ok=True)
                raise
    except OSError as problem:
        raise StoreError(f"{file}: cannot be written ({problem.strerror})") from problem
