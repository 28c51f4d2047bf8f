"""A session as it went: each event with what was decided on it. What the invariants are asked of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Action, CueGiven, Decision
from biofeedback.events import Event, HeartRate, LinkBack, LinkLost
from biofeedback.ticks import to_ms
from protocols.training import TrainingProtocol

SHORTEST_MS = 300.0
"""An interval shorter than this is no heart at rest: 200 beats a minute."""

LONGEST_MS = 2000.0
"""Nor is a longer one than this: 30 beats a minute."""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One event and the decisions on it."""

    event: Event
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A whole session, from its plan on, in order."""

    plan: Plan
    steps: tuple[TraceStep, ...]

    @property
    def protocol(self) -> TrainingProtocol:
        """What was practised."""
        return self.plan.protocol

    def decisions(self) -> list[Decision]:
        """All decisions in order."""
        return [decision for each in self.steps for decision in each.decisions]

    def decided(self) -> Iterator[tuple[Event, Decision]]:
        """Each decision with the event that brought it."""
        for each in self.steps:
            for decision in each.decisions:
                yield each.event, decision


@dataclass(frozen=True, slots=True)
class BeatPacket:
    """A packet with beats: when it came and its intervals in ms."""

    t: float
    rr_ms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LinkChange:
    """The link went or came."""

    t: float
    up: bool


@dataclass(frozen=True, slots=True)
class Tension:
    """From the cue to tense to the cue that followed it (None: none did). `place` is that of the cue among all."""

    cue: CueGiven
    ended: float | None
    released: bool
    place: int


def trace_of(plan: Plan, events: Iterable[Event]) -> Trace:
    """Guide a session through these events."""
    engine = Engine(plan)
    return Trace(plan, tuple(TraceStep(event, engine.step(event)) for event in events))


def beat_packets(trace: Trace) -> list[BeatPacket]:
    """All packets that held beats."""
    found: list[BeatPacket] = []
    for each in trace.steps:
        if isinstance(each.event, HeartRate):
            rr_ms = tuple(to_ms(ticks) for ticks in each.event.rr_ticks if ticks > 0)
            if rr_ms:
                found.append(BeatPacket(each.event.t, rr_ms))
    return found


def link_changes(trace: Trace) -> list[LinkChange]:
    """When the link went and came."""
    return [
        LinkChange(each.event.t, isinstance(each.event, LinkBack))
        for each in trace.steps
        if isinstance(each.event, LinkLost | LinkBack)
    ]


def tensions(trace: Trace) -> list[Tension]:
    """Every cue to tense with the cue right after it."""
    decisions = trace.decisions()
    cues = [(k, d) for k, d in enumerate(decisions) if isinstance(d, CueGiven)]
    found: list[Tension] = []
    for here, (k, cue) in enumerate(cues):
        after = cues[here + 1][1] if here + 1 < len(cues) else None
        if cue.action is Action.TENSE:
            found.append(
                Tension(
                    cue=cue,
                    ended=None if after is None else after.t,
                    released=after is not None and after.action is Action.RELEASE,
                    place=k,
                )
            )
    return found
