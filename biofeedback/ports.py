"""What the engine's surroundings must offer, and what the engine offers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from biofeedback.decisions import Decision
from biofeedback.events import Event
from biofeedback.view import SessionView

Put = Callable[[Event], None]


class Guide(Protocol):
    """An engine: the guided session, or the mere watching. Pure: same events, same decisions."""

    def step(self, event: Event) -> tuple[Decision, ...]:
        """Take one event; first decide what fell due before it, at the time it fell due."""
        ...

    @property
    def deadline(self) -> float | None:
        """When something falls due without an event, None: never."""
        ...

    @property
    def over(self) -> bool:
        """True once nothing more will be decided."""
        ...

    def view(self, t: float) -> SessionView:
        """What can be shown at time `t` (not before the last event)."""
        ...


class Body(Protocol):
    """A source without a radio, played on any clock: a recording or a simulated participant."""

    @property
    def due(self) -> float | None:
        """Time of the next event; None: there are no more (a SourceEnded came last)."""
        ...

    def next_event(self) -> Event:
        """The event that is due. Only what was heard before may have shaped it."""
        ...

    def receive(self, decision: Decision) -> None:
        """A participant answers the guidance; a recording does not."""
        ...


class Source(Protocol):
    """A live source: puts stamped events until cancelled."""

    async def run(self, put: Put) -> None:
        """Run until cancelled; events are stamped with the session clock at the moment they are put."""
        ...


@runtime_checkable
class Sink(Protocol):
    """Someone who only listens: the journal, the screen, the plain lines."""

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """One event that was taken and what was decided on it."""
        ...
