"""Files that only their owner can read: what the heart did is nobody else's business."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tempfile import NamedTemporaryFile

from biofeedback.config import data_folder
from biofeedback.errors import StoreError, cause
from biofeedback.why import why

FOLDER_MODE = 0o700
"""Only the owner may enter, list and write."""

FILE_MODE = 0o600
"""Only the owner may read and write."""


def folder(chosen: Path | None = None) -> Path:
    """The data folder, made private if it has to be made. Raises StoreError where it cannot be used."""
    path = chosen or data_folder()
    try:
        path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as problem:
        raise _unusable(path, "this data folder cannot be used", "store.no_folder", problem) from problem
    return path


def make(file: Path) -> None:
    """Make an empty private file where there is none. Raises StoreError where it cannot be made."""
    try:
        file.touch(mode=FILE_MODE, exist_ok=True)
    except OSError as problem:
        raise _unusable(file, "cannot be written", "store.not_written", problem) from problem


def close_to_others(file: Path) -> None:
    """Take away what others may do with a file of ours that was made too open, by a copy for instance."""
    try:
        if stat.S_IMODE(file.stat().st_mode) & ~FILE_MODE:
            file.chmod(FILE_MODE)
    except OSError as problem:
        raise _unusable(file, "cannot be made private", "store.not_private", problem) from problem


def read(file: Path) -> bytes | None:
    """What a file holds; None where there is none. Raises StoreError where it cannot be read."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _unusable(file, "cannot be read", "store.unreadable", problem) from problem


def write(file: Path, content: bytes) -> None:
    """Put `content` in place of what the file held: wholly or, on any failure (StoreError), not at all."""
    try:
        # A temporary file is private from its first byte.
        with NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as new:
            try:
                new.write(content)
                new.flush()
                os.fsync(new.fileno())
                new.close()
                Path(new.name).replace(file)
            except BaseException:
                Path(new.name).unlink(missing_ok=True)
                raise
    except OSError as problem:
        raise _unusable(file, "cannot be written", "store.not_written", problem) from problem


def _unusable(path: Path, what: str, code: str, problem: OSError) -> StoreError:
    return StoreError(f"{path}: {what} ({cause(problem)})", reasons=(why(code, file=str(path)),))
