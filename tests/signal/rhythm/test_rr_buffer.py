"""What detectors know of the last beats, against a second writing that looks at all of them anew at each beat."""

from __future__ import annotations

import random
from collections.abc import Sequence
from statistics import median_low

import pytest

from biofeedback.findings import Activity, RawBeat
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import from_ms
from tests.signal.rhythm import hearts

Line = list[tuple[float, float, bool]]  # ms, seconds that passed, a gap said


def heart(seed: int) -> Line:
    """Breathing, with beats that were not seen or seen twice, lost time, impossible intervals and early beats."""
    chance, line = random.Random(seed), Line()
    for ms in hearts.calm(700, ms=chance.choice([420.0, 700.0, 900.0, 1250.0]), seed=seed, wave_ms=40):
        match chance.randrange(60):
            case 0:
                share = chance.uniform(0.1, 0.9)
                line += [(ms * part, ms * part / 1000, False) for part in (share, 1 - share)]
            case 1 | 2:
                many = chance.choice([1.7, 1.85, 2.0, 2.1, 2.16, 3.0, 3.2])
                line.append((many * ms, many * ms / 1000, False))
            case 3:
                line.append((ms, ms / 1000 + chance.uniform(1, 5), True))
            case 4:
                line.append((ms + 1500, chance.choice([ms / 1000, ms / 1000 + 0.74, ms / 1000 + 0.76]), False))
            case 5:
                line += [(ms * chance.uniform(0.5, 0.9), ms / 1000, False) for _ in range(3)]
            case 6:
                line += [(ms * k, ms * k / 1000, False) for k in (1.3, 1.5, 1.7, 1.9, 2.0)]
            case _:
                line.append((ms, ms / 1000, False))
    return line


class Anew:
    """Every value from all that has come so far."""

    def __init__(self, line: Sequence[tuple[float, float, bool]]) -> None:
        self.ms = [ms for ms, _, _ in line]
        gaps = [gap or (k > 0 and ms - 1000 * s > 750) for k, (ms, s, gap) in enumerate(line)]
        self.lost = [gap or ms > 2600 for gap, ms in zip(gaps, self.ms, strict=True)]
        self.gap = gaps[-1]
        self.run = next((k for k, lost in enumerate(reversed(self.lost)) if lost), len(line))
        self.pairs = [
            (self.ms[k - 1] + self.ms[k]) / 2 for k in range(1, len(line)) if not self.lost[k] and not self.lost[k - 1]
        ]

    @property
    def level(self) -> float:
        return median_low(self.pairs[-21:]) if self.pairs else 0.0

    @property
    def usual(self) -> float:
        return median_low(self.pairs[-61:]) if self.pairs else 0.0


def odd(before: Anew | None, ms: float) -> bool:
    """A beat not seen, or seen twice."""
    if ms < 270:
        return True
    if before is None or not before.level:
        return False
    ratio = ms / before.level
    if ratio > 1.8 and abs(ratio - round(ratio)) < 0.07 * ratio:
        return ms > 1.5 * min(before.ms[-4:])
    both = (before.ms[-1] + ms) / before.level
    return ratio < 0.8 and before.run > 0 and before.ms[-1] < 0.8 * before.level and 0.9 < both < 1.1


@pytest.mark.parametrize("seed", range(6))
def test_every_value_at_every_beat(seed: int) -> None:
    """Levels, runs, gaps, odd intervals lately."""
    line, rr, t, flags, before = heart(seed), RrBuffer(), 0.0, list[bool](), None
    kinds = set[str]()
    for k, (ms, seconds, gap) in enumerate(line):
        ms = from_ms(ms) / 128
        line[k] = (ms, seconds, gap)
        now = Anew(line[max(0, k - 300) : k + 1])
        t += seconds
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms), gap=gap, contact=k % 3 == 0), Activity.REST)
        lost = now.lost[-1]
        flags.append(lost or odd(before, ms))
        kinds |= {"lost" if lost else "odd" if flags[-1] else "plain"}
        assert rr.gap == now.gap
        assert rr.run == now.run or k > 300
        assert rr.level == pytest.approx(now.level)
        assert rr.minute_level == pytest.approx(now.usual)
        assert rr.previous_level == pytest.approx(before.level if before else 0.0)
        assert rr.plausible is not flags[-1]
        assert (rr.implausible_14, rr.implausible_30) == (sum(flags[-14:]), sum(flags[-30:]))
        assert rr.last(9) == now.ms[-9:]
        assert rr.start_of(7) == pytest.approx(t - sum(now.ms[-7:]) / 1000)
        assert (rr.t, rr.contact) == (t, k % 3 == 0)
        before = now
    assert kinds == {"lost", "odd", "plain"}


def buffer_of(intervals: Sequence[float]) -> RrBuffer:
    rr, t = RrBuffer(), 0.0
    for ms in intervals:
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
    return rr


def test_a_new_strip_knows_nothing() -> None:
    """Not even where it is."""
    rr = RrBuffer()
    assert (rr.ms, rr.t, rr.activity, rr.contact) == ([], 0.0, Activity.FREE, None)
    assert (rr.gap, rr.run, rr.implausible_14, rr.implausible_30) == (False, 0, 0, 0)
    assert (rr.level, rr.previous_level, rr.minute_level) == (0.0, 0.0, 0.0)
    assert rr.plausible


