"""`lab list`: the persons, faults and scenarios there are, each with what it is for and where its numbers come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulators.faults.kinds import kinds
from simulators.lab.scenarios import finding
from simulators.participants.population import names, person_file


@dataclass(frozen=True, slots=True)
class ListedFigure:
    """A number with its source."""

    name: str
    value: float | str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One that can be named in a scenario or on the command line."""

    name: str
    about: str
    figures: tuple[ListedFigure, ...] = ()


def persons() -> Iterator[Entry]:
    """Who can be simulated."""
    for name in names():
        said = person_file(name)
        figures = tuple(ListedFigure(each.name, each.value, each.source) for each in said.figures)
        switches = tuple(
            ListedFigure(key, str(value), "what makes this person") for key, value in said.switches.items()
        )
        yield Entry(name, said.about, (*figures, *switches))


def faults() -> Iterator[Entry]:
    """What can go wrong."""
    for kind in kinds().values():
        figures = tuple(ListedFigure(each.name, each.value, each.source) for each in kind.figures)
        yield Entry(kind.name, kind.about, figures)


def scenarios() -> Iterator[Entry]:
    """Those that come with the program."""
    for scenario in finding.found(()):
        yield Entry(scenario.name, scenario.why)
