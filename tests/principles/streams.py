"""Streams of events as a strap, a person and bad luck make them, and a short protocol to guide them through."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from hypothesis import settings
from hypothesis import strategies as st

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.decisions import Decision
from biofeedback.events import (
    Event,
    HeartRate,
    Key,
    LinkBack,
    LinkLost,
    Pressed,
    Rated,
    Reported,
    SourceEnded,
    Symptom,
    Tick,
)
from biofeedback.ticks import TICKS_PER_S, TICKS_PER_STRAP_UNIT
from protocols.library import DEFAULT, load
from protocols.training import TrainingProtocol

SHORT_S = 220.0  # about what the short protocol takes with nothing in its way
SOME = settings(
    max_examples=max(1, (settings.default or settings()).max_examples * 2 // 5)
)  # each is a session or more


class Trouble(Enum):
    """What can happen to a stream for a while."""

    SILENCE = "silence"  # packets stay away
    EMPTY = "empty"  # packets come, without a beat
    LINK = "link"
    IRREGULAR = "irregular"
    RISEN = "risen"  # heart rate up by a sixth: not yet come back from a tension
    FAST = "fast"  # up by half
    BEYOND = "beyond"  # far too fast


@dataclass(frozen=True, slots=True)
class Happening:
    """One trouble of a stream."""

    what: Trouble
    begin_s: float
    length_s: float

    def on(self, t: float) -> bool:
        """Whether it is going on at `t`."""
        return self.begin_s <= t < self.begin_s + self.length_s


@cache
def short_protocol() -> TrainingProtocol:
    """The default protocol with three of its groups, and shorter quiet times."""
    whole = load(DEFAULT)
    steps = tuple(replace(step, lead_in_s=5.0, rest_s=16.0) for step in whole.steps[:3])
    return replace(whole, baseline_s=90.0, steps=steps, settle_max_s=30.0, closing_s=20.0)


def engine(adaptation: Adaptation = Adaptation.ON, *, ask_ratings: bool = True) -> Engine:
    """A new session of the short protocol."""
    return Engine(Plan(protocol=short_protocol(), adaptation=adaptation, ask_ratings=ask_ratings))


def decided(guide: Engine, events: Iterable[Event]) -> tuple[Decision, ...]:
    """All that is decided on these events, in order."""
    return tuple(decision for event in events for decision in guide.step(event))


def heart(seed: int, length_s: float, happenings: Iterable[Happening] = ()) -> list[Event]:
    """Packets about once a second from a breathing heart, with their troubles. The same seed, the same packets."""
    chance, troubles = random.Random(seed), tuple(happenings)
    events: list[Event] = []
    waiting: list[int] = []
    beat_t, packet_t = 0.0, 1.0
    while packet_t < length_s:
        while beat_t < packet_t:
            rr = _interval(chance, beat_t, [each.what for each in troubles if each.on(beat_t)])
            beat_t += rr / TICKS_PER_S
            waiting.append(rr)
        arrival = packet_t + chance.uniform(0.0, 0.2)
        on = {each.what for each in troubles if each.on(arrival)}
        if on & {Trouble.SILENCE, Trouble.LINK}:
            waiting.clear()
        else:
            sent = () if Trouble.EMPTY in on else tuple(waiting[:9])
            events.append(HeartRate(t=arrival, hr_bpm=70, rr_ticks=sent))
            waiting.clear()
        packet_t += 1.0
    for each in troubles:
        if each.what is Trouble.LINK:
            events += [LinkLost(t=each.begin_s, cause="disconnected"), LinkBack(t=each.begin_s + each.length_s)]
    return in_order(events)


def _interval(chance: random.Random, t: float, on: list[Trouble]) -> int:
    rr_s = 0.85 + 0.04 * math.sin(2 * math.pi * t / 10.0) + chance.gauss(0.0, 0.008)
    if Trouble.IRREGULAR in on:
        rr_s = chance.uniform(0.45, 1.15)
    if Trouble.RISEN in on:
        rr_s /= 1.17
    if Trouble.FAST in on:
        rr_s /= 1.5
    if Trouble.BEYOND in on:
        rr_s = 0.3
    return round(rr_s * TICKS_PER_S / TICKS_PER_STRAP_UNIT) * TICKS_PER_STRAP_UNIT


def in_order(events: Iterable[Event]) -> list[Event]:
    """As a mailbox would hold them: by time, and those of one moment as they came."""
    return sorted(events, key=lambda event: event.t)


_TIMES = st.floats(0.0, SHORT_S).map(lambda t: round(t, 2))
_HAPPENINGS = st.builds(Happening, st.sampled_from(Trouble), _TIMES, st.floats(1.0, 60.0))
_PRESSES = st.builds(Pressed, t=_TIMES, key=st.sampled_from(Key))
_REPORTS = st.builds(Reported, t=_TIMES, symptom=st.sampled_from(Symptom))
_RATINGS = st.builds(Rated, t=_TIMES, tension=st.none() | st.integers(-1, 11))


@st.composite
def streams(draw: st.DrawFn) -> list[Event]:
    """Whole sessions: a heart with up to three troubles, and a person who may press keys and rate."""
    length_s = draw(st.floats(SHORT_S / 2, SHORT_S * 1.5))
    events = heart(draw(st.integers(0, 7)), length_s, draw(st.lists(_HAPPENINGS, max_size=3)))
    events += [Rated(t=2.0, tension=6)] if draw(st.booleans()) else []
    events += draw(st.lists(_REPORTS, max_size=2))
    events += draw(st.lists(_PRESSES, max_size=3)) + draw(st.lists(_RATINGS, max_size=2))
    if draw(st.booleans()):
        events.append(SourceEnded(t=length_s))
    # Long after everything: whatever falls due without an event has fallen due by then.
    return [*in_order(events), Tick(t=SHORT_S * 10)]


def adaptations() -> st.SearchStrategy[Adaptation]:
    """On, shadow or off."""
    return st.sampled_from(Adaptation)
