"""A tour of two minutes: a simulated session that is led from station to station, each told in a calm sentence.

The engine, the participant and the faults are those of every simulation. The tour is only a listener that turns the
speed: quick on the way, all but standing while a station is told. So nothing of it is staged but its choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from biofeedback.app.keeping import NOT_KEPT
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.simulation import SimulationRequest, prepared
from biofeedback.cues.words import SoundMode
from biofeedback.decisions import (
    Action,
    BaselineSet,
    CueGiven,
    Decision,
    GoesOn,
    Paused,
    Phase,
    PhaseBegan,
    Settling,
    Stopped,
)
from biofeedback.events import Event
from biofeedback.ports import Sink
from biofeedback.run import headless
from protocols.training import TrainingProtocol

PROTOCOL = "midday"
"""Of those whose baseline is long enough for a settle pause the one that is led soonest."""

SOURCE = "person:strains"
"""Whose heart stays up after the first muscle group."""

SEED = 2
"""With this one the pause comes for the strap alone, and the pattern is clear after 23 s of it."""

FAULTS = ("posture:rest:1", "linkloss:prepare:3:9", "af:rest:3:60")
"""What happens on the way: somebody stirs, the strap is lost for nine seconds, and the beats turn irregular."""

STANDING = 0.001
"""While a station is told the session all but stands: in ten minutes of reading 0.6 s of it pass. Times of life."""


@dataclass(frozen=True, slots=True)
class Station:
    """A moment that is told, `after_s` of the session after the `nth` decision of its kind."""

    code: str
    is_reached: Callable[[Decision], bool]
    times: float
    """How fast the way to it goes, times of life: five to ten seconds for each."""
    nth: int = 1
    after_s: float = 0.0


STATIONS = (
    Station("baseline", lambda each: isinstance(each, BaselineSet), 16.0),
    Station("tense", lambda each: isinstance(each, CueGiven) and each.action is Action.TENSE, 2.0, after_s=2.0),
    Station("settle", lambda each: isinstance(each, Settling) and each.begun, 8.0, after_s=3.0),
    Station("strap_lost", lambda each: isinstance(each, Paused), 8.0, after_s=2.0),
    Station("strap_found", lambda each: isinstance(each, GoesOn), 4.0, after_s=1.0),
    Station(
        "unusual", lambda each: isinstance(each, PhaseBegan) and each.phase is Phase.REST, 4.0, nth=3, after_s=14.0
    ),
    Station("stop", lambda each: isinstance(each, Stopped), 2.0),
)
"""In the order in which they come."""


class Tour:
    """A `Sink` that knows which station is told. `turn`: whoever keeps time by the speed it is given."""

    def __init__(self, turn: Callable[[float], None], stations: Sequence[Station] = STATIONS) -> None:
        self._turn = turn
        self._stations = stations
        self._seen = [0] * len(stations)
        self._since: float | None = None  # when what the next station is about happened
        self._next = 0
        self.station: str | None = None
        self._turn(self.times)

    @property
    def places(self) -> int:
        """How many stations there are."""
        return len(self._stations)

    @property
    def place(self) -> int:
        """The number of the one that is told or comes next, from 1."""
        return min(self._next + 1, self.places)

    @property
    def times(self) -> float:
        """How fast the way goes."""
        return self._stations[min(self._next, self.places - 1)].times

    @property
    def over(self) -> bool:
        """Whether the last one has been left."""
        return self._next >= self.places

    def go_on(self) -> None:
        """To the next station; on the way there already nothing changes."""
        if self.station is not None:
            self.station, self._since = None, None
            self._next += 1
            self._turn(self.times)
            self._look(None)

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Take note of what happens; stand still where it is to be told."""
        for decision in decisions:
            for number, station in enumerate(self._stations):
                self._seen[number] += station.is_reached(decision)
        self._look(event.t)

    def _look(self, t: float | None) -> None:
        if self.over or self.station is not None:
            return
        due = self._stations[self._next]
        if self._seen[self._next] < due.nth:
            return
        self._since = t if self._since is None else self._since
        if due.after_s == 0.0 or (t is not None and self._since is not None and t >= self._since + due.after_s):
            self.station = due.code
            self._turn(STANDING)


def request(lang: str) -> SessionRequest:
    """The session of the tour. It is silent, for words would come late on the way; and nothing of it is kept."""
    return SessionRequest(
        protocol=PROTOCOL,
        source=SOURCE,
        seed=SEED,
        faults=FAULTS,
        lang=lang,
        sound=SoundMode.OFF,
        unkept=NOT_KEPT,
    )


def walk(listener: Callable[[TrainingProtocol], Sink], told: Callable[[Tour], bool]) -> None:
    """The tour without a clock. `told`: tells the station that is reached; False: the person leaves."""
    session = prepared(SimulationRequest(protocol=PROTOCOL, source=SOURCE, seed=SEED, faults=FAULTS), ask_ratings=False)
    tour, face = Tour(lambda times: None), listener(session.protocol)
    while (event := headless.following(session.engine, session.body)) is not None and not tour.over:
        decisions = session.engine.step(event)
        for decision in decisions:
            session.body.receive(decision)
        face.on_step(event, decisions)
        tour.on_step(event, decisions)
        if tour.station is not None:
            if not told(tour):
                return
            tour.go_on()
