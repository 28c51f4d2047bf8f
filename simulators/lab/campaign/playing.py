"""Plays a case: its participant with all that happens to it, and the engine with its listeners."""

from __future__ import annotations

from random import Random

from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision, Offered
from biofeedback.events import Event, Key, Pressed, Rated, Reported, SourceEnded
from biofeedback.ports import Body, Sink
from biofeedback.run import headless
from biofeedback.run.listeners import Listeners
from simulators.faults.injection import with_faults
from simulators.lab.campaign.cases import Case
from simulators.lab.campaign.edges import on_the_edge
from simulators.lab.campaign.late_ecg import with_a_late_ecg
from simulators.lab.campaign.trace import Trace, TraceStep
from simulators.participants.participant import person

THINKS_S = 5.0
"""Before somebody takes an offer, s."""

FAILS_AFTER = 200.0
"""Events, on average, after which a listener fails."""


class WithKeys:
    """A body whose person also presses keys, and whose source ends at a time of its own."""

    def __init__(
        self, body: Body, keys: tuple[Pressed | Rated | Reported, ...], ends_s: float, *, takes_offers: bool = False
    ) -> None:
        self._body = body
        self._keys = list(keys)
        self._ends_s = ends_s
        self._takes_offers = takes_offers
        self._over = False

    @property
    def due(self) -> float | None:
        """What comes first: a key, the body, the end."""
        if self._over:
            return None
        below = self._body.due
        return min(self._ends_s, *(key.t for key in self._keys[:1]), *(() if below is None else (below,)))

    def next_event(self) -> Event:
        """The event that is due."""
        t = self.due
        assert t is not None
        if self._keys and self._keys[0].t <= t:
            return self._keys.pop(0)
        if t >= self._ends_s or self._body.due is None:
            self._over = True
            return SourceEnded(t=t)
        event = self._body.next_event()
        self._over = isinstance(event, SourceEnded)
        return event

    def receive(self, decision: Decision) -> None:
        """The body hears, and some people take what they are offered."""
        self._body.receive(decision)
        if isinstance(decision, Offered) and self._takes_offers:
            self._keys.append(Pressed(t=decision.t + THINKS_S, key=Key.UNMONITORED))
            self._keys.sort(key=lambda key: key.t)


class _Listener:
    def __init__(self) -> None:
        self.steps: list[TraceStep] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.steps.append(TraceStep(event, decisions))


class _Failing:
    """Fails at one of the events, whatever is decided on it."""

    def __init__(self, chance: Random) -> None:
        self._left = int(chance.expovariate(1 / FAILS_AFTER))

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self._left -= 1
        if self._left < 0:
            raise OSError("no space left")


class _InRanks:
    """The listeners as a live session has them, so that one of them may fail."""

    def __init__(self, face: _Listener, journal: _Listener, failing: tuple[Sink, ...]) -> None:
        self._listeners = Listeners()
        self._listeners.add(face, first=True)
        for sink in (*failing, journal):
            self._listeners.add(sink)

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        if not self._listeners.on_step(event, decisions):
            raise AssertionError("the face was dropped")


def body(played: Case) -> Body:
    """The participant of a case, with faults, keys and an end."""
    troubled = with_faults(person(played.who, played.number), played.faults, played.number)
    pressed = WithKeys(troubled, played.keys, played.ends_s, takes_offers=played.takes_offers)
    edged = on_the_edge(pressed, played.edges, played.number)
    return with_a_late_ecg(edged, played.number) if played.edges.late_ecg else edged


def play(played: Case) -> Trace:
    """The session from its first second to its last word, as the person heard it."""
    face, journal = _Listener(), _Listener()
    failing = (_Failing(Random(f"listener/{played.number}")),) if played.edges.listener_fails else ()
    headless.run(Engine(played.plan), body(played), [_InRanks(face, journal, failing)])
    if face.steps != journal.steps:
        raise AssertionError("what the journal heard is not what the person heard")
    return Trace(played.plan, tuple(face.steps))
