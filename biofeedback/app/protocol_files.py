"""Protocol files of one's own: begun without writing over another, and checked, once or whenever they are saved."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from biofeedback.errors import InputError, UsageError, not_written
from biofeedback.why import why
from protocols import library
from protocols.faults import Fault
from protocols.training import TrainingProtocol

LOOK_EVERY_S = 0.5
"""How often a watched file is looked at, s: soon enough for whoever has just saved it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """What a look at a protocol file found."""

    faults: tuple[Fault, ...] = ()
    mended: tuple[Fault, ...] = ()
    """What is practised otherwise than it is written, where there are no faults."""
    protocol: TrainingProtocol | None = None
    """None: it has faults."""


def check(path: Path) -> CheckedFile:
    """Whether a file is well-formed and safe. Raises InputError where it cannot be read."""
    faults = library.check(path)
    return CheckedFile(faults=faults) if faults else CheckedFile(mended=library.mended(path), protocol=_loaded(path))


def whenever_saved(path: Path, wait: Callable[[float], None]) -> Iterator[CheckedFile | InputError]:
    """The file as it is now (raises InputError where it cannot be read), then again each time it was saved.

    A file that is away for a moment is waited for. Without an end.
    """
    seen = _state(path)
    yield check(path)
    while True:
        wait(LOOK_EVERY_S)
        if (now := _state(path)) not in (None, seen):
            seen = now
            try:
                yield check(path)
            except InputError as problem:
                yield problem


def is_taken(name: str) -> bool:
    """Whether a new protocol cannot be called so here: a shipped one is, or there is such a file."""
    return name in library.names() or file_called(name).exists()


def file_called(name: str) -> Path:
    """The file of a new protocol of this name: in the folder where one is."""
    return Path() / f"{name}.toml"


def must_be_new(path: Path) -> None:
    """Raise UsageError where there is a file already, or no folder to put one into: before anybody types for long."""
    if os.path.lexists(path):  # which never raises for a strange name
        raise _there_already(path)
    if not os.path.isdir(path.parent):  # noqa: PTH112 - never raises
        raise not_written(path, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))


def begin(path: Path, text: str) -> TrainingProtocol:
    """Write a new file; the protocol it holds. Raises UsageError, and never writes over another, nor half of it."""
    try:
        with path.open("x", encoding="utf-8") as file, _whole_or_none(path):
            file.write(text)
            file.flush()
    except FileExistsError:
        raise _there_already(path) from None
    except (OSError, ValueError) as problem:
        raise not_written(path, problem) from problem
    return _loaded(path)


@contextmanager
def _whole_or_none(path: Path) -> Generator[None]:
    """Take the file away again where it cannot be written to its end, or is not to be."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _loaded(path: Path) -> TrainingProtocol:
    return library.load(str(path.absolute()))


def _state(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is saved, in place or by putting another one in its place."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _there_already(path: Path) -> UsageError:
    return UsageError(
        f"{path} is there already: choose another name", reasons=(why("cli.there_already", file=str(path)),)
    )
