"""What the program remembers between sessions beside the sessions: the strap, and what was chosen last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from biofeedback.errors import StoreError
from biofeedback.store import private
from biofeedback.why import why

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
        raise StoreError(
            f"{file}: cannot be read ({problem.strerror})", reasons=(why("store.unreadable", file=str(file)),)
        ) from problem
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
        raise StoreError(
            f"{file}: cannot be read ({problem}); delete it to begin afresh",
            reasons=(why("store.delete_it", file=str(file)),),
        ) from problem


def remember(what: Remembered, folder: Path | None = None) -> None:
    """Keep this instead of what was kept: wholly or, on any failure (StoreError), not at all."""
    private.write(private.folder(folder) / NAME, msgspec.json.format(msgspec.json.encode(what)) + b"\n")
