"""Files that only their owner can read: what the heart did is nobody else's business."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tempfile import NamedTemporaryFile

from biofeedback.errors import StoreError, cause
from biofeedback.store import profile
from biofeedback.why import why

FOLDER_MODE = 0o700
"""Only the owner may enter, list and write."""

FILE_MODE = 0o600
"""Only the owner may read and write."""

ERASED_AT_ONCE = 1_000_000
"""Zeros that are written at a time over what is deleted. Bytes; bounds the memory it takes."""


def folder(chosen: Path | None = None) -> Path:
    """The folder of whoever is in use, or the one chosen, made private if it has to be made; those above it as well.

    Raises StoreError where it cannot be used, and UsageError where a profile is named that there is not.
    """
    path = chosen or profile.folder()
    try:
        for each in reversed([path, *path.parents]):
            if not each.exists():
                each.mkdir(mode=FOLDER_MODE, exist_ok=True)
        path.mkdir(mode=FOLDER_MODE, exist_ok=True)
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


def replace(finished: Path, file: Path) -> None:
    """Put a file that is finished in the place of another, down to the disk. Raises StoreError."""
    try:
        with finished.open("rb+") as opened:
            os.fsync(opened.fileno())
        finished.replace(file)
    except OSError as problem:
        raise _unusable(file, "cannot be written", "store.not_written", problem) from problem


def erase(file: Path) -> None:
    """Overwrite a file and take it away; nothing where there is none. Raises StoreError where it cannot be.

    Overwritten first, so that its place on a plain disk holds nothing of it either. What a flash disk, a snapshot or a
    copy elsewhere still holds is out of our reach.
    """
    try:
        with file.open("rb+") as opened:
            left = os.fstat(opened.fileno()).st_size
            while left > 0:
                left -= opened.write(bytes(min(left, ERASED_AT_ONCE)))
            opened.flush()
            os.fsync(opened.fileno())
        file.unlink()
    except FileNotFoundError:
        return
    except OSError as problem:
        raise _unusable(file, "cannot be deleted", "store.not_deleted", problem) from problem


def _unusable(path: Path, what: str, code: str, problem: OSError) -> StoreError:
    return StoreError(f"{path}: {what} ({cause(problem)})", reasons=(why(code, file=str(path)),))
