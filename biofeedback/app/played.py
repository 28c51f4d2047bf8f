"""What the screens ask about a session that is simulated or replayed: how fast it runs, and what leads through it."""

from __future__ import annotations

from typing import Protocol


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
