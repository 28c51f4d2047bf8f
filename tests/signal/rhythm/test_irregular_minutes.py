"""Intervals without a pattern for minutes, against a second writing of what is asked; and each border of it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from scipy.stats import rankdata

from biofeedback.findings import Activity, RawBeat, Rule, Severity
from biofeedback.signal.rhythm import RhythmWatch
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.irregular import Irregular
from biofeedback.signal.rhythm.irregular_minutes import IrregularMinutes, told_ahead
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import from_ms
from tests.signal.rhythm import hearts
from tests.signal.rhythm.judging import each_detection, told


def told_of_the_next(intervals: Sequence[float]) -> float:
    """Ljung and Box's sum over eight lags, of ranks."""
    rank = rankdata(intervals, "ordinal") - 80.5
    correlations = [float(np.mean(rank[k:] * rank[:-k])) / np.var(rank) for k in range(1, 9)]
    return float(160 * sum(each * each for each in correlations))


def width(intervals: Sequence[float]) -> float:
    logs = sorted(map(math.log, intervals))
    return logs[151] - logs[7]


def windows() -> list[list[float]]:
    """Hearts of every kind, 160 intervals of each."""
    found = list[list[float]]()
    for seed in range(60):
        chance = random.Random(seed)
        found += [
            hearts.held_down(160, seed),
            hearts.patternless(160, seed=seed, ms=chance.uniform(500, 1100)),
            hearts.calm(160, ms=950, seed=seed, wave_ms=chance.uniform(30, 250), breaths_per_min=chance.uniform(4, 20)),
            [900 * math.exp(chance.gauss(0, 0.085)) for _ in range(160)],
            hearts.early_beats(160, 2 + seed % 7, seed=seed),
        ]
    return found


def test_what_they_tell_is_what_a_second_writing_says() -> None:
    """Of three hundred windows: up to 96, and as much where they do not lie wide apart."""
    said = list[float]()
    for window in windows():
        expected = min(96.0, told_of_the_next(window)) if width(window) > 0.3 else 96.0
        said.append(told_ahead(list(map(math.log, window))))
        assert said[-1] == pytest.approx(expected)
    assert sum(told < 13 for told in said) > 60
    assert sum(told == 96 for told in said) > 60
    assert any(told_of_the_next(w) < 13 and width(w) < 0.3 for w in windows())


@pytest.mark.parametrize(("upper", "is_wide"), [(0.3, False), (0.301, True)])
def test_they_lie_apart_by_more_than_three_tenths(upper: float, is_wide: bool) -> None:
    """From the eighth of 160 in order to the eighth from above."""
    inner = [0.3 * k / 144 for k in range(1, 144)]
    window = [*[-1.0] * 7, 0.0, *inner, upper, *[1.0] * 8]
    random.Random(1).shuffle(window)
    assert (told_ahead(window) < 96) is is_wide


@pytest.mark.parametrize("seed", range(3))
def test_fibrillation_that_is_held_down_is_a_caution_within_five_minutes(seed: int) -> None:
    """By no shorter window; with the number of intervals and from the first of them on."""
    intervals = [*hearts.calm(200, ms=950, seed=seed), *hearts.held_down(320, seed)]
    beats = hearts.raw_beats(intervals)
    told_of = [w for w in hearts.raised(hearts.watch(beats)) if w.rule is Rule.IRREGULAR]
    assert [w.severity for w in told_of][:1] == [Severity.CAUTION]
    assert told_of[0].why.code == "rhythm.irregular"
    assert dict(told_of[0].why.values) == {"beats": 160}
    place = next(k for k, beat in enumerate(beats) if beat.t == told_of[0].t)
    assert 200 + 60 < place < 200 + 320
    assert told_of[0].start_s == pytest.approx(beats[place - 160].t, abs=0.001)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("heart", [hearts.deep_breathing, hearts.steep_breathing, hearts.athlete])
def test_nobody_who_breathes_is_told_of(heart: Callable[[int, int], list[float]], seed: int) -> None:
    """However deeply and slowly: what breathes repeats itself."""
    assert hearts.watch(hearts.raw_beats(heart(500, seed))) == []


def test_it_is_over_as_soon_as_half_of_the_last_steps_are_steady() -> None:
    """And the warning fifteen good beats later."""
    intervals = [*hearts.held_down(320, 1), *hearts.calm(60, ms=950, wave_ms=10)]
    detections = each_detection(Irregular(), intervals)
    assert detections[319] is not None
    assert all(detection is None for detection in detections[330:])
    watch, t = RhythmWatch(), 0.0
    for ms in intervals:
        t += ms / 1000
        watch.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
    assert watch.on == ()


def asked(intervals: Sequence[float], unsteady: Sequence[bool], implausible: Sequence[bool]) -> list[Detection | None]:
    """What is said at each interval, with what is steady and plausible as told."""
    rr, detector, t, found = RrBuffer(), IrregularMinutes(), 0.0, list[Detection | None]()
    for ms, one, odd in zip(intervals, unsteady, implausible, strict=True):
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
        rr.plausible = not odd
        found.append(detector.judge(math.log(ms / 1000), one, rr))
    return found


