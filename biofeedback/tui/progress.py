"""How far a practice has come: the muscle groups, the time that is left, and the parts of the body."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from biofeedback.decisions import Phase
from biofeedback.tui.body_map import Marks, marks_of
from biofeedback.view import SessionView
from protocols.training import MuscleGroup, TrainingProtocol

_ANNOUNCED = frozenset({Phase.PREPARE, Phase.TENSE, Phase.PAUSED})
"""Phases in which the group in hand is still to be let go of."""

_BEFORE = frozenset({Phase.ASK_BEFORE, Phase.WAITING, Phase.BASELINE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A practice under way. Groups, not steps: a group that is practised twice counts once."""

    group: int | None  # the number of the one in hand, from 1
    groups: int
    minutes_left: int  # as planned, without settle pauses
    share: float  # how much of it lies behind, as planned, from 0 to 1
    marks: Marks | None  # None: no part of the body is meant


def progress(view: SessionView, protocol: TrainingProtocol) -> Progress:
    """Where `view` stands in the protocol."""
    steps = protocol.steps
    names = list(dict.fromkeys(step.group.id for step in steps))
    place = -1 if view.step is None else view.step
    if view.step is None and view.phase not in _BEFORE and view.phase is not Phase.PAUSED:
        place = len(steps)  # the closing, and after
    in_hand = view.step is not None and view.phase in _ANNOUNCED
    done = [step.group for step in steps[: max(0, place if in_hand else place + 1)]]
    to_come = [step.group for step in steps[place + 1 :]]
    here = None if view.group is None or view.group.id not in names else names.index(view.group.id) + 1
    left_s = _left_s(view, protocol, place)
    whole_s = protocol.baseline_s + sum(step.length_s for step in steps) + protocol.closing_s
    return Progress(
        group=here,
        groups=len(names),
        minutes_left=ceil(left_s / 60),
        share=0.0 if whole_s <= 0 else min(1.0, max(0.0, 1 - left_s / whole_s)),
        marks=_marks(view.group if in_hand else None, done, to_come),
    )


def _marks(now: MuscleGroup | None, done: list[MuscleGroup], to_come: list[MuscleGroup]) -> Marks | None:
    if not any(group.regions for group in (*done, *to_come, *(() if now is None else (now,)))):
        return None
    return marks_of(now, done, to_come)


def _left_s(view: SessionView, protocol: TrainingProtocol, place: int) -> float:
    """Seconds: what is left of this phase and of its step, the steps after it, the closing."""
    phase_s = 0.0 if view.until is None or view.phase is Phase.PAUSED else max(0.0, view.until - view.t)
    if view.phase is Phase.CLOSING:
        return phase_s
    if view.phase in (Phase.ASK_AFTER, Phase.FINISHED, Phase.STOPPED):
        return 0.0
    later_s = sum(step.length_s for step in protocol.steps[place + 1 :]) + protocol.closing_s
    if view.phase in _BEFORE:
        return later_s + (phase_s if view.phase is Phase.BASELINE else protocol.baseline_s)
    if view.step is None:  # paused before the first group: sitting quietly is still to come
        return later_s + protocol.baseline_s if place < 0 else later_s
    step = protocol.steps[view.step]
    match view.phase:
        case Phase.PREPARE:
            return later_s + phase_s + step.hold_s + step.rest_s
        case Phase.TENSE:
            return later_s + phase_s + step.rest_s
        case Phase.PAUSED:
            return later_s + step.length_s
        case _:
            return later_s + phase_s
