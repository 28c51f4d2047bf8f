"""`python -m tests.campaign [--sessions N] [--first N] [--jobs N] [--case N]`: thousands of random sessions.

Every session is played once and checked against the invariants, and its stored events are replayed without the ticks:
the decisions must be the same. Every tenth is played a second time from its seed. Exit 1 where anything did not hold.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
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
from tests.campaign.cases import Case, case, play
from tests.campaign.invariants import Violation, violations
from tests.campaign.story import Story

PLAYED_AGAIN = 10  # one in so many
AT_A_TIME = 50  # sessions handed to a process together
SHOWN = 20  # violations printed in full


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


def checked(numbers: range) -> Tally:
    """Play and check the sessions of these numbers."""
    tally = Tally()
    for number in numbers:
        played = case(number)
        try:
            story = play(played)
        except Exception as fault:  # a crash is the worst violation, and the others must be played all the same
            tally.sessions += 1
            tally.wrong.append((number, Violation("no_crash", 0.0, repr(fault))))
            continue
        _count(tally, played, story)
        tally.wrong += [(number, violation) for violation in (*violations(story), *_repeatable(tally, played, story))]
    return tally


def _count(tally: Tally, played: Case, story: Story) -> None:
    tally.sessions += 1
    tally.hours += story.taken[-1].event.t / 3600
    tally.events += len(story.taken)
    tally.counts[f"person {played.who}"] += 1
    for fault in played.faults:
        tally.counts[f"fault {fault.name}"] += 1
    for decision in story.decisions():
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


def _repeatable(tally: Tally, played: Case, story: Story) -> Iterator[Violation]:
    """Same events, same decisions; same seed, same session."""
    stored = [journal.event_from_line(journal.to_line(e.event)) for e in story.taken if not isinstance(e.event, Tick)]
    stored.append(Tick(t=story.taken[-1].event.t))
    again = headless.replay(Engine(played.plan), stored)
    if (place := _differs(story.decisions(), list(again))) is not None:
        yield Violation("same_events_same_decisions", place.t, f"{place}")
    else:
        tally.replayed_same += 1
    if played.number % PLAYED_AGAIN == 0:
        tally.played_again += 1
        if play(case(played.number)) != story:
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


def _told(number: int) -> Iterator[str]:
    played = case(number)
    yield f"{played.who}, {played.plan.adaptation}, ends at {played.ends_s:.1f} s"
    yield f"faults {played.faults}, keys {played.keys}"
    story = play(played)
    for decision in story.decisions():
        yield journal.to_line(decision)
    for violation in violations(story):
        yield f"{violation}"


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign")
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--case", type=int, help="tell one session, decision by decision")
    wanted = parser.parse_args()
    if wanted.case is not None:
        print("\n".join(_told(wanted.case)))
        return 0
    end = wanted.first + wanted.sessions
    parts = [range(k, min(k + AT_A_TIME, end)) for k in range(wanted.first, end, AT_A_TIME)]
    tally = Tally()
    with ProcessPoolExecutor(wanted.jobs) as pool:
        for part in pool.map(checked, parts):
            tally.add(part)
    print("\n".join(report(tally)))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
