"""Hearts made of sine waves, and short protocols: the least that a session needs."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypedDict, Unpack

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.decisions import Action, CueGiven, Decision, Phase, PhaseBegan
from biofeedback.events import Event, HeartRate, SourceEnded
from biofeedback.signal.baseline import History
from biofeedback.signal.rhythm import RhythmProfile
from biofeedback.ticks import TICKS_PER_S
from protocols.library import load
from protocols.restrictions import Restrictions
from protocols.training import TrainingProtocol

Rate = Callable[[float], float]


def protocol(groups: int = 3, baseline_s: float = 120.0) -> TrainingProtocol:
    """The shipped protocol, cut to a few groups and a short baseline."""
    whole = load("feet_to_forehead")
    steps = tuple(replace(step, lead_in_s=6.0, rest_s=20.0) for step in whole.steps[:groups])
    return replace(whole, steps=steps, baseline_s=baseline_s, closing_s=30.0)


class PlanChanges(TypedDict, total=False):
    """What a test may want otherwise."""

    protocol: TrainingProtocol
    adaptation: Adaptation
    ask_ratings: bool
    profile: RhythmProfile
    history: History | None
    own_breaths_per_min: float | None
    restrictions: Restrictions


def plan(**changes: Unpack[PlanChanges]) -> Plan:
    """A plan without questions, for a cut protocol."""
    return replace(Plan(protocol=protocol(), ask_ratings=False), **changes)


def beats(rate: Rate, until: float) -> Iterator[tuple[float, int]]:
    """(time of the beat, interval in ticks): breathing at 12/min by 3 % around a rate in beats a minute."""
    t = 0.0
    while t < until:
        now = rate(t) * (1 + 0.03 * math.sin(2 * math.pi * 0.2 * t))
        ticks = round(60 * TICKS_PER_S / now)
        t += ticks / TICKS_PER_S
        yield t, ticks


def packets(rate: Rate, until: float, *, silent: tuple[float, float] | None = None) -> list[Event]:
    """A packet a second with the beats that ended since the last; none at all within `silent`."""
    heard, events = defaultdict[int, list[int]](list), list[Event]()
    for t, ticks in beats(rate, until):
        heard[math.ceil(t)].append(ticks)
    for end in range(1, int(until) + 1):
        if silent is not None and silent[0] <= end <= silent[1]:
            continue
        events.append(HeartRate(t=float(end), hr_bpm=round(rate(end)), rr_ticks=tuple(heard[end])))
    return [*events, SourceEnded(t=until)]


def steady(bpm: float = 64.0) -> Rate:
    """A heart at rest."""
    return lambda _: bpm


def played(engine: Engine, events: list[Event]) -> list[Decision]:
    """All decisions of a run."""
    return [decision for event in events for decision in engine.step(event)]


def phases(decisions: list[Decision]) -> list[Phase]:
    """The phases in order."""
    return [d.phase for d in decisions if isinstance(d, PhaseBegan)]


def cues(decisions: list[Decision], action: Action) -> list[CueGiven]:
    """The cues of one kind."""
    return [d for d in decisions if isinstance(d, CueGiven) and d.action is action]


def began(decisions: list[Decision], phase: Phase) -> list[float]:
    """When each phase of a kind began."""
    return [d.t for d in decisions if isinstance(d, PhaseBegan) and d.phase is phase]
