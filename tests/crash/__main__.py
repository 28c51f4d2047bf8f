"""`python -m tests.crash [--kills N] [--signals N] [--stalls N] [--full N] [--seed S] [--jobs J] [--case KIND:N]`.

Real processes on a real terminal, killed, signalled, stopped and run out of disk at random moments, always the same for
a seed. Exit 1 where anything did not hold; each such case is named with the command that plays it again.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from random import Random

from tests.crash import full_disk, kills, signals, stalls
from tests.crash.session import Outcome

KINDS: dict[str, Callable[[Random], Outcome]] = {
    "kills": kills.play,
    "signals": signals.play,
    "stalls": stalls.play,
    "full": full_disk.play,
}
TOLD_EVERY = 25  # cases
DEFAULTS = {"kills": 200, "signals": 60, "stalls": 20, "full": 50}


@dataclass(frozen=True, slots=True)
class Case:
    """One crash, the same each time as far as the machine is."""

    kind: str
    number: int
    seed: int

    @property
    def again(self) -> str:
        """The command that plays it once more."""
        return f"python -m tests.crash --seed {self.seed} --case {self.kind}:{self.number}"


@dataclass(slots=True)
class Tally:
    """What was seen."""

    played: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    lost_s: list[float] = field(default_factory=list)
    wrong: list[tuple[Case, Outcome]] = field(default_factory=list)

    def add(self, case: Case, outcome: Outcome) -> None:
        """One more case."""
        self.played[outcome.kind] += 1
        self.seen.update({f"{case.kind}: {what}": times for what, times in outcome.seen.items()})
        if outcome.lost_s is not None:
            self.lost_s.append(outcome.lost_s)
        if outcome.failures:
            self.wrong.append((case, outcome))

    def report(self) -> Iterator[str]:
        """The figures, and what did not hold."""
        for name, times in sorted(self.played.items()):
            bad = sum(outcome.kind == name for _, outcome in self.wrong)
            yield f"  {name:40} {times:4} cases, {bad} did not hold"
        for what, times in sorted(self.seen.items()):
            yield f"  {what:40} {times:4}"
        if self.lost_s:
            lost = sorted(self.lost_s)
            yield f"missing from the journal: median {lost[len(lost) // 2]:.3f} s, most {lost[-1]:.3f} s of {len(lost)}"
        for what, times in Counter(
            each.partition(": '")[0] for _, outcome in self.wrong for each in outcome.failures
        ).most_common(40):
            yield f"  {times:4} times: {what[:200]}"
        for case, outcome in self.wrong:
            yield f"{outcome.kind}: {case.again}"
            yield from (f"    {failure[:300]}" for failure in outcome.failures)
        yield f"{sum(self.played.values())} cases, {len(self.wrong)} did not hold"


def played(case: Case) -> Outcome:
    """Play one; a fault of the campaign itself is one that did not hold."""
    try:
        return KINDS[case.kind](Random(f"{case.seed} {case.kind} {case.number}"))
    except Exception as fault:
        return Outcome(case.kind, [f"the campaign itself: {fault!r}"])


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash")
    for kind, number in DEFAULTS.items():
        parser.add_argument(f"--{kind}", type=int, default=number)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--case", metavar="KIND:N", help="play that one alone")
    wanted = parser.parse_args()
    if wanted.case is not None:
        kind, _, number = wanted.case.partition(":")
        cases = [Case(kind, int(number), wanted.seed)]
    else:
        cases = [Case(kind, number, wanted.seed) for kind in KINDS for number in range(getattr(wanted, kind))]
    tally = Tally()
    if any(case.kind == "full" for case in cases) and (reason := full_disk.why_not()):
        print(f"NOT RUN: the full disk: {reason}")
        cases = [case for case in cases if case.kind != "full"]
    with ProcessPoolExecutor(wanted.jobs) as pool:
        for case, outcome in zip(cases, pool.map(played, cases), strict=True):
            tally.add(case, outcome)
            if (played_so_far := sum(tally.played.values())) % TOLD_EVERY == 0:
                print(f"{played_so_far} of {len(cases)}, {len(tally.wrong)} did not hold", file=sys.stderr, flush=True)
    print("\n".join(tally.report()))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
