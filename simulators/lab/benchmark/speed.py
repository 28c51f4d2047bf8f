"""How fast: beats a second against other libraries at each beat, and from an event to its decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Decision
from biofeedback.events import Event, Tick
from biofeedback.run import headless
from biofeedback.validation.statistics import quantile
from protocols.library import DEFAULT, load
from simulators.lab.benchmark.methods import NamedMethod, raw_beats, stream
from simulators.lab.benchmark.segments import synthetic
from simulators.lab.campaign.trace import TraceStep
from simulators.participants.participant import person

WINDOW_BEATS = 70
"""Beats of the last minute, which the others are given anew at each beat."""

TIMED_BEATS = 60
"""Beats at which they are timed."""

APART_BEATS = 100
"""From one of those to the next."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Beats a second of one way."""

    name: str
    beats_per_s: float


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from an event to its decisions in a whole session: median, 99th percentile, and how many events."""

    p50_s: float
    p99_s: float
    events: int


def paces(named: Sequence[NamedMethod]) -> list[Pace]:
    """This program's stream over many beats; the others on the last minute, as they would have to at every beat."""
    clock = SessionClock()
    rr_ms = [rr for segment in synthetic(24, 300) for rr in segment]
    raws = raw_beats(rr_ms)
    begin = clock.now()
    stream(raws)
    found = [Pace("biofeedback", len(raws) / (clock.now() - begin))]
    for each in named:
        if each.name in ("biofeedback", "uncorrected", "Malik 20 %"):
            continue
        each.method(rr_ms[:WINDOW_BEATS])  # what is compiled at the first call is not timed
        begin = clock.now()
        for k in range(TIMED_BEATS):
            each.method(rr_ms[k * APART_BEATS :][:WINDOW_BEATS])
        found.append(Pace(each.name, TIMED_BEATS / (clock.now() - begin)))
    return found


class _StepRecorder:
    """The events of a session, so that they can be played once more against the clock."""

    def __init__(self) -> None:
        self.steps: list[TraceStep] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.steps.append(TraceStep(event, decisions))


def latency(seeds: int = 3) -> Latency:
    """Whole sessions of a calm participant, played, then timed event by event."""
    clock, spent = SessionClock(), list[float]()
    for seed in range(seeds):
        plan, listener = Plan(protocol=load(DEFAULT)), _StepRecorder()
        headless.run(Engine(plan), person("calm", seed), [listener])
        engine = Engine(plan)
        for each in listener.steps:
            begin = clock.now()
            engine.step(each.event)
            lasted = clock.now() - begin
            if not isinstance(each.event, Tick):
                spent.append(lasted)
    return Latency(quantile(spent, 0.5) or 0.0, quantile(spent, 0.99) or 0.0, len(spent))
