"""A session as fast as the machine allows, on no clock at all: simulation, replay, tests."""

from __future__ import annotations

from collections.abc import Iterable

from biofeedback.decisions import Decision
from biofeedback.events import Event, Tick
from biofeedback.ports import Body, Guide, Sink


def run(guide: Guide, body: Body, sinks: Iterable[Sink] = ()) -> None:
    """Play the body into the guide until the guide is over. The body hears each decision before its next event."""
    listeners = tuple(sinks)
    while not guide.over:
        event = following(guide, body)
        if event is None:
            return
        decisions = guide.step(event)
        for decision in decisions:
            body.receive(decision)
        for sink in listeners:
            sink.on_step(event, decisions)


def following(guide: Guide, body: Body) -> Event | None:
    """What comes first: something that falls due in the guide, or the body's next event."""
    due, deadline = body.due, guide.deadline
    if deadline is not None and (due is None or deadline <= due):
        return Tick(t=deadline)
    return body.next_event() if due is not None else None


def replay(guide: Guide, events: Iterable[Event]) -> tuple[Decision, ...]:
    """The decisions on stored events: the same as when they happened."""
    decisions: list[Decision] = []
    for event in events:
        decisions += guide.step(event)
    return tuple(decisions)
