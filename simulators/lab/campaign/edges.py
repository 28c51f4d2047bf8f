"""What happens at the worst moment: to the strap, the computer and the keys, drawn for a session by its number."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from random import Random

from biofeedback.decisions import Action, CueGiven, Decision, Paused
from biofeedback.events import (
    Event,
    HeartRate,
    Key,
    LinkBack,
    LinkLost,
    Pressed,
    Reported,
    SourceEnded,
    Suspended,
    Symptom,
    Tick,
)
from biofeedback.ports import Body
from simulators.faults.injection import Fault
from simulators.faults.moments import AtTime

EDGES = frozenset({"offskin", "lateecg"})
"""Faults that are laid on here, and are not drawn with the others."""

EDGE_SHARE = 0.4
"""Share of the sessions that have any of it."""

LATE_ECG_SHARE = 0.1
"""Share of those with an ECG: listening to one takes far longer than to intervals."""

LAST_OF_HOLD_S = 0.1
"""The end of a hold in which the link drops, s."""

DROP_S = 1.0
"""How long such a link is down, s."""

DOUBLE_PRESS_S = 0.3
"""Between two presses of the same key, s."""

OVERLAYS_S = (2.0, 20.0, 90.0, 300.0)
"""How long something lies over the session, s: one of these."""

ASLEEP_S = (3.0, 30.0, 4000.0)
"""How long the computer sleeps, s: less than a tension, a rest, and over an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Which of them a session has; each as a share of the moments at which it could happen."""

    drops_late: float = 0.0  # the link, in the last moment of a hold
    double_keys: float = 0.0  # pause and go on in a tension; and the key right at a pause of the guard's own
    overlays: tuple[float, ...] = ()  # when the help or the list of symptoms is opened
    asleep: tuple[float, ...] = ()  # when the computer sleeps, or its clock is set
    asleep_in_holds: float = 0.0
    late_ecg: bool = False  # the strap has an ECG, which comes long after the intervals
    listener_fails: bool = False  # one of those who hear what is decided


NO_EDGES = Edges()
"""A session that has none of them."""


def edges(number: int, planned_s: float) -> tuple[Edges, tuple[Fault, ...]]:
    """Those of the session of that number, and the faults that go with them."""
    chance = Random(f"edges/{number}")
    if chance.random() >= EDGE_SHARE:
        return NO_EDGES, ()

    def some(share: float) -> float:
        return chance.uniform(0.2, 1.0) if chance.random() < share else 0.0

    def moments(share: float) -> tuple[float, ...]:
        many = chance.randint(1, 3) if chance.random() < share else 0
        return tuple(sorted(chance.uniform(0.0, planned_s) for _ in range(many)))

    drawn = Edges(
        drops_late=some(0.4),
        double_keys=some(0.4),
        overlays=moments(0.4),
        asleep=moments(0.3),
        asleep_in_holds=some(0.2),
        late_ecg=chance.random() < LATE_ECG_SHARE,
        listener_fails=chance.random() < 0.5,
    )
    flaps = chance.randint(1, 4) if chance.random() < 0.4 else 0
    faults = [
        Fault("offskin", AtTime(chance.uniform(0.0, planned_s)), chance.choice((1.0, 3.0, 8.0, 40.0)))
        for _ in range(flaps)
    ]
    return drawn, tuple(faults)


def on_the_edge(body: Body, drawn: Edges, number: int) -> Body:
    """The body to which these happen."""
    return body if drawn == NO_EDGES else _OnTheEdge(body, drawn, Random(f"on the edge/{number}"))


class _OnTheEdge:
    """Hears the guidance, and puts what it does to it between the events of the body."""

    def __init__(self, body: Body, drawn: Edges, chance: Random) -> None:
        self._body = body
        self._drawn = drawn
        self._chance = chance
        self._waiting: list[tuple[float, int, Event]] = []
        self._count = 0
        self._down_until = 0.0
        for t in drawn.overlays:
            self._overlay(t)
        for t in drawn.asleep:
            self._put(Suspended(t=t, seconds=chance.choice(ASLEEP_S)))

    @property
    def due(self) -> float | None:
        """What comes first; nothing after the end."""
        below = self._body.due
        if below is None or not self._waiting:
            return below
        return min(below, self._waiting[0][0])

    def next_event(self) -> Event:
        """The event that is due. What is sent while the link is down is not heard."""
        below = self._body.due
        if self._waiting and below is not None and self._waiting[0][0] <= below:
            return self._waiting.pop(0)[2]
        event = self._body.next_event()
        if isinstance(event, SourceEnded):
            self._waiting.clear()
        return Tick(t=event.t) if isinstance(event, HeartRate) and event.t < self._down_until else event

    def receive(self, decision: Decision) -> None:
        """Do to it what was drawn."""
        self._body.receive(decision)
        match decision:
            case CueGiven(action=Action.TENSE, t=t, hold_s=float() as hold_s):
                self._in_a_hold(t, hold_s)
            case Paused(t=t) if self._chance.random() < self._drawn.double_keys:
                self._put(Pressed(t=t + self._chance.choice((0.05, 0.2, 1.9, 2.1)), key=Key.RESUME))
            case _:
                pass

    def _in_a_hold(self, t: float, hold_s: float) -> None:
        if self._chance.random() < self._drawn.drops_late:
            lost = t + max(0.0, hold_s - self._chance.uniform(0.0, LAST_OF_HOLD_S))
            self._put(LinkLost(t=lost, cause="disconnected"))
            self._put(LinkBack(t=lost + DROP_S))
            self._down_until = lost + DROP_S
        if self._chance.random() < self._drawn.double_keys:
            pressed = t + self._chance.uniform(0.0, hold_s)
            self._put(Pressed(t=pressed, key=Key.PAUSE))
            self._put(Pressed(t=pressed + DOUBLE_PRESS_S, key=Key.RESUME))
        if self._chance.random() < self._drawn.asleep_in_holds:
            self._put(Suspended(t=t + self._chance.uniform(0.0, hold_s), seconds=self._chance.choice(ASLEEP_S)))

    def _overlay(self, t: float) -> None:
        """It holds the session; what is said in it is taken; closing it goes on with nothing, the key after it does."""
        length_s = self._chance.choice(OVERLAYS_S)
        self._put(Pressed(t=t, key=Key.PAUSE))
        if self._chance.random() < 0.3:
            self._put(Reported(t=t + 0.9 * length_s, symptom=self._chance.choice(tuple(Symptom))))
        self._put(Pressed(t=t + length_s + 3.0, key=Key.RESUME))

    def _put(self, event: Event) -> None:
        self._count += 1
        insort(self._waiting, (event.t, self._count, event))
