"""What a sweep keeps of each session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from biofeedback.decisions import Phase
from simulators.lab.scenarios.happenings import Happens
from simulators.lab.scenarios.playing import Played, play
from simulators.lab.sweeps.grid import Cell

SETTLED_S = 60.0
"""Of the rate before the first tension and at the session's end, whose means are compared. Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The figures of one session. None: not known, or it did not happen."""

    number: int
    protocol: str
    source: str
    fault: str
    seed: int
    outcome: str
    rule: str | None
    duration_s: float
    groups_done: int
    groups_planned: int
    settle_pauses: int
    pauses: int
    warnings: int
    fault_s: float | None
    """When the fault began."""
    hr_before_bpm: float | None
    hr_after_bpm: float | None
    rmssd_before_ms: float | None
    rmssd_after_ms: float | None
    decisions_sha256: str

    def cell(self, adaptation: str) -> Cell:
        """The session that it was."""
        return Cell(
            number=self.number,
            protocol=self.protocol,
            source=self.source,
            fault=self.fault,
            seed=self.seed,
            adaptation=adaptation,
        )

    @property
    def stopped(self) -> bool:
        """Whether it was stopped for safety."""
        return self.outcome == "stopped"

    @property
    def slowed_bpm(self) -> float | None:
        """By how much the heart is slower at the end than before the first group; None: not known."""
        if self.hr_before_bpm is None or self.hr_after_bpm is None:
            return None
        return self.hr_before_bpm - self.hr_after_bpm

    @property
    def rmssd_ratio(self) -> float | None:
        """RMSSD at the end over that before the first group; None: not known."""
        if not self.rmssd_before_ms or self.rmssd_after_ms is None:
            return None
        return self.rmssd_after_ms / self.rmssd_before_ms


def outcomes(cells: Sequence[Cell]) -> list[Outcome]:
    """Some sessions, one after the other."""
    return [of_played(cell, play(cell.scenario(), cell.seed)) for cell in cells]


def of_played(cell: Cell, played: Played) -> Outcome:
    """The figures of a session."""
    summary, happened = played.summary, played.happenings
    phases = [each for each in happened if each.kind is Happens.PHASE]
    first = next((each for each in phases if Phase.PREPARE.value in each.words), None)
    last = next((each for each in reversed(phases) if Phase.CLOSING.value in each.words), None)
    pauses = [each.t for each in happened if each.kind is Happens.PAUSE]
    return Outcome(
        number=cell.number,
        protocol=cell.protocol,
        source=cell.source,
        fault=cell.fault,
        seed=cell.seed,
        outcome=summary.outcome.value,
        rule=None if summary.rule is None else summary.rule.value,
        duration_s=summary.duration_s,
        groups_done=summary.groups_done,
        groups_planned=summary.groups_planned,
        settle_pauses=summary.settle_pauses,
        pauses=len(pauses),
        warnings=sum(each.kind is Happens.WARNING for each in happened),
        fault_s=next((each.t for each in happened if each.kind is Happens.FAULT), None),
        hr_before_bpm=None if first is None else _rate(played, first.t - SETTLED_S, first.t),
        hr_after_bpm=None if last is None else _rate(played, summary.duration_s - SETTLED_S, summary.duration_s),
        rmssd_before_ms=None if first is None else first.number("rmssd_ms"),
        rmssd_after_ms=None if last is None else phases[-1].number("rmssd_ms"),
        decisions_sha256=summary.decisions_sha256,
    )


def _rate(played: Played, begin: float, end: float) -> float | None:
    rates = [each.bpm for each in played.rates if begin <= each.t < end]
    return round(fmean(rates), 3) if rates else None
