"""Plays a scenario with a seed, and says what of it did not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Decision, PhaseBegan
from biofeedback.events import Event, HeartRate
from biofeedback.ports import Body
from biofeedback.review.summary import SessionSummary, Summing
from biofeedback.run import headless
from biofeedback.ticks import TICKS_PER_S
from devices.heart_rate import parse as parse_measurement
from simulators.faults.injection import Fault, with_faults
from simulators.lab.scenarios.checking import Missed, missed
from simulators.lab.scenarios.happenings import Happening, Happens, happening
from simulators.lab.scenarios.recorded import Recorded
from simulators.lab.scenarios.scenario import Expectation, Part, Scenario
from simulators.participants.participant import person
from simulators.playback.replay import Replay
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording
from simulators.recordings.splicing import cut, joined


@dataclass(frozen=True, slots=True)
class RateAt:
    """The heart rate of one packet's intervals, beats a minute."""

    t: float
    bpm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A session as it went: what happened, in order, how the heart went, and the figures at the end."""

    seed: int
    happenings: tuple[Happening, ...]
    rates: tuple[RateAt, ...]
    summary: SessionSummary
    missed: tuple[Missed, ...] = ()


class Witness:
    """A listener that keeps what a scenario can ask for. `heart`: asked at the begin of each phase."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._summing = Summing()
        self._happenings: list[Happening] = []
        self._rates: list[RateAt] = []
        self._last_t = 0.0

    def fault_began(self, fault: Fault, t: float) -> None:
        """A fault begins to act."""
        self._happenings.append(Happening(t=t, kind=Happens.FAULT, words=(fault.name,)))

    def joints(self, times: Sequence[float]) -> None:
        """Recordings are joined at these times."""
        self._happenings += [Happening(t=t, kind=Happens.JOINT) for t in times]

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Keep an event and what was decided on it."""
        self._last_t = event.t
        if isinstance(event, HeartRate) and event.rr_ticks and sum(event.rr_ticks) > 0:
            self._rates.append(RateAt(event.t, 60.0 * TICKS_PER_S * len(event.rr_ticks) / sum(event.rr_ticks)))
        for decision in decisions:
            self._summing.add(decision)
            began = isinstance(decision, PhaseBegan)
            heart = self._engine.figures(decision.t) if began else None
            self._happenings.append(happening(decision, heart))

    def played(self, seed: int, expectations: Sequence[Expectation] = ()) -> Played:
        """The whole of it, checked."""
        summary = self._summing.summary(self._last_t)
        happenings = tuple(each for each in sorted(self._happenings, key=_order) if each.t <= self._last_t)
        return Played(
            seed=seed,
            happenings=happenings,
            rates=tuple(self._rates),
            summary=summary,
            missed=missed(expectations, happenings, summary),
        )


def _order(happening: Happening) -> tuple[float, bool]:
    """By time; what is done to the body comes before what is decided at the same moment."""
    return happening.t, happening.decision is not None


def play(scenario: Scenario, seed: int) -> Played:
    """One session of a scenario. The same seed gives the same. Raises InputError where a recording cannot be read."""
    if scenario.recorded is not None:
        return _held_again(scenario, scenario.recorded, seed)
    plan = Plan(protocol=scenario.protocol, adaptation=scenario.adaptation, ask_ratings=scenario.answers)
    engine = Engine(plan)
    witness = Witness(engine)
    if scenario.person is not None:
        body: Body = person(scenario.person, seed, scenario.session)
    else:
        stretches = [_stretch(part) for part in scenario.recordings for _ in range(part.times)]
        body = Replay(joined(stretches), parse_measurement)
        witness.joints(tuple(accumulate(each.duration_s for each in stretches[:-1])))
    headless.run(engine, with_faults(body, scenario.faults, seed, witness.fault_began), [witness])
    return witness.played(seed, scenario.expectations)


def _held_again(scenario: Scenario, recorded: Recorded, seed: int) -> Played:
    engine = Engine(recorded.plan)
    witness = Witness(engine)
    for event in recorded.events:
        witness.on_step(event, engine.step(event))
    return witness.played(seed, scenario.expectations)


def _stretch(part: Part) -> Recording:
    return cut(_read(part.file), part.from_s, part.to_s)


@cache
def _read(file: Path) -> Recording:
    return read(file)
