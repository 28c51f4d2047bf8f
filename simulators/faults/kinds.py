"""The kinds of faults there are, as `faults.toml` beside this file has them: words, lengths, numbers, sources."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class FaultFigure:
    """A number of a fault, and where it comes from."""

    name: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What the file says of one."""

    name: str
    about: str
    figures: tuple[FaultFigure, ...]

    def figure(self, name: str) -> float:
        """The number of this name; 0 where it has none."""
        return next((each.value for each in self.figures if each.name == name), 0.0)

    @property
    def length_s(self) -> float:
        """How long it acts where nothing is said. Seconds."""
        return self.figure("length_s")


@cache
def kinds() -> dict[str, FaultKind]:
    """All of them by name, in the order of the file."""
    text = (resources.files("simulators.faults") / "faults.toml").read_text(encoding="utf-8")
    return {name: _kind(name, table) for name, table in tomllib.loads(text).items()}


def _kind(name: str, table: dict[str, str | dict[str, float | str]]) -> FaultKind:
    about = str(table.pop("about"))
    figures = tuple(
        FaultFigure(key, float(said["is"]), str(said["from"])) for key, said in table.items() if isinstance(said, dict)
    )
    return FaultKind(name, about, figures)
