"""Early beats, against a second writing that looks for rows of them in the whole line."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

import pytest

from biofeedback.findings import Activity, RawBeat
from biofeedback.signal.rhythm.early_beats import EarlyBeats
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import from_ms
from tests.signal.rhythm import hearts


@dataclass
class Line:
    """What is known of each interval, and how many early beats the program tells at it."""

    ms: list[float]
    run: list[int]
    level: list[float]
    told: list[int]
    parts: list[int]
    breath: list[tuple[bool, bool]]


def line_of(intervals: Sequence[float]) -> Line:
    rr, early, t, line = RrBuffer(), EarlyBeats(), 0.0, Line([], [], [], [], [], [])
    for ms in intervals:
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
        line.told.append(early.count(rr))
        line.ms.append(rr.ms[-1])
        line.run.append(rr.run)
        line.level.append(max(rr.previous_level, rr.twice.level) if rr.twice.suspected else rr.previous_level)
        line.parts.append(rr.twice.in_row)
        line.breath.append((rr.wave.breathing, rr.wave.period_ms > 0))
    return line


def in_valley(line: Line, end: int, deepest: float, count: int, before: float) -> float:
    """The depth of the breath whose valley a row is; 0 where it is none."""
    breathing, remembered = line.breath[end]
    if deepest < 500 or not 1 <= count <= 4:
        return 0.0
    if breathing:
        return deepest
    return before if count > 1 and remembered and deepest >= 0.9 * before else 0.0


def again(line: Line) -> list[int]:
    """Row by row: where it begins, how long it is, what follows it, and whether something else explains it."""
    ms, found, k = line.ms, [0] * len(line.ms), 0
    valley, stayed = 0.0, True
    while k < len(ms):
        if line.run[k] <= 4:
            k += 1
            continue
        steps = [abs(ms[j] - ms[j - 1]) for j in range(max(1, k - 60), k) if line.run[j] >= 2]
        step, level = median_low(steps[-21:]) / line.level[k], line.level[k]
        steady = step < 0.04
        limit = min(0.89, max(0.84, 1 - 4 * step)) if steady else 0.84
        leap = 0.95 if limit > 0.84 else 0.9
        end = k
        while end < len(ms) and line.run[end] > 4 and 270 <= ms[end] < limit * level:
            if end == k and ms[k] >= leap * ms[k - 1]:
                break
            end += 1
            if end - k > 12:
                break
        if end - k > 12:
            k = end
            continue
        if end < len(ms) and line.run[end] > 4:
            count, last, after = end - k, ms[end - 1], ms[end]
            back = after > 1.1 * last and after > 0.88 * level and last + after < 2.3 * level
            late = after > 1.04 * level or last < 0.8 * level if count == 1 else after > level
            deepest = min(ms[k:end], default=0.0)
            breath = in_valley(line, end, deepest, count, valley) if stayed else 0.0
            valley = breath or valley
            slow = count > 1 and deepest >= 750
            if 1 <= count <= 4 and back and late and not breath and not slow:
                found[end] = max(0, count - line.parts[end])
            if 1 <= count <= 4 and end + 1 < len(ms) and line.run[end + 1] > 4:
                stayed = ms[end + 1] - deepest >= 0.55 * (after - deepest)
        k = max(end, k) + 1
    return found


def by_chance(seed: int) -> list[float]:
    """Hearts with early beats of every earliness and every pause after them, steady and less so."""
    chance, ms = random.Random(seed), list[float]()
    wave = chance.choice([0.0, 8.0, 16.0, 30.0, 33.0, 60.0])
    for k in range(900):
        base = 800.0 + (wave if k % 2 else 0.0)
        if chance.random() > 0.1 or k < 6:
            ms.append(base)
            continue
        ms += [base * chance.uniform(0.3, 0.95) for _ in range(chance.choice([1, 1, 1, 1, 2, 3, 4, 5]))]
        ms.append(base * chance.uniform(0.85, 1.7))
        if chance.random() < 0.1:
            ms.append(2700.0)
    return ms


def on_the_grid(seed: int) -> list[float]:
    """Of a level of exactly 800 ms, lengths that lie on the borders."""
    chance, ms = random.Random(seed), [800.0] * 30
    for _ in range(120):
        early = [
            chance.choice([270.0, 480.0, 640.0, 656.0, 671.5, 672.0, 704.0, 711.5, 712.0, 720.0, 760.0])
            for _ in range(chance.choice([1, 1, 1, 2, 4, 5]))
        ]
        after = chance.choice([704.0, 704.5, 720.0, 800.0, 800.5, 832.0, 832.5, 1.1 * early[-1], 1840.0 - early[-1]])
        ms += [*[800.0] * 12, *early, after, *[800.0] * 12]
    return ms


@pytest.mark.parametrize("seed", range(12))
def test_they_are_those_of_a_second_writing(seed: int) -> None:
    """Ten thousand beats and more, of which hundreds are early: at the same intervals, as many."""
    for intervals in (by_chance(seed), on_the_grid(seed)):
        line = line_of(intervals)
        assert line.told == again(line)
        assert {0, 1, 2, 3, 4} >= set(line.told) >= {0, 1, 2}


@pytest.mark.parametrize("seed", range(6))
def test_and_in_hearts_that_breathe(seed: int) -> None:
    """Where the threshold lies nearer to the level, and where it may not."""
    ms = hearts.calm(300, seed=seed, wave_ms=10.0 * seed)
    for k in range(20, 290, 9):
        ms[k] *= 0.78 + 0.01 * (k % 13)
        ms[k + 1] *= 1.02 + 0.02 * (k % 11)
    line = line_of(ms)
    assert line.told == again(line)


@pytest.mark.parametrize(
    ("early", "after", "count"),
    [
        ([600.0], 1000.0, 1),
        ([711.5], 890.0, 1),
        ([712.0], 890.0, 0),  # 0.89 of the level
        ([640.0], 832.0, 0),  # not clearly late, and not so early that it need not be
        ([640.0], 832.5, 1),
        ([639.5], 720.0, 1),
        ([639.5], 703.5, 0),
        ([500.0, 500.0], 800.0, 0),
        ([500.0, 500.0], 800.5, 2),
        ([500.0, 500.0, 500.0, 500.0], 900.0, 4),
        ([500.0, 500.0, 500.0, 500.0, 500.0], 900.0, 0),  # a run
        ([600.0], 1239.5, 1),
        ([600.0], 1240.0, 0),  # a beat was not seen
        ([270.0], 1000.0, 1),
        ([269.5], 1000.0, 0),  # no beat
    ],
)
def test_each_border(early: list[float], after: float, count: int) -> None:
    """In a steady heart of 75 a minute."""
    assert line_of([*[800.0] * 30, *early, after]).told[-1] == count


@pytest.mark.parametrize(
    ("then", "count"),
    [
        ([480.0, 704.0], 0),  # short itself: 0.88 of the level
        ([480.0, 704.5], 1),
        ([720.0, 648.0, 1000.0], 0),  # not sudden: 0.9 of the one before
        ([720.0, 647.5, 1000.0], 1),
        ([672.0, 1000.0], 0),
        ([671.5, 1000.0], 1),
    ],
)
def test_borders_of_a_heart_that_is_not_steady(then: list[float], count: int) -> None:
    """Steps of four per cent around the same level."""
    assert line_of([*[784.0, 816.0] * 15, *then]).told[-1] == count


@pytest.mark.parametrize(
    ("early", "count"),
    [([749.5, 800.0], 2), ([750.0, 800.0], 0), ([800.0, 749.5], 2), ([800.0, 750.0, 760.0], 0), ([750.0], 1)],
)
def test_a_row_as_slow_as_a_breath_is_none(early: list[float], count: int) -> None:
    """Two in a row at 80/min or slower; one alone is early all the same."""
    assert line_of([*[1200.0] * 30, *early, 1400.0, 1200.0]).told[-2] == count


def test_a_valley_of_two_beats_into_which_a_breath_falls_at_once_is_none() -> None:
    """Breath after breath, with nothing of a fall by degrees in it."""
    breaths = [1394.0, 1374.0, 1340.0, 1288.0, 844.0, 803.0, 1401.0, 1385.0, 1393.0, 1365.0, 904.0, 863.0, 1344.0]
    assert sum(line_of([*breaths * 8]).told) == 0


@pytest.mark.parametrize(("after", "count"), [(1699.5, 1), (1700.0, 0)])
def test_two_are_as_long_as_two_and_a_third_at_most(after: float, count: int) -> None:
    """2.3 levels: beyond it a beat was not seen."""
    assert line_of([*[1000.0] * 30, 600.0, after]).told[-1] == count


def test_lost_time_ends_a_row_and_begins_anew() -> None:
    """Four intervals later early beats can be told again."""
    assert sum(line_of([*[800.0] * 30, 600.0, 3000.0, 1000.0]).told) == 0
    assert sum(line_of([*[800.0] * 30, 600.0, 3000.0, 800.0, 800.0, 800.0, 600.0, 1000.0]).told) == 0
    assert sum(line_of([*[800.0] * 30, 3000.0, 800.0, 800.0, 800.0, 800.0, 600.0, 1000.0]).told) == 1


@pytest.mark.parametrize(
    ("row", "count"), [([640.0, 630.0], 0), ([600.0, 585.0], 0), ([600.0, 584.5], 2), ([640.0], 1), ([640.0] * 4, 0)]
)
def test_a_valley_like_the_last_breaths_is_one_though_it_was_fallen_into_at_once(row: list[float], count: int) -> None:
    """No deeper than nine tenths of that valley, 650 ms, and of two beats at least."""
    breath = [1150.0, 1150.0, 1000.0, 850.0, *[650.0] * 4]
    line = line_of([*breath * 5, 1150.0, 1150.0, 1150.0, *row, 1150.0])
    assert line.told[-1] == count
    assert line.told == again(line)
    assert sum(line.told[9:-1]) == 0  # the first of them all was not known
