"""What the screens ask about what is simulated or replayed: how fast it runs, what leads through it, the lab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from biofeedback.decisions import Decision
from protocols.training import Words

if TYPE_CHECKING:
    from biofeedback.app.ports import SessionRunner


class SpeedDial(Protocol):
    """How fast a played session runs; what is decided does not depend on it."""

    @property
    def times(self) -> float:
        """So many times as fast as life."""
        ...

    @property
    def recorded(self) -> bool:
        """Whether the heart that is heard once beat so: a recording, not a simulated one."""
        ...

    def faster(self) -> None:
        """The next speed up; at the last one nothing changes."""
        ...

    def slower(self) -> None:
        """The next speed down; at life's own nothing changes."""
        ...


class Tour(Protocol):
    """What leads a simulated session from station to station. Each stands until `go_on`."""

    @property
    def station(self) -> str | None:
        """The one that is told now, by the code of its sentence (`tour.CODE`); None: on the way to the next."""
        ...

    @property
    def place(self) -> int:
        """Its number, or that of the next, from 1."""
        ...

    @property
    def places(self) -> int:
        """How many there are."""
        ...

    @property
    def times(self) -> float:
        """How fast the way goes, times of life."""
        ...

    @property
    def over(self) -> bool:
        """Whether the last one has been left."""
        ...

    def go_on(self) -> None:
        """To the next one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried in the lab: somebody simulated, what goes wrong, what is practised."""

    person: str
    protocol: str
    faults: tuple[str, ...] = ()
    """Each as `NAME[:WHEN[:LENGTH_S]]`."""
    seed: int = 1
    adapts: bool = True
    """Whether the body may steer the pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All that a trial can be made of. Persons and faults by name."""

    persons: tuple[str, ...]
    faults: tuple[str, ...]
    protocols: tuple[tuple[str, Words], ...]
    """Name and title."""


@dataclass(frozen=True, slots=True)
class Trying:
    """A trial that is not yet started. `throw`: lays a fault on it, now, and says how it is written."""

    runner: SessionRunner
    throw: Callable[[str], str]


class Lab(Protocol):
    """Where trials come from."""

    @property
    def catalogue(self) -> Catalogue:
        """What can be chosen from."""
        ...

    def open(self, trial: Trial) -> Trying:
        """A trial to be seen live. Raises BiofeedbackError."""
        ...

    def group_name(self, group: str) -> Words | None:
        """A muscle group of any protocol by its id, in words."""
        ...

    def command(self, trial: Trial) -> str:
        """The command line that does just this."""
        ...

    def decisions(self, trial: Trial) -> tuple[Decision, ...]:
        """All that is decided in it. Not in the loop, since it takes a second. Raises BiofeedbackError."""
        ...
