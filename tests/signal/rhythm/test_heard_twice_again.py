"""Beats heard twice, against a second writing that keeps all it has heard and counts anew; and each border of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

import pytest

from biofeedback.findings import Rule
from biofeedback.signal.rhythm.folding import heard_wrongly
from biofeedback.signal.rhythm.heard_twice import HeardTwice, each_heard_twice, whole_beats


@dataclass(frozen=True)
class Heard:
    """What is known after one interval."""

    in_row: int
    count: int
    suspected: bool
    level: float


@dataclass
class Again:
    """The second writing."""

    whole: list[float] = field(default_factory=list)
    pairs: list[tuple[float, float]] = field(default_factory=list)  # when, and how late the second mark came
    row: list[float] = field(default_factory=list)
    before: float = 0.0
    last: float = 0.0
    in_row: int = 0

    @property
    def level(self) -> float:
        return median_low(self.whole[-15:]) if self.whole else 0.0

    def hear(self, ms: float, t: float, lost: bool) -> Heard:
        self.in_row = 0
        self.pairs = [(at, lag) for at, lag in self.pairs if t - at <= 60]
        if lost:
            self.row = []
        elif ms < 0.86 * self.level:
            self._one_more(ms, t)
        else:
            self._row_ends(ms, t)
            if abs(ms - self.last) < 0.15 * ms:
                self.whole.append(ms)
            self.before = ms if ms <= 1.15 * self.level else self.level
        self.last = 0.0 if lost else ms
        return Heard(self.in_row, len(self.pairs), len(self.pairs) > 1, self.level)

    def _row_ends(self, ms: float, t: float) -> None:
        level = self.level
        if self.row and ms > 1.85 * level:
            self._fold(t, level)
        elif self.row and ms <= 1.15 * max(level, self.before):
            self._fold(t, ms)
        self.row = []

    def _one_more(self, ms: float, t: float) -> None:
        self.row.append(ms)
        if len(self.row) == 6:
            self._fold(t, self.before)
        elif len(self.row) == 13:
            found = heard_wrongly(self.row, self.level, Rule.SIGNAL)
            if found is None:
                self.whole, self.row = list(self.row), []
                return
            self.whole += found.whole
            self.before = found.whole[-1]
            self.row = [ms] if sum(self.row) - sum(found.whole) > ms / 2 else []

    def _fold(self, t: float, after: float) -> None:
        row, level, before = self.row, self.level, self.before
        firsts, beats = row[::2], [sum(row[k : k + 2]) for k in range(0, len(row), 2)]
        if len(row) % 2 or max(firsts) - min(firsts) > 0.08 * level:
            return
        for left, beat in pairwise([before, *beats]):
            if not min(left, after) - 0.1 * level <= beat <= max(left, after) + 0.1 * level:
                return
        lag = sum(firsts) / len(firsts)
        known = [other for _, other in self.pairs if abs(lag - other) < 0.04 * level]
        even = len(row) > 3 and max(row) - min(row) < 0.16 * level
        if even and not known:
            return
        if known or len(row) > 2:
            self.in_row = len(row)
        self.whole += beats
        self.pairs += [(t, lag)] * len(beats)
        self.before = beats[-1]
        self.row = []


def both(intervals: Sequence[float], lost: Sequence[int] = ()) -> tuple[list[Heard], list[Heard]]:
    """After each interval, by the program and by the second writing."""
    program, again, t = HeardTwice(), Again(), 0.0
    found, wanted = list[Heard](), list[Heard]()
    for k, ms in enumerate(intervals):
        t += ms / 1000
        program.push(ms, t, lost=k in lost)
        found.append(Heard(program.in_row, program.count, program.suspected, program.level))
        wanted.append(again.hear(ms, t, k in lost))
    return found, wanted


def last(intervals: Sequence[float], lost: Sequence[int] = ()) -> Heard:
    """After the last of these, as the second writing says, too."""
    found, wanted = both(intervals, lost)
    assert found == wanted
    return found[-1]


def strap(seed: int) -> list[float]:
    """Spells of doubled beats with lags of their own, early beats with a pause or none, merged beats, new levels."""
    chance, ms, usual = random.Random(seed), list[float](), 900.0
    while len(ms) < 700:
        if chance.random() < 0.02:
            usual = chance.choice([600.0, 700.0, 900.0, 900.0, 1100.0])
        lag = usual * chance.choice([0.3, 0.38, 0.4, 0.42, 0.5])
        match chance.randrange(12):
            case 0 | 1:
                pairs = chance.choice([1, 1, 1, 2, 2, 3, 4, 7])
                for _ in range(pairs):
                    part = lag + usual * chance.choice([0.0, 0.0, 0.02, 0.04, 0.07, 0.09])
                    ms += [part, usual * chance.choice([1.0, 1.0, 1.04, 0.95, 1.11, 0.89]) - part]
            case 2:
                ms += [
                    usual * chance.choice([0.6, 0.7, 0.84, 0.87]),
                    usual * chance.choice([1.0, 1.14, 1.16, 1.4, 1.9]),
                ]
            case 3:
                ms += [usual * chance.uniform(0.3, 0.85) for _ in range(chance.choice([2, 3, 5, 12, 13, 14]))]
            case 4:
                ms.append(2 * usual)
            case 5:
                ms += [usual / 2] * chance.choice([2, 4, 6, 8])
            case _:
                ms += [usual * chance.choice([1.0, 1.0, 1.03, 0.97, 1.1, 0.9])] * chance.choice([1, 2, 4])
    return ms


@pytest.mark.parametrize("seed", range(20))
def test_after_each_interval_what_is_known_is_what_a_second_writing_says(seed: int) -> None:
    """Ten thousand intervals and more; at some, time was lost."""
    intervals = strap(seed)
    lost = random.Random(seed).sample(range(len(intervals)), 6)
    found, wanted = both(intervals, lost)
    for k, (one, other) in enumerate(zip(found, wanted, strict=True)):
        assert one == other, (k, intervals[max(0, k - 20) : k + 1])
    assert max(each.in_row for each in found) >= 4


CALM = [900.0] * 20
KNOWN = [*CALM, 360.0, 540.0, 900.0, 900.0]
"""One pair is remembered: its second mark comes after 360 ms, 0.4 of the level."""


@pytest.mark.parametrize(
    ("pair", "in_row"),
    [
        ([360.0, 540.0], 2),
        ([395.5, 504.5], 2),  # less than 0.04 of the level from the other: 36 ms
        ([396.0, 504.0], 0),
        ([324.5, 575.5], 2),
        ([324.0, 576.0], 0),
        ([360.0, 630.0], 2),  # longer by a tenth
        ([360.0, 630.5], 0),
        ([360.0, 450.0], 2),  # shorter by a tenth
        ([360.0, 449.5], 0),
        ([126.5, 773.5], 0),
        ([540.0, 360.0], 0),  # the other way round it is no pair as late
    ],
)
def test_a_second_pair_is_believed_where_it_is_as_late_and_as_long(pair: list[float], in_row: int) -> None:
    """At each border."""
    assert last([*KNOWN, *pair, 900.0]).in_row == in_row


@pytest.mark.parametrize(
    ("after", "in_row"),
    [(1035.0, 2), (1035.5, 0), (1665.0, 0), (1665.5, 2), (1800.0, 2), (774.0, 2)],
)
def test_what_comes_after_it_is_no_pause(after: float, in_row: int) -> None:
    """1.15 of the level is one; beyond 1.85 two beats were taken for one."""
    assert last([*KNOWN, 360.0, 540.0, after]).in_row == in_row


def test_a_slower_beat_before_it_allows_a_slower_one_after_it() -> None:
    """A pause does not."""
    assert last([*KNOWN, 1000.0, 360.0, 640.0, 1150.0]).in_row == 2
    assert last([*KNOWN, 1000.0, 360.0, 640.0, 1150.5]).in_row == 0
    assert last([*KNOWN, 1040.0, 360.0, 540.0, 1036.0]).in_row == 0


@pytest.mark.parametrize(
    ("lags", "count"), [([360.0, 432.0], 2), ([360.0, 432.5], 0), ([432.0, 360.0], 2), ([432.5, 360.0], 0)]
)
def test_the_marks_of_a_row_differ_by_eight_hundredths_at_most(lags: list[float], count: int) -> None:
    """Of the level: 72 ms."""
    assert last([*CALM, *[part for lag in lags for part in (lag, 900 - lag)], 900.0]).count == count


@pytest.mark.parametrize(("high", "count"), [(522.0, 2), (521.5, 0)])
def test_a_row_all_alike_may_be_a_tachycardia(high: float, count: int) -> None:
    """Range below 0.16 of the level, from four intervals on; two alike are a pair."""
    low = 900.0 - high
    assert last([*CALM, low, high, low, high, 900.0]).count == count
    assert last([*CALM, low, high, 900.0]).count == 1


def test_three_pairs_are_folded_before_the_row_ends() -> None:
    """At their last part."""
    assert last([*CALM, *[360.0, 540.0] * 3]) == Heard(6, 3, True, 900.0)
    assert last([*CALM, *[360.0, 540.0] * 2, 360.0]) == Heard(0, 0, False, 900.0)


def test_one_pair_is_remembered_and_suspected_is_two() -> None:
    """The first is believed with none; it counts."""
    assert last(KNOWN) == Heard(0, 1, False, 900.0)
    assert last([*KNOWN, 360.0, 540.0, 900.0]) == Heard(2, 2, True, 900.0)


@pytest.mark.parametrize(("ms", "level"), [(782.0, 900.0), (783.0, 783.0)])
def test_the_level_is_learnt_from_intervals_like_the_one_before(ms: float, level: float) -> None:
    """Eight of fifteen move it; of eight the first may differ by less than 0.15 of itself."""
    assert last([*CALM, *[ms] * 8]).level == level


@pytest.mark.parametrize("beats", [12, 13])
def test_a_long_row_that_is_no_pairs_is_a_new_level(beats: int) -> None:
    """The thirteenth."""
    assert last([*CALM, *[600.0] * beats]).level == (600.0 if beats == 13 else 900.0)


def run_explained(run: list[float], lags: Sequence[float] = (450.0, 450.0), ms: float = 900.0, rest: int = 3) -> bool:
    """Whether a run is explained after pairs of these lags."""
    lead = [*[ms] * 20, *[part for lag in lags for part in (lag, ms - lag, ms)], *[ms] * rest, *run]
    found, t = HeardTwice(), 0.0
    for interval in lead:
        t += interval / 1000
        found.push(interval, t, lost=False)
    return found.explains(run)


@pytest.mark.parametrize(
    ("run", "explained"),
    [
        ([450.0] * 5, True),
        ([512.5, 450.0, 512.5, 450.0, 512.5], True),
        ([513.0, 450.0, 513.0, 450.0, 513.0], True),  # the others are as late
        ([513.5, 450.0, 513.0, 513.5, 513.0], False),  # 0.07 of the level from it
        ([450.0, 512.5, 512.5, 450.0, 450.0], True),
        ([387.5, 450.0, 450.0, 387.5, 387.5], True),
        ([450.0, 630.0, 450.0, 630.0, 450.0], True),  # together 0.2 of a level longer
        ([450.0, 630.5, 450.0, 630.5, 450.0], False),
        ([450.0, 270.0, 450.0, 270.0, 450.0], True),
        ([450.0, 269.5, 450.0, 269.5, 450.0], False),
    ],
)
def test_a_run_is_explained_where_every_other_interval_is_as_late(run: list[float], explained: bool) -> None:
    """And each two of them make up a beat, more or less."""
    assert run_explained(run) is explained
    assert run_explained(run[::-1]) is explained


def test_a_run_is_explained_by_two_others_that_came_before_it() -> None:
    """By the upper median of their lags."""
    assert not run_explained([450.0] * 5, [450.0])
    assert run_explained([450.0] * 5, [330.0, 450.0, 460.0])
    assert not run_explained([450.0] * 5, [330.0, 340.0, 450.0])
    assert run_explained([450.0] * 5, [330.0, 455.0])
    assert run_explained([450.0] * 5, rest=1)


def test_the_beats_of_a_row_are_as_long_as_those_beside_them() -> None:
    """Each within the tolerance of the one before it and of the one behind the row."""
    assert whole_beats([300.0, 550.0], 900, 900, 50) == [850]
    assert whole_beats([300.0, 549.0], 900, 900, 50) == []
    assert whole_beats([300.0, 650.0], 900, 900, 50) == [950]
    assert whole_beats([300.0, 651.0], 900, 900, 50) == []
    assert whole_beats([300.0, 651.0], 900, 1000, 50) == [951]
    assert whole_beats([300.0, 549.0], 900, 800, 50) == [849]
    assert whole_beats([300.0, 650.0, 300.0, 700.0], 900, 900, 50) == [950, 1000]


@pytest.mark.parametrize(
    ("pair", "told"),
    [([450.0, 674.5], True), ([450.0, 675.0], False), ([225.5, 450.0], True), ([225.0, 450.0], False)],
)
@pytest.mark.parametrize("more", [0, 1])
def test_pairs_that_take_turns_are_one_within_a_quarter_of_it(pair: list[float], told: bool, more: int) -> None:
    """Four pairs, wherever the row begins; what was before them is not asked."""
    assert each_heard_twice([2000.0, 10.0, *pair * 4, *pair[:more]], 900) is told
    assert each_heard_twice([10.0, 2000.0, *pair * 4, *pair[:more]], 900) is told
