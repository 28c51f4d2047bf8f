"""Thousands of random sessions: played, checked, counted.

Every session is played once and checked against the invariants, and its stored events are replayed without the ticks:
the decisions must be the same. Every tenth is played a second time from its seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from biofeedback import journal
from biofeedback.coach.engine import Engine
from biofeedback.decisions import (
    Adapted,
    BaselineSet,
    CueGiven,
    Decision,
    Finished,
    Monitoring,
    Offered,
    Paused,
    Settling,
    ShiftTold,
    Warned,
)
from biofeedback.events import Tick
from biofeedback.run import headless
from biofeedback.workers import workers
from simulators.lab.campaign.cases import Case, case
from simulators.lab.campaign.invariants import violations
from simulators.lab.campaign.playing import play
from simulators.lab.campaign.trace import Trace
from simulators.lab.campaign.violation import Violation

PLAYED_AGAIN = 10
"""One session in so many is played a second time from its seed."""

AT_A_TIME = 50
"""Sessions handed to a process together."""

SHOWN = 20
"""Violations told in full; the others are counted only."""


@dataclass(slots=True)
class Tally:
    """What was seen."""

    sessions: int = 0
    hours: float = 0.0
    events: int = 0
    replayed_same: int = 0
    played_again: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[int, Violation]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in the tally of other sessions."""
        self.sessions += other.sessions
        self.hours += other.hours
        self.events += other.events
        self.replayed_same += other.replayed_same
        self.played_again += other.played_again
        self.counts += other.counts
        self.wrong += other.wrong


def check_sessions(numbers: range) -> Tally:
    """Play and check the sessions of these numbers."""
    tally = Tally()
    for number in numbers:
        played = case(number)
        try:
            trace = play(played)
        except Exception as fault:  # a crash is the worst violation, and the others must be played all the same
            tally.sessions += 1
            tally.wrong.append((number, Violation("no_crash", 0.0, repr(fault))))
            continue
        _count(tally, played, trace)
        tally.wrong += [(number, violation) for violation in (*violations(trace), *_repeatable(tally, played, trace))]
    return tally


def _count(tally: Tally, played: Case, trace: Trace) -> None:
    tally.sessions += 1
    tally.hours += trace.steps[-1].event.t / 3600
    tally.events += len(trace.steps)
    tally.counts[f"person {played.who}"] += 1
    for fault in played.faults:
        tally.counts[f"fault {fault.name}"] += 1
    for decision in trace.decisions():
        match decision:
            case CueGiven():
                tally.counts[f"cue {decision.action.value}"] += 1
            case Warned():
                tally.counts[f"warning {decision.rule.value} {decision.severity.value}"] += 1
            case Finished():
                tally.counts[f"outcome {decision.outcome.value}"] += 1
                tally.counts[f"ended by {decision.why.code}"] += 1
            case Monitoring():
                tally.counts[f"monitoring {'on' if decision.on else 'off'}"] += 1
            case Paused() | Offered() | Settling() | Adapted() | ShiftTold() | BaselineSet():
                tally.counts[type(decision).__name__] += 1
            case _:
                pass


def _repeatable(tally: Tally, played: Case, trace: Trace) -> Iterator[Violation]:
    """Same events, same decisions; same seed, same session."""
    stored = [journal.event_from_line(journal.to_line(e.event)) for e in trace.steps if not isinstance(e.event, Tick)]
    stored.append(Tick(t=trace.steps[-1].event.t))
    again = headless.replay(Engine(played.plan), stored)
    if (place := _differs(trace.decisions(), list(again))) is not None:
        yield Violation("same_events_same_decisions", place.t, f"{place}")
    else:
        tally.replayed_same += 1
    if played.number % PLAYED_AGAIN == 0:
        tally.played_again += 1
        if play(case(played.number)) != trace:
            yield Violation("same_seed_same_decisions", 0.0, "another session came of it")


def _differs(one: list[Decision], other: list[Decision]) -> Decision | None:
    for a, b in zip_longest(one, other):
        if a != b:
            return a if a is not None else b
    return None


def report(tally: Tally) -> Iterator[str]:
    """The figures, a line each."""
    yield f"sessions {tally.sessions}, {tally.hours:.0f} h simulated, {tally.events} events"
    yield f"replayed with the same decisions {tally.replayed_same}; played again from the seed {tally.played_again}"
    for name, count in sorted(tally.counts.items()):
        yield f"  {name:40} {count}"
    broken = Counter(violation.invariant for _, violation in tally.wrong)
    yield f"violations {len(tally.wrong)} in {len({number for number, _ in tally.wrong})} sessions {dict(broken)}"
    for number, violation in tally.wrong[:SHOWN]:
        yield f"  case {number}, {violation.t:.3f} s, {violation.invariant}: {violation.what}"


def described(number: int) -> Iterator[str]:
    """One session, decision by decision, with what did not hold in it."""
    played = case(number)
    yield f"{played.who}, {played.plan.adaptation}, ends at {played.ends_s:.1f} s"
    yield f"faults {played.faults}, keys {played.keys}"
    trace = play(played)
    for decision in trace.decisions():
        yield journal.to_line(decision)
    for violation in violations(trace):
        yield f"{violation}"


def run(first: int, sessions: int, jobs: int) -> Tally:
    """Check so many sessions from the `first` number on, some at a time in `jobs` processes."""
    end = first + sessions
    parts = [range(k, min(k + AT_A_TIME, end)) for k in range(first, end, AT_A_TIME)]
    tally = Tally()
    with workers(jobs) as pool:
        for part in pool.map(check_sessions, parts):
            tally.add(part)
    return tally