@pytest.mark.parametrize(("ms", "lost"), [(2600.0, False), (2600.5, True)])
def test_longer_than_2600_ms_is_lost_time(ms: float, lost: bool) -> None:
    """It joins nothing."""
    assert (buffer_of([900.0, 900.0, ms]).run == 0) is lost


@pytest.mark.parametrize(("ms", "plausible"), [(270.0, True), (269.5, False)])
def test_shorter_than_270_ms_is_no_beat(ms: float, plausible: bool) -> None:
    """Even as the first of all."""
    assert buffer_of([ms]).plausible is plausible


@pytest.mark.parametrize(("over", "gap"), [(750.0, False), (751.0, True)])
def test_an_interval_longer_than_the_time_that_passed_has_not_happened(over: float, gap: bool) -> None:
    """By more than three quarters of a second; of the first nobody knows."""
    rr = RrBuffer()
    rr.push(RawBeat(t=0.1, rr_ticks=from_ms(2000)), Activity.REST)
    assert not rr.gap
    rr.push(RawBeat(t=1.1, rr_ticks=from_ms(1000 + over)), Activity.REST)
    assert rr.gap is gap


@pytest.mark.parametrize(
    ("ms", "plausible"),
    [
        (1440.0, True),  # 1.8
        (1482.0, True),
        (1496.0, False),  # 0.07 of itself below two
        (1719.0, False),
        (1722.0, True),  # and above it
        (2240.0, True),
        (2244.0, False),  # three
        (2580.0, False),
    ],
)
def test_twice_or_three_times_the_level_is_a_beat_not_seen(ms: float, plausible: bool) -> None:
    """Within seven per cent of it."""
    assert buffer_of([*[800.0] * 30, ms]).plausible is plausible
    assert buffer_of([*[535.0] * 30, 1000.0]).plausible  # 0.07 of itself exactly


@pytest.mark.parametrize(("first", "plausible"), [(1066.0, False), (1067.0, True)])
def test_a_heart_that_slows_passes_between(first: float, plausible: bool) -> None:
    """Half as long again as the shortest of the last four, at least, is sudden."""
    assert buffer_of([*[800.0] * 30, first, 1300.0, 1300.0, 1300.0, 1600.0]).plausible is plausible
    assert not buffer_of([*[800.0] * 31, 1300.0, 1300.0, 1300.0, 1600.0]).plausible
    assert buffer_of([*[800.0] * 30, 1066.0, 1300.0, 1300.0, 1300.0, 1599.0]).plausible


@pytest.mark.parametrize(
    ("one", "other", "plausible"),
    [
        (400.0, 400.0, False),
        (440.0, 439.0, False),  # together 1.1 of the level
        (440.0, 441.0, True),
        (360.0, 361.0, False),
        (360.0, 359.0, True),
        (300.0, 638.0, True),
        (300.0, 500.0, False),
        (639.0, 200.0, False),
        (530.0, 271.0, False),
        (608.0, 272.0, True),
        (160.0, 640.0, True),  # 0.8 of the level is not short
        (602.0, 276.0, False),
    ],
)
def test_two_that_make_up_one_are_a_beat_seen_twice(one: float, other: float, plausible: bool) -> None:
    """Within a tenth, and each of them short."""
    assert buffer_of([*[800.0] * 30, one, other]).plausible is plausible


@pytest.mark.parametrize(("one", "plausible"), [(959.0, False), (960.0, True), (1008.0, True)])
def test_a_beat_of_nearly_the_usual_length_is_whole(one: float, plausible: bool) -> None:
    """0.8 of a level of 1200 ms, and a quarter of it."""
    assert buffer_of([*[1200.0] * 30, one, 300.0]).plausible is plausible


def test_no_two_are_joined_over_lost_time() -> None:
    """The one before the gap is not its neighbour."""
    assert buffer_of([*[800.0] * 30, 400.0, 3000.0, 400.0]).plausible
    rr = buffer_of([*[800.0] * 30, 400.0])
    rr.push(RawBeat(t=rr.t + 9.0, rr_ticks=from_ms(400), gap=True), Activity.REST)
    rr.push(RawBeat(t=rr.t + 0.4, rr_ticks=from_ms(400)), Activity.REST)
    assert rr.plausible


def test_the_rate_between_two_times_is_of_the_intervals_that_end_there() -> None:
    """One that ends at the first time is before it, one that ends at the second is within."""
    rr = buffer_of([1000.0, 500.0, 500.0, 1000.0, 2000.0])  # ends at 1, 1.5, 2, 3, 5
    assert rr.rate_per_s(0.0, 5.0) == pytest.approx(1.0)
    assert rr.rate_per_s(1.0, 2.0) == pytest.approx(2.0)
    assert rr.rate_per_s(0.9, 1.9) == pytest.approx(2 / 1.5)
    assert rr.rate_per_s(2.5, 3.0) == pytest.approx(1.0)
    assert rr.rate_per_s(3.0, 4.9) is None
    assert rr.rate_per_s(6.0, 9.0) is None


@pytest.mark.parametrize(("beats", "kept"), [(511, 511), (512, 256), (513, 257)])
def test_enough_is_kept_and_not_all(beats: int, kept: int) -> None:
    """At least 256, and the newest."""
    rr = buffer_of([600.0 + k for k in range(beats)])
    assert len(rr.ms) == kept
    assert rr.ms[-1] == 600.0 + beats - 1
