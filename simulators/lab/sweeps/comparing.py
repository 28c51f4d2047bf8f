"""Two protocols, or two versions, on the same seeds: where they first part and why, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from biofeedback.errors import UsageError
from simulators.lab.scenarios import telling
from simulators.lab.scenarios.happenings import Happening
from simulators.lab.scenarios.playing import play
from simulators.lab.sweeps.figures import Effect, effect
from simulators.lab.sweeps.grid import Cell, Grid
from simulators.lab.sweeps.outcomes import Outcome, of_played


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where two sessions of one seed first part. None: it is over, or nothing was kept but the outcome."""

    cells: tuple[Cell, Cell]
    one: Happening | None = None
    other: Happening | None = None
    before: Happening | None = None
    """The last thing that both did."""
    ended: tuple[str, str]
    """How each ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedEffect:
    """A figure of both, and the difference (second less first) over the same seeds."""

    name: str
    one: Effect
    other: Effect
    difference: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What was found."""

    sessions: int
    same: int
    """Pairs that decided the same throughout."""
    differences: tuple[Difference, ...]
    """The first of each pair that did not."""
    outcomes: tuple[tuple[str, int, int], ...]
    """How they ended: the word, how often of the first, of the second."""
    effects: tuple[PairedEffect, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Outcome
    other: Outcome


def of_protocols(pairs: Sequence[tuple[Cell, Cell]]) -> Comparison:
    """Both protocols played with each source and seed."""
    found, differences = list[_Pair](), list[Difference]()
    for a, b in pairs:
        one, other = play(a.scenario(), a.seed), play(b.scenario(), b.seed)
        pair = _Pair(of_played(a, one), of_played(b, other))
        found.append(pair)
        before: Happening | None = None
        for left, right in zip_longest(one.happenings, other.happenings):
            if left is None or right is None or not _same(left, right):
                differences.append(
                    Difference(cells=(a, b), one=left, other=right, before=before, ended=_both_ended(pair))
                )
                break
            before = left
    return _compared(found, tuple(differences))


def of_results(
    one: Sequence[Outcome], other: Sequence[Outcome], *, adaptations: tuple[str, str] = ("on", "on")
) -> Comparison:
    """Two sweeps of the same grid, as by two versions: those sessions that both have.

    Of their decisions a sweep keeps no more than whether they are the same. Raises UsageError where none is in both.
    """
    there = {(each.protocol, each.source, each.fault, each.seed): each for each in other}
    keys = [(each, there.get((each.protocol, each.source, each.fault, each.seed))) for each in one]
    pairs = [_Pair(each, match) for each, match in keys if match is not None]
    if not pairs:
        raise UsageError("no session is in both sweeps: they share no protocol, source, fault and seed")
    parted = (pair for pair in pairs if pair.one.decisions_sha256 != pair.other.decisions_sha256)
    differences = (
        Difference(cells=(pair.one.cell(adaptations[0]), pair.other.cell(adaptations[1])), ended=_both_ended(pair))
        for pair in parted
    )
    return _compared(pairs, tuple(differences))


def _both_ended(pair: _Pair) -> tuple[str, str]:
    return _ended(pair.one), _ended(pair.other)


def _same(one: Happening, other: Happening) -> bool:
    """Whether both say the same at the same moment, for the same reason."""
    return (
        (one.t, one.kind, one.words) == (other.t, other.kind, other.words)
        and getattr(one.decision, "why", None) == getattr(other.decision, "why", None)
        and (one.decision == other.decision or one.kind.value == "phase")
    )


def _compared(pairs: Sequence[_Pair], differences: tuple[Difference, ...]) -> Comparison:
    words = sorted({_ended(each) for pair in pairs for each in (pair.one, pair.other)})
    ended = list(map(_both_ended, pairs))
    return Comparison(
        sessions=len(pairs),
        same=sum(pair.one.decisions_sha256 == pair.other.decisions_sha256 for pair in pairs),
        differences=differences,
        outcomes=tuple((word, sum(a == word for a, _ in ended), sum(b == word for _, b in ended)) for word in words),
        effects=tuple(_effects(pairs)),
    )


def _ended(outcome: Outcome) -> str:
    return outcome.outcome if outcome.rule is None else f"{outcome.outcome} ({outcome.rule})"


FIGURES = ("duration_s", "groups_done", "settle_pauses", "pauses", "slowed_bpm", "rmssd_ratio")
"""The figures whose differences are told."""


def _effects(pairs: Sequence[_Pair]) -> Iterator[PairedEffect]:
    for name in FIGURES:
        values = [(getattr(pair.one, name), getattr(pair.other, name)) for pair in pairs]
        known = [(float(a), float(b)) for a, b in values if a is not None and b is not None]
        one, other = effect([a for a, _ in known]), effect([b for _, b in known])
        difference = effect([b - a for a, b in known])
        if one is not None and other is not None and difference is not None:
            yield PairedEffect(name=name, one=one, other=other, difference=difference)


SHOWN = 5
"""Differences that are told in full; of the others it is told that there are."""


def lines(found: Comparison, one: str, other: str, grids: tuple[Grid, Grid]) -> Iterator[str]:
    """As text, in the manner of a diff. `grids`: from what each was made."""
    for mark, name, grid in (("---", one, grids[0]), ("+++", other, grids[1])):
        yield f"{mark} {name}"
        yield from (f"{mark} {line}" for line in grid.told())
    yield f"{found.same} of {found.sessions} pairs of sessions decided the same throughout"
    for each in found.differences[:SHOWN]:
        yield from _parted(each)
    if len(found.differences) > SHOWN:
        yield f"... and {len(found.differences) - SHOWN} more pairs that part"
    for word, a, b in found.outcomes:
        yield f"{word:28} {a:8} {b:8}"
    yield f"{'mean (95 % interval)':28} {'first':>28} {'second':>28} {'difference, same seeds':>28}"
    for effect_ in found.effects:
        yield f"{effect_.name:28} {effect_.one!s:>28} {effect_.other!s:>28} {effect_.difference!s:>28}"


def _parted(each: Difference) -> Iterator[str]:
    """One pair that parts: where, where that is known; else how each ended, and what plays it again."""
    cell = each.cells[0]
    fault = f" {cell.fault}" if cell.fault else ""
    yield f"@@ {cell.source}{fault} seed {cell.seed} @@"
    sides = ((" ", each.before), ("-", each.one), ("+", each.other))
    if not any(happening for _, happening in sides):
        yield from (f"{mark} {ended}" for mark, ended in zip("-+", each.ended, strict=True))
        yield f"  again: {each.cells[1].command()}"
    for mark, happening in sides:
        if happening is not None:
            yield f"{mark} {telling.of(happening)}"
