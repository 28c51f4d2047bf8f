"""Faults laid over any body: what straps, radios and hearts do on a bad day, at a second that is asked for.

A fault is written `NAME[:START_S[:LENGTH_S]]`, such as `dropout:300:20`; `NAME:PHASE:NTH[:LENGTH_S]`, such as
`af:tense:3`; or `NAME:RATE/min[:LENGTH_S]`, such as `burst:2/min`. The body underneath goes on unharmed: only
what is heard of it changes. Faults act in the order they are given, each on what the one before has left.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from random import Random

from biofeedback.decisions import Decision
from biofeedback.errors import UsageError
from biofeedback.events import EcgChunk, Event, HeartRate, MotionChunk, Tick
from biofeedback.ports import Body
from simulators.faults.kinds import FaultKind, kinds
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
from simulators.faults.moments import LATEST_S, AtRate, AtTime, InPhase, Trigger, When, parse_when, phase_of, rate_of
from simulators.faults.rhythm import Disturbed, Premature, Quickened, Rhythm, RhythmFault, Silent, TakenOver
from simulators.refusal import unknown
from simulators.rhythms import Fast, Irregular, Slow

_START_S = 60.0
"""Where no start is given. Seconds."""

_MOST_NTH = 1000
"""Of phases of one kind: no protocol has so many."""


DEFAULT_AT = f"t {_START_S:g}"
"""The same, as scenarios write it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, when it begins to act, and for how many seconds."""

    name: str
    when: When
    length_s: float

    def __str__(self) -> str:
        """As `parse` reads it."""
        match self.when:
            case AtTime(start_s=start):
                when = f"{start:.15g}"
            case InPhase(phase=phase, nth=nth):
                when = f"{phase.value}:{nth}"
            case AtRate(per_min=often):
                when = f"{often:.6g}/min"
        return f"{self.name}:{when}:{self.length_s:.15g}"


_Make = Callable[[float, float, Random, FaultKind], Effect]


def _heart(rhythm: Callable[[Random], Rhythm]) -> _Make:
    return lambda start, length, random, kind: RhythmFault(start, length, rhythm(random))


def _plain(effect: Callable[[float, float], Effect]) -> _Make:
    return lambda start, length, random, kind: effect(start, length)


def _disturbed(start: float, length: float, random: Random, kind: FaultKind) -> Effect:
    finder = Disturbed(random, kind.figure("missed_share"), kind.figure("extra_share"))
    return RhythmFault(start, length, finder)


def _premature(start: float, length: float, random: Random, kind: FaultKind) -> Effect:
    every, spread = round(kind.figure("every")), round(kind.figure("spread"))
    return RhythmFault(start, length, Premature(random, every=every, spread=spread))


def _quickened(start: float, length: float, random: Random, kind: FaultKind) -> Effect:
    share, rises_s = kind.figure("share"), kind.figure("rises_s")
    return RhythmFault(start, length, Quickened(share=share, rises_s=rises_s, lasts_s=length))


_MAKE: dict[str, _Make] = {
    # the strap and the radio
    "dropout": _plain(Dropout),
    "linkloss": _plain(LinkLoss),
    "contact": _plain(Contact),
    "offskin": _plain(OffSkin),
    "duplicate": _plain(Duplicate),
    "late": _plain(Late),
    "lateecg": _plain(LateEcg),
    "garbage": lambda start, length, random, kind: Garbage(start, length, random),
    "norr": _plain(NoIntervals),
    # the beat finder
    "missed": _disturbed,
    "extra": _disturbed,
    "burst": _disturbed,
    # the heart
    "pvc": _premature,
    "bigeminy": _premature,
    "trigeminy": _premature,
    "af": _heart(lambda random: TakenOver(Irregular(random).interval)),
    "svt": _heart(lambda random: TakenOver(Fast(random).interval)),
    "run": _heart(lambda random: TakenOver(Fast(random).interval)),
    "slow": _heart(lambda random: TakenOver(Slow(random).interval)),
    "pause": _heart(lambda random: Silent()),
    # the body
    "cough": _quickened,
    "posture": _quickened,
}
"""How each acts; `faults.toml` has what it is and its numbers."""


def fault_names() -> tuple[str, ...]:
    """The faults there are."""
    return tuple(_MAKE)


def parse(spec: str) -> Fault:
    """The fault that is meant. Raises UsageError with the names or the form there are."""
    name, *rest = spec.split(":")
    if name not in _MAKE:
        raise _unknown(name)
    when: When = AtTime(_START_S)
    if rest and (often := rate_of(rest[0])) is not None:
        when, rest = AtRate(often), rest[1:]
    elif rest and rest[0].replace("_", "").isalpha() and rest[0] not in ("inf", "nan"):
        nth = rest[1] if len(rest) > 1 else "1"
        if not nth.isdecimal() or not 0 < int(nth) < _MOST_NTH:
            raise _bad(spec)
        when, rest = InPhase(phase_of(rest[0]), int(nth)), rest[2:]
    elif rest:
        when, rest = AtTime(_seconds(rest[0], spec)), rest[1:]
    if len(rest) > 1:
        raise _bad(spec)
    return Fault(name, when, _seconds(rest[0], spec) if rest else kinds()[name].length_s)


def fault_of(name: str, at: str, length_s: float | None) -> Fault:
    """The fault of a scenario: `at` as in `moments.parse_when`; no length: its own. Raises UsageError."""
    if name not in _MAKE:
        raise _unknown(name)
    return Fault(name, parse_when(at), kinds()[name].length_s if length_s is None else length_s)


def _unknown(name: str) -> UsageError:
    near = get_close_matches(name, fault_names(), 1)
    return unknown("unknown_fault_near", name=name, near=near[0]) if near else unknown("unknown_fault", name=name)


def _bad(spec: str) -> UsageError:
    return unknown("bad_fault", found=spec, most=f"{LATEST_S:.0f}")


def _seconds(text: str, spec: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        raise _bad(spec) from None
    if not 0 <= seconds <= LATEST_S:
        raise _bad(spec)
    return seconds


Began = Callable[[Fault, float], None]


def unheard(fault: Fault, t: float) -> None:
    """For where nobody asks when a fault began."""


def with_faults(body: Body, faults: tuple[Fault, ...], seed: int, began: Began = unheard) -> Body:
    """The body with faults laid over it; `began` is told when each begins. The same seed gives the same events."""
    for place, fault in enumerate(faults):
        key = f"{fault.name}/{place}/{seed}"
        trigger = Trigger(fault.when, Random(f"{key}/moments"))
        effect = _MAKE[fault.name](trigger.first_s, fault.length_s, Random(key), kinds()[fault.name])
        body = _Faulty(body, effect, trigger, partial(began, fault))
    return body


class _Faulty:
    """A body seen through one effect. Events stay in order of time; the end always comes last."""

    def __init__(self, body: Body, effect: Effect, trigger: Trigger, began: Callable[[float], None]) -> None:
        self._body = body
        self._effect = effect
        self._trigger = trigger
        self._began = began
        self._begun = False  # whether that it acts now was told
        self._ecg_lost = False
        self._motion_lost = False
        self._ready: deque[Event] = deque()

    @property
    def due(self) -> float | None:
        """Time of the next event. Nothing is taken from below yet: what is heard until then may still shape it."""
        return self._ready[0].t if self._ready else self._body.due

    def next_event(self) -> Event:
        """The event that is due; a bare Tick where the fault has swallowed it."""
        if not self._ready:
            event = self._body.next_event()
            self._look_at_time(event.t)
            self._ready.extend(self._changed(event))
            if not self._ready:
                return Tick(t=event.t)
        return self._ready.popleft()

    def _look_at_time(self, t: float) -> None:
        effect = self._effect
        if not self._begun and t >= effect.start_s:
            self._begun = True
            self._began(effect.start_s)
        if t >= effect.end_s and (again := self._trigger.again(effect.end_s)) is not None:
            effect.begin(again)
            self._begun = False

    def _changed(self, event: Event) -> list[Event]:
        """What is heard of an event. Where the strap is not heard, nothing else of it is; other faults spare it."""
        match event:
            case HeartRate():
                return self._effect.change(event)
            case EcgChunk() if isinstance(self._effect, LateEcg):
                return self._effect.change_ecg(event)
            case EcgChunk() if isinstance(self._effect, Dropout | LinkLoss | Contact):
                lost, self._ecg_lost = self._ecg_lost, self._effect.holds(event.t)
                return [] if self._ecg_lost else [replace(event, gap=event.gap or lost)]
            case MotionChunk() if isinstance(self._effect, Dropout | LinkLoss):  # off the skin it still moves
                lost, self._motion_lost = self._motion_lost, self._effect.holds(event.t)
                return [] if self._motion_lost else [replace(event, gap=event.gap or lost)]
            case _:
                return [event]

    def receive(self, decision: Decision) -> None:
        """Pass the guidance on; some of it begins a fault."""
        if (start := self._trigger.heard(decision)) is not None:
            self._effect.begin(start)
        self._body.receive(decision)
