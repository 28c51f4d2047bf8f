"""A session as it was told: each event with what was decided on it. What the invariants are asked of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Action, CueGiven, Decision
from biofeedback.events import Event, HeartRate, LinkBack, LinkLost
from biofeedback.ticks import to_ms
from protocols.training import TrainingProtocol

SHORTEST_MS, LONGEST_MS = 300.0, 2000.0  # intervals outside these are no heart at rest: 200 and 30 beats a minute


@dataclass(frozen=True, slots=True)
class Taken:
    """One event and the decisions on it."""

    event: Event
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A whole session, from its plan on, in order."""

    plan: Plan
    taken: tuple[Taken, ...]

    @property
    def protocol(self) -> TrainingProtocol:
        """What was practised."""
        return self.plan.protocol

    def decisions(self) -> list[Decision]:
        """All decisions in order."""
        return [decision for each in self.taken for decision in each.decisions]

    def told(self) -> Iterator[tuple[Event, Decision]]:
        """Each decision with the event that brought it."""
        for each in self.taken:
            for decision in each.decisions:
                yield each.event, decision


@dataclass(frozen=True, slots=True)
class Heard:
    """A packet with beats: when it came and its intervals in ms."""

    t: float
    rr_ms: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Link:
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


def told_story(plan: Plan, events: Iterable[Event]) -> Story:
    """Guide a session through these events."""
    engine = Engine(plan)
    return Story(plan, tuple(Taken(event, engine.step(event)) for event in events))


def heard(story: Story) -> list[Heard]:
    """All packets that held beats."""
    found: list[Heard] = []
    for each in story.taken:
        if isinstance(each.event, HeartRate):
            rr_ms = tuple(to_ms(ticks) for ticks in each.event.rr_ticks if ticks > 0)
            if rr_ms:
                found.append(Heard(each.event.t, rr_ms))
    return found


def links(story: Story) -> list[Link]:
    """When the link went and came."""
    return [
        Link(each.event.t, isinstance(each.event, LinkBack))
        for each in story.taken
        if isinstance(each.event, LinkLost | LinkBack)
    ]


def tensions(story: Story) -> list[Tension]:
    """Every cue to tense with the cue right after it."""
    decisions = story.decisions()
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
