"""The comparison as a table, and its place in a page: between `<!-- figures -->` and `<!-- /figures -->`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import fmean

from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import Outcome
from biofeedback.errors import InputError
from biofeedback.workers import workers
from protocols.library import load
from simulators.lab.adaptation.measure import Measured, session
from simulators.lab.adaptation.people import PEOPLE, participant
from simulators.lab.adaptation.picture import svg

BEGIN = "<!-- figures -->\n"
"""The line of a page after which the table stands."""

END = "<!-- /figures -->\n"
"""The line of a page before which the table ends."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One participant: the same seeds without and with adaptation."""

    name: str
    off: tuple[Measured, ...]
    on: tuple[Measured, ...]

    def means(self, of: Callable[[Measured], float]) -> tuple[float, float]:
        """The mean of something without and with adaptation."""
        return fmean(map(of, self.off)), fmean(map(of, self.on))

    @property
    def worst_share(self) -> float:
        """The least that any seed gained in settled share at the end; below 0: somebody lost."""
        return min(_share(b) - _share(a) for a, b in zip(self.off, self.on, strict=True))

    @property
    def worst_wait_s(self) -> float:
        """The most that any seed took longer to settle, seconds; below 0: everybody was quicker."""
        return max(_wait_s(b) - _wait_s(a) for a, b in zip(self.off, self.on, strict=True))


def _share(one: Measured) -> float:
    return one.settled_share or 0.0


def _wait_s(one: Measured) -> float:
    return one.to_settle_s or 0.0


def _played(asked: tuple[str, str, int, Adaptation]) -> Measured:
    protocol, name, seed, adaptation = asked
    return session(load(protocol), participant(name, seed), adaptation)


def compared(protocol: str, seeds: int, jobs: int) -> Iterator[Compared]:
    """Everybody, one after the other."""
    with workers(jobs) as pool:
        for name in PEOPLE:
            asked = product((protocol,), (name,), range(seeds), (Adaptation.OFF, Adaptation.ON))
            found = tuple(pool.map(_played, asked))
            yield Compared(name, found[::2], found[1::2])


def table(everybody: Sequence[Compared], protocol: str) -> Iterator[str]:
    """The table, a line at a time."""
    seeds = len(everybody[0].off)
    yield f"`{protocol}`, {seeds} seeds each; off -> on, means; in brackets the seed that adaptation served worst."
    yield ""
    yield "| participant | settled at the end, % | time to settle, s | tensed unsettled, % | length, min | groups |"
    yield "|---|---|---|---|---|---|"
    for one in everybody:
        share = f"{_off_to_on(one.means(_share_percent))} ({100 * one.worst_share:+.0f})"
        wait = f"{_off_to_on(one.means(_wait_s), 1)} ({one.worst_wait_s:+.1f})"
        tensed, length = _off_to_on(one.means(_tensed_percent)), _off_to_on(one.means(_minutes), 1)
        yield f"| {one.name} | {share} | {wait} | {tensed} | {length} | {_off_to_on(one.means(_groups), 1)} |"
    yield ""
    yield "What adaptation did, a session on average:"
    yield ""
    yield "| participant | settle pauses | groups once more | ended gently |"
    yield "|---|---|---|---|"
    for one in everybody:
        gently = sum(each.outcome is Outcome.ENDED_EARLY for each in one.on)
        pauses, repeats = fmean(each.pauses for each in one.on), fmean(each.repeats for each in one.on)
        yield f"| {one.name} | {pauses:.1f} | {repeats:.1f} | {gently} of {seeds} |"


def _share_percent(one: Measured) -> float:
    return 100 * _share(one)


def _tensed_percent(one: Measured) -> float:
    return 100 * (one.tensed_unsettled or 0.0)


def _minutes(one: Measured) -> float:
    return one.length_s / 60


def _groups(one: Measured) -> float:
    return one.groups


def _off_to_on(pair: tuple[float, float], digits: int = 0) -> str:
    return f"{pair[0]:.{digits}f} -> {pair[1]:.{digits}f}"


def picture(everybody: Sequence[Compared]) -> str:
    """The table's three main columns, drawn. SVG."""
    return svg([(one.name, one.means(_share_percent), one.means(_wait_s), one.means(_minutes)) for one in everybody])


def in_page(page: str, lines: str) -> str:
    """The page with these lines in place of those between its two marks.

    Raises
    ------
    InputError
        Where the page has no such place.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise InputError(f"no place for the figures: {BEGIN.strip()} and {END.strip()}, each a line of its own")
    return before + BEGIN + lines + END + after
