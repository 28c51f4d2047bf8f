"""The moments that a person marked: what a screen shows while it is watched, and what is told of it later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from biofeedback.events import Event, Marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One of them, at `t` (s), with the words it was given last; none: it is only marked."""

    t: float
    number: int
    words: str = ""


def after(marks: tuple[Mark, ...], event: Event) -> tuple[Mark, ...]:
    """The marks once `event` has happened, in the order in which they were set."""
    if not isinstance(event, Marked):
        return marks
    if all(each.number != event.number for each in marks):
        return (*marks, Mark(t=event.t, number=event.number, words=event.words))
    return tuple(replace(each, words=event.words) if each.number == event.number else each for each in marks)


def marks(events: Iterable[Event]) -> tuple[Mark, ...]:
    """All that were set."""
    found: tuple[Mark, ...] = ()
    for event in events:
        found = after(found, event)
    return found