def may_be_white(seed: int) -> bool:
    """Whether 184 intervals are white by a good margin at all four times they are asked."""
    intervals = hearts.held_down(184, seed)
    return all(told_of_the_next(intervals[k : k + 160]) < 12 for k in (0, 8, 16, 24))


WHITE = hearts.held_down(184, next(seed for seed in range(90) if may_be_white(seed)))
"""They are asked four times, the last time at the last."""


@pytest.mark.parametrize(
    ("steady", "odd", "is_told"), [(range(24, 80), 16, True), (range(24, 81), 0, False), (range(0), 17, False)]
)
def test_most_steps_are_unsteady_and_nearly_all_intervals_a_hearts(steady: range, odd: int, is_told: bool) -> None:
    """At least 104 of 160, and at most sixteen that look like beats heard twice or not at all."""
    said = asked(WHITE, [k not in steady for k in range(184)], [24 <= k < 24 + odd for k in range(184)])
    assert said[:-1] == [None] * 183
    detection = said[-1]
    assert (detection is not None) is is_told
    if detection is not None:
        assert detection.severity is Severity.CAUTION
        assert told(detection) == {"beats": 160}
        assert detection.start_s == pytest.approx(sum(WHITE[:24]) / 1000, abs=0.001)
        assert not detection.keeps_stop


@pytest.mark.parametrize(("steady", "is_told"), [(7, True), (8, False)])
def test_half_of_the_last_fourteen_steps_are_unsteady(steady: int, is_told: bool) -> None:
    """What was irregular and is so no more is over."""
    said = asked(WHITE, [k < 184 - steady for k in range(184)], [False] * 184)
    assert (said[-1] is not None) is is_told


@pytest.mark.parametrize(
    ("answers", "told_at"),
    [
        ([13.0, 13.0, 13.0, 13.0, 13.0], []),
        ([13.0, 13.0, 13.0, 12.9, 96.0], [*range(183, 191)]),
        ([0.0, 0.0, 0.0, 51.9, 96.0], [*range(183, 191)]),
        ([0.0, 0.0, 0.0, 96.0], []),
        ([8.0, 8.0, 8.0, 8.0, 71.9, 96.0], [*range(183, 199)]),  # a mean of 24
        ([8.0, 8.0, 8.0, 8.0, 72.0, 0.0], [*range(183, 191)]),  # it begins anew below 13 only
    ],
)
def test_the_mean_of_four_answers_counts(
    monkeypatch: pytest.MonkeyPatch, answers: list[float], told_at: list[int]
) -> None:
    """At every eighth interval from the 160th on; what was said stays until the next."""
    given = iter([*answers, *[96.0] * 20])

    def told_ahead(window: list[float]) -> float:
        return next(given)

    monkeypatch.setattr("biofeedback.signal.rhythm.irregular_minutes.told_ahead", told_ahead)
    said = asked(WHITE + WHITE[:50], [True] * 234, [False] * 234)
    assert [k for k, detection in enumerate(said) if detection is not None] == told_at


def test_the_window_is_the_last_160(monkeypatch: pytest.MonkeyPatch) -> None:
    """As logarithms, oldest first."""
    seen = list[list[float]]()

    def told_ahead(window: list[float]) -> float:
        seen.append(list(window))
        return 96.0

    monkeypatch.setattr("biofeedback.signal.rhythm.irregular_minutes.told_ahead", told_ahead)
    intervals = hearts.held_down(200, 3)
    asked(intervals, [True] * 200, [False] * 200)
    assert len(seen) == 6
    for k, window in enumerate(seen):
        assert window == pytest.approx([math.log(ms / 1000) for ms in intervals[8 * k : 8 * k + 160]])


@pytest.mark.parametrize("spoils", [3000.0, 199.0])
def test_lost_time_and_noise_begin_it_anew(spoils: float) -> None:
    """Nothing is joined over them."""
    assert any(each_detection(Irregular(), WHITE))
    assert not any(each_detection(Irregular(), [*WHITE, spoils, *WHITE[:183]])[184:])
    assert not any(each_detection(Irregular(), [*WHITE[:80], spoils, *WHITE[80:]]))
    assert any(each_detection(Irregular(), [*WHITE[:80], spoils, *WHITE, *WHITE[:8]]))


def test_what_comes_in_a_tension_is_left_out() -> None:
    """The window joins what comes before and after it."""
    rr, detector, t, found = RrBuffer(), Irregular(), 0.0, list[Detection | None]()
    for k, ms in enumerate([*WHITE[:80], *[950.0] * 10, *WHITE[80:]]):
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.TENSION if 80 <= k < 90 else Activity.REST)
        found.append(detector.judge(rr))
    assert [k for k, detection in enumerate(found) if detection is not None] == [193]
