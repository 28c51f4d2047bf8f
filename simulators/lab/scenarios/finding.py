"""Where scenarios are: the files and folders that are named, or those that come with the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from biofeedback.errors import UsageError
from simulators.lab.scenarios.reading import ENDING, read
from simulators.lab.scenarios.scenario import Scenario


def shipped() -> tuple[Path, ...]:
    """The files of those that come with the program, in alphabetical order."""
    folder = resources.files("simulators.lab.scenarios") / "shipped"
    return tuple(sorted(Path(str(file)) for file in folder.iterdir() if file.name.endswith(ENDING)))


def found(named: Sequence[Path]) -> tuple[Scenario, ...]:
    """All scenarios of these files and folders; none named: those that come with the program, a name: the one of it.

    Raises InputError where one cannot be read, UsageError where a folder holds none.
    """
    files = [file for each in named for file in _of(each)] if named else shipped()
    return tuple(read(file) for file in files)


def _of(named: Path) -> Iterator[Path]:
    if named.is_dir():
        files = sorted(named.rglob(f"*{ENDING}"))
        if not files:
            raise UsageError(f"{named}: no file of this folder ends with {ENDING}")
        yield from files
        return
    of_name = [file for file in shipped() if file.name == f"{named}{ENDING}"]
    yield of_name[0] if of_name and not named.is_file() else named
