"""A run of fast beats: each border of what is told, against what was before it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.ectopic_run import EctopicRun
from tests.signal.rhythm.judging import each_detection, told

EVEN = [400.0] * 5
RAGGED = [480.0, 400.0, 490.0, 400.0, 490.0]


def last(before: Sequence[float], run: Sequence[float]) -> Detection | None:
    """The sign at the newest interval."""
    return each_detection(EctopicRun(), [*before, *run])[-1]


def tells(before: Sequence[float], run: Sequence[float]) -> bool:
    return last(before, run) is not None


def test_the_fifth_beat_tells() -> None:
    """A stop, with the length and the rate of the run, from where it began."""
    detections = each_detection(EctopicRun(), [*[800.0] * 30, *EVEN])
    assert detections[:-1] == [None] * 34
    detection = detections[-1]
    assert detection is not None
    assert detection.severity is Severity.STOP
    assert detection.start_s == pytest.approx(24.0)
    assert detection.why.code == "rhythm.ectopic_run"
    assert told(detection) == pytest.approx({"beats": 5, "hr_bpm": 150.0})
    assert EctopicRun.recovery_beats == 15
    assert EctopicRun.rule is Rule.ECTOPIC_RUN


@pytest.mark.parametrize(
    ("usual", "run", "is_told"),
    [
        (800, [522.0] * 5, True),
        (800, [522.5] * 5, False),  # not 115 a minute
        (800, [*[500.0] * 4, 522.5], False),
        (800, [522.5, *[500.0] * 4], False),
        (700, [504.0] * 5, True),
        (700, [504.5] * 5, False),  # even, and not below 0.72 of the level
        (700, [476.0, 430.0, 430.0, 430.0, 430.0], True),
        (700, [476.5, 430.0, 430.0, 430.0, 430.0], False),  # less even, and not below 0.68
        (700, [500.0, 470.0, 470.0, 470.0, 470.0], True),  # 0.063 apart
        (700, [500.0, 460.5, 460.5, 460.5, 460.5], False),  # 0.084 apart
        (700, [490.0, 457.0, 457.0, 457.0, 457.0], True),  # 0.071 apart
        (740, [520.0, 480.0, 500.0, 500.0, 500.0], False),  # 0.08 exactly
    ],
)
def test_how_fast_it_must_be(usual: float, run: list[float], is_told: bool) -> None:
    """At least 115 a minute, and much faster than before: less so where it is very even."""
    assert tells([usual] * 30, run) is is_told


@pytest.mark.parametrize(("before", "is_told"), [(16, True), (11, True), (10, False), (6, False)])
def test_the_level_must_be_known(before: int, is_told: bool) -> None:
    """Sixteen intervals since time was lost, the run among them."""
    assert tells([800.0] * before, EVEN) is is_told
    assert tells([*[800.0] * 30, 3000.0, *[800.0] * before], EVEN) is is_told


@pytest.mark.parametrize(("first", "is_told"), [(468.0, True), (468.5, False)])
def test_it_begins_abruptly(first: float, is_told: bool) -> None:
    """Below 0.78 of the upper median of the four before it: of 500, 600, 600 and 700 that is 600."""
    before = [*[760.0] * 26, 700.0, 600.0, 500.0, 600.0]
    assert tells(before, [first, *[440.0] * 4]) is is_told


def test_the_middle_of_the_four_before_it() -> None:
    """The fifth before does not count, and of four the third smallest is taken."""
    assert tells([*[800.0] * 26, 800.0, 800.0, 600.0, 590.0], [500.0] * 5)
    assert not tells([*[800.0] * 26, 800.0, 600.0, 600.0, 590.0], [500.0] * 5)
    assert not tells([*[800.0] * 25, 800.0, 800.0, 600.0, 600.0, 590.0], [500.0] * 5)
    assert tells([*[800.0] * 25, 600.0, 800.0, 800.0, 600.0, 590.0], [500.0] * 5)


def test_a_run_may_begin_raggedly_before_its_even_part() -> None:
    """Then it is longer than five, and began where the first fast interval did."""
    detection = last([800.0] * 30, [450.0, 330.0, 430.0, *[420.0] * 6])
    assert detection is not None
    assert detection.start_s == pytest.approx(24.0)
    assert told(detection) == pytest.approx({"beats": 9, "hr_bpm": 60_000 / 420})


def test_as_many_as_are_fast_belong_to_a_ragged_beginning() -> None:
    """Exactly 115 a minute is fast; and where the even part begins abruptly itself, it is the run."""
    detection = last([800.0] * 30, [522.0, 330.0, 430.0, *[420.0] * 6])
    assert detection is not None
    assert told(detection)["beats"] == 9
    detection = last([800.0] * 30, [500.0, *EVEN])
    assert detection is not None
    assert told(detection)["beats"] == 5


def test_a_fast_heart_is_no_run() -> None:
    """From its first beat on."""
    assert each_detection(EctopicRun(), [500.0] * 40) == [None] * 40


@pytest.mark.parametrize(("beats", "is_told"), [(12, True), (13, False)])
def test_so_far_back_its_beginning_is_looked_for(beats: int, is_told: bool) -> None:
    """Twelve beats; it would be a beginning only there. The level is still the one before."""
    ragged = [400.0 if k % 2 else 340.0 for k in range(beats - 5)]
    assert tells([800.0] * 40, [*ragged, *EVEN]) is is_told


def test_where_it_hurried_before_it_is_an_effort() -> None:
    """A tenth faster over the five before, none suddenly."""
    hurrying = [820.0, 800.0, 780.0, 750.0, 720.0]
    assert not tells([*[820.0] * 25, *hurrying], [500.0] * 5)
    assert tells([*[820.0] * 25, *hurrying[::-1]], [500.0] * 5)
    assert tells([*[820.0] * 25, *hurrying], [380.0] * 5)  # no effort is as fast


BREATH = [1220.0, 1160.0, 1140.0, 1010.0, 870.0, 740.0, 710.0, 700.0, 710.0]
"""A slow, deep one: it falls by degrees."""
DEEPER = [1400.0, 1320.0, 1235.0, 1017.0, 793.0, 592.0, 551.0]
"""Into a run of intervals as fast as one of early beats."""


@pytest.mark.parametrize(
    ("fall", "is_told"),
    [
        (DEEPER, False),
        ([*DEEPER[:3], 1235.0, *DEEPER[4:]], True),  # it began with a leap
        ([*DEEPER[:4], 732.5, 592.0, 551.0], False),  # 0.72 of the one before
        ([*DEEPER[:4], 732.0, 592.0, 551.0], True),
        ([*DEEPER[:2], 1017.0, 1017.0, *DEEPER[4:]], True),  # the first of the five steps is none
        ([*DEEPER[:2], 1017.0, 1017.0, 820.0, *DEEPER[4:]], False),
        ([*DEEPER[:6], 592.0], True),
    ],
)
def test_where_a_deep_breath_fell_by_degrees_the_heart_did_not_leap(fall: list[float], is_told: bool) -> None:
    """Five steps down, the last into the run, none of them a leap; only where such a breath was heard."""
    run = [516.0, 504.0, 494.0, 499.0, 503.0]
    assert tells([*BREATH * 4, *fall], run) is is_told
    assert tells([*[1000.0, 990.0] * 18, *fall], run)
    assert tells([*BREATH * 4, *BREATH[:5]], run)


SLOW_BREATH = [1290.0, 1270.0, 1220.0, 1100.0, 930.0, 870.0, 860.0, 850.0]
"""At a slower heart."""


@pytest.mark.parametrize(
    ("fall", "is_told"),
    [
        ([1208.0, 1073.0, 834.0, 674.0, 546.0, 507.0], False),
        ([1208.0, 1073.0, 1050.0, 834.0, 674.0, 546.0], False),
        ([1208.0, 1073.0, 1050.0, 834.0, 500.0, 507.0], True),  # it leapt
        ([1208.0, 1073.0, 834.0, 674.0, 546.0, 505.0, 507.0], False),  # two as fast
        ([1290.0, 1208.0, 1073.0, 834.0, 674.0, 505.0, 507.0], False),
        ([1290.0, 1290.0, 1208.0, 1073.0, 834.0, 505.0, 507.0], True),  # it leapt
        (
            [1290.0, 1208.0, 1073.0, 834.0, 674.0, 523.0, 525.0],
            True,
        ),  # not as fast: more than a tenth slower than the five
        ([1290.0, 1208.0, 1073.0, 834.0, 674.0, 521.0, 522.0], False),
    ],
)
def test_a_breath_may_have_reached_the_rate_of_a_run_before_it_is_told(fall: list[float], is_told: bool) -> None:
    """The fall is that to the first of its beats, which need not be the five that are told."""
    run = [512.0, 484.0, 479.0, 451.0, 451.0]
    assert tells([*SLOW_BREATH * 4, *fall], run) is is_told
    assert tells([*[1000.0, 990.0] * 16, *fall], run)


@pytest.mark.parametrize(
    ("high", "is_told"),
    [
        (466.0, True),  # 0.157 of its mean apart
        (468.0, False),  # 0.161
    ],
)
def test_a_regular_run_needs_no_steady_rhythm_before(high: float, is_told: bool) -> None:
    """A ragged one does."""
    unsteady = [760.0, 840.0] * 15
    run = [high, 400.0, 415.0, 400.0, 415.0]
    assert tells(unsteady, [486.0, 414.0, 450.0, 450.0, 450.0])  # 0.16 exactly
    assert tells(unsteady, run) is is_told
    assert tells([800.0] * 30, RAGGED)
    assert not tells(unsteady, RAGGED)


@pytest.mark.parametrize(
    ("run", "is_told"),
    [
        (RAGGED, True),
        ([519.0, *RAGGED[1:]], True),
        ([520.0, *RAGGED[1:]], False),  # not below 0.65 of the steady interval
        ([480.0, 300.0, 300.0, 300.0, 260.0], False),  # 0.67 of its mean apart
        ([480.0, 330.0, 320.0, 330.0, 290.0], True),  # 0.54
        ([510.0, 400.0, 410.0, 410.0, 270.0], False),  # 0.6 exactly
        ([300.0, 200.0, 250.0, 200.0, 250.0], False),  # 250 a minute: noise
        ([300.0, 200.0, 250.0, 200.0, 251.0], True),
    ],
)
def test_a_ragged_run_out_of_a_steady_rhythm(run: list[float], is_told: bool) -> None:
    """Its own borders."""
    assert tells([800.0] * 30, run) is is_told


@pytest.mark.parametrize(
    ("off", "is_told"),
    [
        ([848.5], True),  # one of the eight may be anything
        ([847.5, 848.5], True),
        ([848.5, 848.5], False),
        ([751.5, 848.5], False),
        ([752.5, 848.5], True),
        ([848.0, 848.5], False),
    ],
)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_steady_is_all_but_one_of_eight_within_six_per_cent(off: list[float], is_told: bool, place: int) -> None:
    """Of the eight before the run; what was before them does not count."""
    eight = [*[800.0] * place, *off]
    eight += [800.0] * (8 - len(eight))
    run = [480.0, 400.0, 400.0, 400.0, 480.0]
    assert tells([*[800.0] * 22, *eight], run) is is_told
    assert tells([*[800.0] * 22, 900.0, 700.0, *[800.0] * 8], run)
    assert tells([*[800.0] * 22, 700.0, 700.0, *[800.0] * 4, 700.0, *[800.0] * 3], run)


def test_the_steady_interval_is_the_upper_median_of_the_eight() -> None:
    """Three of 780 do not move it: 515 is below 0.65 of 800, not of 780."""
    run = [515.0, *RAGGED[1:]]
    assert tells([*[800.0] * 24, *[780.0] * 3, *[800.0] * 5], run)
    assert not tells([*[800.0] * 24, *[780.0] * 5, *[800.0] * 3], run)


@pytest.mark.parametrize(
    ("run", "is_told"),
    [
        ([430.0, 360.0, 300.0, 440.0, 360.0], False),  # 790 and 800
        ([430.0, 360.0, 500.0, 430.0, 360.0], False),
        ([350.0, 490.0, 420.0, 420.0, 490.0], False),
        ([430.0, 360.0, 500.0, 510.0, 500.0], True),  # once is not twice
        ([500.0, 380.0, 380.0, 500.0, 500.0], True),  # neighbours share a beat
    ],
)
def test_two_beats_marked_twice_are_no_run(run: list[float], is_told: bool) -> None:
    """Twice two neighbours that make up a steady interval."""
    assert tells([800.0] * 30, run) is is_told


@pytest.mark.parametrize(("second", "is_told"), [(399.5, False), (400.5, True)])
def test_how_near_to_the_steady_interval_two_come_together(second: float, is_told: bool) -> None:
    """Within a tenth: 880 of 800."""
    assert tells([800.0] * 30, [430.0, 360.0, 500.0, 480.0, second]) is is_told
