"""Faults laid over any body: what straps, radios and hearts do on a bad day, at a second that is asked for.

A fault is written `NAME[:START_S[:LENGTH_S]]`, such as `dropout:300:20`. The body underneath goes on unharmed: only
what is heard of it changes. Faults act in the order they are given, each on what the one before has left.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from biofeedback.decisions import Decision
from biofeedback.events import EcgChunk, Event, HeartRate, Tick
from biofeedback.ports import Body
from simulators.faults.link import (
    Contact,
    Dropout,
    Duplicate,
    Effect,
    Garbage,
    Late,
    LateEcg,
    LinkLoss,
    NoIntervals,
    OffSkin,
)
from simulators.faults.rhythm import Disturbed, Premature, Rhythm, RhythmFault, Silent, TakenOver
from simulators.refusal import unknown
from simulators.rhythms import Fast, Irregular, Slow

_START_S = 60.0
"""Where no start is given."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault with its window: from `start_s` on for `length_s` seconds of the session."""

    name: str
    start_s: float
    length_s: float


_Make = Callable[[float, float, Random], Effect]


def _heart(rhythm: Callable[[Random], Rhythm]) -> _Make:
    return lambda start, length, random: RhythmFault(start, length, rhythm(random))


_KINDS: dict[str, tuple[float, _Make]] = {
    # the strap and the radio
    "dropout": (20.0, lambda start, length, random: Dropout(start, length)),
    "linkloss": (20.0, lambda start, length, random: LinkLoss(start, length)),
    "contact": (20.0, lambda start, length, random: Contact(start, length)),
    "offskin": (20.0, lambda start, length, random: OffSkin(start, length)),
    "duplicate": (60.0, lambda start, length, random: Duplicate(start, length)),
    "late": (5.0, lambda start, length, random: Late(start, length)),
    "lateecg": (60.0, lambda start, length, random: LateEcg(start, length)),
    "garbage": (10.0, Garbage),
    "norr": (20.0, lambda start, length, random: NoIntervals(start, length)),
    # the beat finder
    "missed": (60.0, _heart(lambda random: Disturbed(random, 0.1, 0.0))),
    "extra": (60.0, _heart(lambda random: Disturbed(random, 0.0, 0.1))),
    "burst": (10.0, _heart(lambda random: Disturbed(random, 0.25, 0.5))),
    # the heart
    "pvc": (60.0, _heart(lambda random: Premature(random, every=14, spread=5))),
    "bigeminy": (30.0, _heart(lambda random: Premature(random, every=2))),
    "trigeminy": (30.0, _heart(lambda random: Premature(random, every=3))),
    "af": (120.0, _heart(lambda random: TakenOver(Irregular(random).interval))),
    "svt": (30.0, _heart(lambda random: TakenOver(Fast(random).interval))),
    "run": (4.0, _heart(lambda random: TakenOver(Fast(random).interval))),
    "slow": (60.0, _heart(lambda random: TakenOver(Slow(random).interval))),
    "pause": (4.0, _heart(lambda random: Silent())),
}
"""Each fault with the length it has where none is given, in seconds."""


def fault_names() -> tuple[str, ...]:
    """The faults there are."""
    return tuple(_KINDS)


def parse(spec: str) -> Fault:
    """The fault that is meant. Raises UsageError with the names or the form there are."""
    name, *numbers = spec.split(":")
    if name not in _KINDS:
        raise unknown("unknown_fault", name=name, names=", ".join(fault_names()))
    try:
        seconds = [float(number) for number in numbers]
    except ValueError:
        raise unknown("bad_fault", found=spec) from None
    if len(seconds) > 2 or not all(0 <= s < math.inf for s in seconds):
        raise unknown("bad_fault", found=spec)
    start_s = seconds[0] if seconds else _START_S
    return Fault(name, start_s, seconds[1] if len(seconds) > 1 else _KINDS[name][0])


def with_faults(body: Body, faults: tuple[Fault, ...], seed: int) -> Body:
    """The body with faults laid over it. The same seed gives the same events."""
    for place, fault in enumerate(faults):
        random = Random(f"{fault.name}/{place}/{seed}")
        body = _Faulty(body, _KINDS[fault.name][1](fault.start_s, fault.length_s, random))
    return body


class _Faulty:
    """A body seen through one effect. Events stay in order of time; the end always comes last."""

    def __init__(self, body: Body, effect: Effect) -> None:
        self._body = body
        self._effect = effect
        self._ecg_lost = False
        self._ready: deque[Event] = deque()

    @property
    def due(self) -> float | None:
        """Time of the next event. Nothing is taken from below yet: what is heard until then may still shape it."""
        return self._ready[0].t if self._ready else self._body.due

    def next_event(self) -> Event:
        """The event that is due; a bare Tick where the fault has swallowed it."""
        if not self._ready:
            event = self._body.next_event()
            self._ready.extend(self._changed(event))
            if not self._ready:
                return Tick(t=event.t)
        return self._ready.popleft()

    def _changed(self, event: Event) -> list[Event]:
        """What is heard of an event. Where the strap is not heard, its ECG is not either; other faults spare it."""
        match event:
            case HeartRate():
                return self._effect.change(event)
            case EcgChunk() if isinstance(self._effect, LateEcg):
                return self._effect.change_ecg(event)
            case EcgChunk() if isinstance(self._effect, Dropout | LinkLoss | Contact):
                lost, self._ecg_lost = self._ecg_lost, self._effect.holds(event.t)
                return [] if self._ecg_lost else [replace(event, gap=event.gap or lost)]
            case _:
                return [event]

    def receive(self, decision: Decision) -> None:
        """Pass the guidance on."""
        self._body.receive(decision)
