"""Scenarios played with all their seeds, some at a time; what came of each."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import starmap

from biofeedback.workers import workers
from simulators.lab.scenarios import telling
from simulators.lab.scenarios.playing import Played, play
from simulators.lab.scenarios.reading import seeds_named
from simulators.lab.scenarios.scenario import Scenario

OPEN_LOOP = "; open loop: what was recorded does not answer"
"""Said of a scenario in which nobody hears the guidance."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A scenario, and the seeds it is to be played with; None: its own."""

    scenario: Scenario
    seeds: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A scenario with its sessions."""

    scenario: Scenario
    played: tuple[Played, ...]

    @property
    def wrong(self) -> tuple[Played, ...]:
        """The sessions in which something did not hold."""
        return tuple(each for each in self.played if each.missed)

    @property
    def failed(self) -> bool:
        """Whether it went otherwise than was said: something did not hold, or what is known to be wrong did."""
        return bool(self.wrong) != (self.scenario.wrong_today is not None)


def seeds_asked(text: str | None) -> tuple[int, ...] | None:
    """The seeds of `1:20`; None: those of each scenario. Raises UsageError."""
    return None if text is None else seeds_named(text)


def run(asked: Sequence[Asked], jobs: int) -> Generator[Result]:
    """Each result as soon as it and all before it are there: the same whatever the number of processes."""
    if jobs == 1:
        yield from map(run_one, asked)
        return
    with workers(jobs) as pool:
        yield from pool.map(run_one, asked)


def run_one(asked: Asked) -> Result:
    """One scenario with all its seeds."""
    scenario = asked.scenario
    seeds = scenario.seeds if asked.seeds is None else asked.seeds
    return Result(scenario, tuple(starmap(play, ((scenario, seed) for seed in seeds))))


def lines(result: Result, *, decisions: bool = False) -> Iterator[str]:
    """A result in lines: one where it is as expected; else all that can help to see why."""
    scenario, wrong, of = result.scenario, result.wrong, len(result.played)
    loop = "" if scenario.answers else OPEN_LOOP
    said = f"{scenario.name}: {telling.outcome(result.played)}{loop}"
    if scenario.wrong_today is not None:
        yield f"{'wrong  ' if wrong else 'RIGHT  '}{said}"
        if wrong:
            yield f"  known, in {len(wrong)} of {of}: {scenario.wrong_today}"
        else:
            yield f"  {scenario.file}: all of it holds now: take `wrong_today` out"
    else:
        yield f"{'FAILED ' if wrong else 'ok     '}{said}"
        for played in wrong[:1]:
            yield from (f"  {line}" for line in telling.told(scenario.file, played))
            yield f"    {telling.again(scenario.file, played)}"
        if len(wrong) > 1:
            yield f"  and with seeds {', '.join(str(each.seed) for each in wrong[1:])}"
    if decisions:
        for played in result.played:
            yield f"  seed {played.seed}"
            yield from (f"  {line}" for line in telling.decisions(played))
