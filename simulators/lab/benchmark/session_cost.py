"""What simulated sessions and a replayed day cost, in seconds of one core: whatever else the machine does meanwhile."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from biofeedback.clock import processor_time
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Decision
from biofeedback.events import Event, Tick
from biofeedback.run import headless
from biofeedback.signal.analysis import analyse
from biofeedback.signal.baseline import BASELINE_S
from protocols.library import DEFAULT, load
from simulators.lab.benchmark.methods import raw_beats
from simulators.lab.benchmark.segments import synthetic
from simulators.lab.campaign.trace import TraceStep
from simulators.lab.sweeps.grid import Cell, cells, grid
from simulators.lab.sweeps.outcomes import outcomes
from simulators.participants.participant import person

if TYPE_CHECKING:
    from biofeedback.ports import Body

EXTRAPOLATED = 100_000
"""Sessions whose cost is told without playing them. Count."""

PIECE_S = 300.0
"""A recording is made of pieces as long, of different hearts: nearly no heart is without one odd beat for an hour, and
only clean pieces are taken. Seconds."""

_KIB = 1024
"""Of `ru_maxrss` on Linux, whose unit is the KiB; on a Mac it is the byte."""


class _Trace:
    def __init__(self) -> None:
        self.steps: list[TraceStep] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.steps.append(TraceStep(event, decisions))


@dataclass(frozen=True, slots=True)
class SessionCost:
    """Seconds of one core that a session takes: all of it, and its two parts played apart from each other."""

    whole_s: float
    engine_s: float
    participant_s: float


def session_cost(name: str, seed: int, protocol: str = DEFAULT) -> SessionCost:
    """One session of a person, three times: together, the engine on its events, the person on its decisions."""
    plan, trace = Plan(protocol=load(protocol)), _Trace()
    began = processor_time()
    headless.run(Engine(plan), person(name, seed), [trace])
    whole = processor_time() - began
    engine = Engine(plan)
    began = processor_time()
    for step in trace.steps:
        engine.step(step.event)
    judged = processor_time() - began
    body = person(name, seed)
    began = processor_time()
    _live(body, trace.steps)
    return SessionCost(whole, judged, processor_time() - began)


def _live(body: Body, steps: list[TraceStep]) -> None:
    for step in steps:
        if not isinstance(step.event, Tick):
            body.next_event()
        for decision in step.decisions:
            body.receive(decision)


def recording_cost(hours: float) -> tuple[float, int]:
    """Seconds of one core to judge so many hours of made beats as a recording, and how many beats they are."""
    beats = [rr for segment in synthetic(round(3600 * hours / PIECE_S), PIECE_S) for rr in segment]
    raws = raw_beats(beats)
    began = processor_time()
    analyse(raws, baseline_s=BASELINE_S)
    return processor_time() - began, len(raws)


def table(sizes: tuple[int, ...], seeds: int, name: str, hours: float = 24.0) -> Iterator[str]:
    """In Markdown, a line as soon as it is known."""
    session_cost(name, 0)  # what is loaded at the first is not timed
    costs = [session_cost(name, seed) for seed in range(1, seeds + 1)]
    whole, engine, body = (
        median(each) for each in zip(*((c.whole_s, c.engine_s, c.participant_s) for c in costs), strict=True)
    )
    yield f"One session of {name} with {DEFAULT}: {whole:.2f} s of one core (median of {seeds}), of which the engine"
    yield f"takes {engine:.2f} s and the participant {body:.2f} s when played apart."
    yield ""
    yield "| sessions of a sweep | s of one core | for each | most memory, MB |"
    yield "|---|---|---|---|"
    each_s = 0.0
    for size in sizes:
        each_s, spent = sweep_cost(size, name)
        yield f"| {size} | {spent:.1f} | {each_s:.3f} | {_memory_mb():.0f} |"
    total_s = EXTRAPOLATED * each_s
    yield f"| {EXTRAPOLATED:,} (from the line above, not played) | {total_s:,.0f} ({total_s / 3600:.1f} h) | | |"
    yield ""
    took, beats = recording_cost(hours)
    yield f"A recording of {hours:.0f} h ({beats:,} beats): {took:.1f} s of one core."


def sweep_cost(size: int, name: str) -> tuple[float, float]:
    """Seconds of one core for each session, and for all."""
    played: list[Cell] = list(cells(grid((DEFAULT,), (f"person:{name}",), (), (1, size), "on")))
    began = processor_time()
    for at in range(0, size, 10):
        outcomes(played[at : at + 10])
    spent = processor_time() - began
    return spent / size, spent


def _memory_mb() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (_KIB * _KIB if sys.platform == "darwin" else _KIB)
