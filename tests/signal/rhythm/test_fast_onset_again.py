"""A fast rhythm from one beat to the next, against a second writing that looks for jumps in the whole line."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median_high

import pytest

from biofeedback.findings import Activity, RawBeat, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.fast_onset import FastOnset
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import from_ms
from tests.signal.rhythm import hearts
from tests.signal.rhythm.judging import each_detection, told


@dataclass(frozen=True)
class Told:
    """A jump that is told: from where on, to what rate, from what rate."""

    start_s: float
    hr_bpm: float
    before_bpm: float


@dataclass(frozen=True)
class Line:
    """What may be known at each interval, and what the program says there."""

    t: list[float]
    ms: list[float]
    run: list[int]
    usual: list[float]
    rough: list[int]
    breathed: list[bool]
    strap: list[bool]
    said: list[Told | None]


def line_of(intervals: Sequence[float]) -> Line:
    rr, detector, t, line = RrBuffer(), FastOnset(), 0.0, Line([], [], [], [], [], [], [], [])
    for ms in intervals:
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
        line.t.append(t)
        line.ms.append(rr.ms[-1])
        line.run.append(rr.run)
        line.usual.append(rr.minute_level)
        line.rough.append(rr.implausible_14)
        line.breathed.append(rr.wave.period_ms > 0)
        line.strap.append(rr.twice.explains(rr.ms[-11:]))
        line.said.append(as_told(detector.judge(rr)))
    return line


def as_told(detection: Detection | None) -> Told | None:
    if detection is None:
        return None
    assert detection.severity is Severity.STOP
    assert detection.why.code == "rhythm.fast_onset"
    numbers = told(detection)
    return Told(detection.start_s, float(numbers["hr_bpm"]), float(numbers["before_bpm"]))


def hurries(ms: Sequence[float], first: int) -> bool:
    """Whether the heart had been shortening its intervals before the run that begins there, down to no faster than
    150/min: by a tenth over five, none suddenly.
    """
    mean = fmean(ms[first:])
    if mean < 400:
        return False
    while first > 5 and ms[first - 1] <= 1.1 * mean:
        first -= 1
    five = ms[first - 5 : first]
    return five[4] <= 0.9 * five[0] and all(0.88 * a <= b <= a for a, b in pairwise(five))


def jump(line: Line, at: int) -> Told | None:
    """Eight even beats, all at least a third faster than the eight before and the last minute."""
    first = at - 7
    if line.run[at] < 16 or line.rough[at] > 2:
        return None
    ms = line.ms
    run, before = ms[first : at + 1], min(median_high(ms[first - 8 : first]), line.usual[at])
    sudden = run[0] <= 0.74 * fmean(ms[first - 4 : first]) and run[-1] <= 0.75 * ms[first - 1]
    fast = max(run) <= min(600, 0.75 * before)
    even = max(run) - min(run) <= 0.12 * fmean(run)
    if not (sudden and fast and even) or hurries(ms[: at + 1], first):
        return None
    return Told(line.t[at] - sum(run) / 1000, 60_000 / fmean(run), 60_000 / before)


def opens(line: Line, at: int) -> float:
    """What the heart was at before one interval that falls far below it at once; 0 where it does not."""
    ms = line.ms
    if line.run[at] < 9 or ms[at] > 0.8 * ms[at - 1] or ms[at] > 720:
        return 0.0
    before = min(median_high(ms[at - 8 : at]), line.usual[at])
    return before if ms[at] <= 0.72 * before else 0.0


def held(line: Line) -> list[Told | None]:
    """Each opening in turn, and for twenty-two beats at most what stays fast after it."""
    ms, found, at = line.ms, list[Told | None]([None] * len(line.ms)), 0
    while at < len(ms):
        before, first = opens(line, at), at
        at += 1
        if not before:
            continue
        while at < len(ms) and at - first < 22 and ms[at] <= min(0.88 * before, 720) and line.run[at] > at - first:
            last, since = ms[max(0, at - 10) : at + 1], at - first + 1
            inner, mean = sorted(last)[1:-1], fmean(last)
            stays = since >= 15 and inner[-1] - inner[0] <= 0.12 * mean and mean <= 0.8 * before
            explained = line.strap[at] or (not line.breathed[first] and hurries(ms[: at + 1], first))
            if stays and line.rough[at] <= 2 and not explained:
                found[at] = Told(line.t[at] - sum(ms[first : at + 1]) / 1000, 60_000 / mean, 60_000 / before)
            at += 1
    return found


def same(one: Told | None, other: Told | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.start_s, one.hr_bpm, one.before_bpm) == pytest.approx((other.start_s, other.hr_bpm, other.before_bpm))


def check(line: Line) -> int:
    """How often a jump was told, after what was told is what the second writing says."""
    lesser = held(line)
    for k, said in enumerate(line.said):
        assert same(said, jump(line, k) or lesser[k]), (k, line.ms[max(0, k - 30) : k + 1])
    return sum(said is not None for said in line.said)


def jumps(seed: int) -> list[float]:
    """Jumps of every height and evenness, some hurried into, some left again, some on the borders."""
    chance, ms = random.Random(seed), list[float]()
    for _ in range(40):
        usual = chance.choice([750.0, 800.0, 800.0, 825.0, 900.0, 1000.0])
        ms += [usual] * chance.choice([7, 8, 9, 12, 20, 40, 70])
        if chance.random() < 0.25:
            ms += [usual * share for share in chance.choice([(0.98, 0.96, 0.94, 0.9), (1.0, 0.97, 0.92, 0.81)])]
        share = chance.choice([0.45, 0.5, 0.6, 0.68, 0.72, 0.725, 0.74, 0.75])
        run = [usual * share] * chance.choice([7, 8, 9, 14, 15, 16, 21, 22, 23, 30])
        rest = chance.choice([share, share, 0.6, 0.66, 0.7, 0.75, 0.79, 0.8])
        run[1:] = [usual * rest] * (len(run) - 1)
        for _ in range(chance.choice([0, 0, 1, 2, 3, 4])):
            run[chance.randrange(len(run))] *= chance.choice([0.9, 0.94, 1.06, 1.1, 1.12, 1.2])
        if chance.random() < 0.1:
            run[chance.randrange(len(run))] = chance.choice([3000.0, 250.0, 0.88 * usual, 720.0])
        ms += run
    return ms


@pytest.mark.parametrize("seed", range(12))
def test_what_is_told_is_what_a_second_writing_says(seed: int) -> None:
    """At each of some thousand beats: nothing, or the same from the same beat on with the same rates."""
    assert check(line_of(jumps(seed))) > 8


def after(lead: Sequence[float], run: Sequence[float]) -> Told | None:
    """What is said at the last of these, as the second writing says, too."""
    line = line_of([*lead, *run])
    check(line)
    return line.said[-1]


USUAL = [800.0] * 60


@pytest.mark.parametrize(
    ("run", "is_told"),
    [
        ([576.0, *[640.0] * 14], True),  # 0.72, and then 0.8 of the eight before
        ([576.5, *[640.0] * 14], False),
        ([576.0, *[640.5] * 14], False),
        ([576.0, *[640.0] * 13], False),  # not yet fifteen
        ([576.0, *[640.0] * 21], True),
        ([576.0, *[640.0] * 22], False),  # no longer
        ([576.0, 704.0, 704.0, *[630.0] * 12], True),  # no longer than 0.88 of it
        ([576.0, 704.5, 704.0, *[630.0] * 12], False),
        ([500.0, 600.0, 560.0, 640.0, *[600.0] * 11], True),  # the first four need not be even
        ([500.0, 600.0, 560.0, 600.0, *[564.0, 636.0] * 2, *[600.0] * 7], True),  # 0.12 of the mean
        ([500.0, 600.0, 560.0, 600.0, *[563.5, 636.0] * 2, *[600.0] * 7], False),
        ([500.0, 600.0, 560.0, 600.0, 480.0, 700.0, *[600.0] * 9], True),  # without the longest and the shortest
        ([500.0, 600.0, 560.0, 600.0, 480.0, 480.0, *[600.0] * 9], False),
    ],
)
def test_borders_of_a_lesser_jump_that_stays(run: list[float], is_told: bool) -> None:
    """Exactly on a border counts."""
    assert (after(USUAL, run) is not None) is is_told


@pytest.mark.parametrize(("longest", "is_told"), [(720.0, True), (720.5, False)])
def test_a_rhythm_that_stays_is_nowhere_below_83_a_minute(longest: float, is_told: bool) -> None:
    """However slow the heart was before."""
    assert (after([1000.0] * 60, [600.0, longest, *[650.0] * 13]) is not None) is is_told


@pytest.mark.parametrize(("first", "is_told"), [(720.0, True), (720.5, False)])
def test_it_opens_with_an_interval_of_83_a_minute_or_faster(first: float, is_told: bool) -> None:
    """However slow the heart was before."""
    assert (after([1010.0] * 60, [first, *[650.0] * 14]) is not None) is is_told


def test_it_opens_from_one_beat_to_the_next() -> None:
    """A fifth shorter than the one before, too: a breath falls as far, but by degrees."""
    assert after([*USUAL, 700.0, 720.0], [576.0, *[620.0] * 14]) is not None
    assert after([*USUAL, 700.0, 719.0], [576.0, *[620.0] * 14]) is None


@pytest.mark.parametrize(("known", "is_told"), [(8, True), (7, False)])
def test_eight_intervals_before_it_are_known(known: int, is_told: bool) -> None:
    """Since time was lost."""
    assert (after([*USUAL, 3000.0, *[800.0] * known], [560.0, *[620.0] * 14]) is not None) is is_told


def test_a_jump_that_was_left_counts_anew_from_the_next() -> None:
    """The interval that ends the one may open the other."""
    away = [560.0, *[620.0] * 9, *[800.0] * 12]
    assert after([*USUAL, *away], [560.0, *[620.0] * 13]) is None
    assert after([*USUAL, *away], [560.0, *[620.0] * 14]) is not None


def test_a_heart_that_hurried_had_a_reason_unless_it_breathed_deeply() -> None:
    """Five intervals that shorten by a tenth explain it; in who breathes deeply they are the breath."""
    hurry = [800.0, 780.0, 760.0, 740.0, 720.0]
    run = [560.0, *[590.0] * 14]
    assert after([*USUAL, *hurry], run) is None
    breaths = [1150.0, 1150.0, 1000.0, 850.0, 650.0, 650.0, 650.0, 650.0]
    fall = [1150.0, 1120.0, 1080.0, 1040.0, 1000.0]
    assert after([*breaths * 6, *fall], [600.0, *[620.0] * 14]) is not None


def test_a_strap_that_hears_each_beat_twice_makes_no_jump() -> None:
    """At twice the rate, where some were heard so before: the first six of the row are folded, the others as late."""
    row = [*[450.0] * 6, 355.0, *[400.0] * 11]
    assert after([900.0] * 66, row) is not None
    assert after([*[900.0] * 20, *[450.0, 450.0, 900.0] * 2, *[900.0] * 40], row) is None


def test_a_rough_line_tells_none() -> None:
    """Three doubtful intervals among the last fourteen."""
    run = [576.0, *[620.0] * 14]
    assert each_detection(FastOnset(), [*USUAL, *run], rough=2)[-1] is not None
    assert each_detection(FastOnset(), [*USUAL, *run], rough=3)[-1] is None


def test_a_calm_heart_is_told_nothing() -> None:
    """At any rate, breathing or not."""
    for ms in (550.0, 700.0, 850.0, 1100.0):
        assert not any(each_detection(FastOnset(), hearts.calm(200, ms=ms)))
