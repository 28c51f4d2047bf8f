"""The answer to each muscle group, on made hearts whose answer is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from scipy.stats import t as student

from biofeedback.events import HeartRate, MotionChunk
from biofeedback.findings import Activity, Beat, BeatClass, Estimate
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.signal.response import LEAST_REPEATS, GroupResponse, ResponseLog
from biofeedback.signal.stats import mean_of_some, t_975_fast, t_quantile, trimmed_mean
from biofeedback.ticks import TICKS_PER_S
from tests.signal.motion.chests import Sample, chunks, quiet

CYCLE_S = 60.0
TENSED_S, RELEASED_S = 20.0, 27.0
Marks = list[tuple[float, str, str]]


def answering(cycles: int, rise: float, fall: float, noise: float, seed: int = 1) -> Iterator[Beat]:
    """A heart at 65/min that goes `rise` faster under tension (from second 20 of each cycle) and, from its release on,
    `fall` slower than before, coming back at the end of the cycle.
    """
    rng = Random(seed)
    t, index, wander = 0.0, 0, 0.0
    while t < cycles * CYCLE_S:
        place = t % CYCLE_S
        wander = 0.95 * wander + rng.gauss(0, noise)
        change = rise if TENSED_S <= place < RELEASED_S else -fall if place >= RELEASED_S else 0.0
        ticks = round(60 / (65 + change + wander) * TICKS_PER_S)
        t += ticks / TICKS_PER_S
        yield Beat(index=index, t=t, rr_ticks=ticks, kind=BeatClass.NORMAL, normality=1.0)
        index += 1


def marks_of(groups: Sequence[str]) -> Marks:
    return [
        (k * CYCLE_S + at, act, group)
        for k, group in enumerate(groups)
        for at, act in ((TENSED_S, "tense"), (RELEASED_S, "release"), (CYCLE_S, "end"))
    ]


def logged(beats: Iterator[Beat], marks: Marks, late_s: float = 0.0) -> ResponseLog:
    """Each beat is told `late_s` after it happened, as the classifier does."""
    log, left = ResponseLog(), list(marks)
    for beat in beats:
        while left and left[0][0] < beat.t + late_s:
            at, act, group = left.pop(0)
            if act == "tense":
                log.tense(at, group)
            elif act == "release":
                log.release(at)
            else:
                log.end(at)
        log.push(beat)
    return log


def answers(beats: Iterator[Beat], groups: Sequence[str]) -> tuple[GroupResponse, ...]:
    return logged(beats, marks_of(groups)).responses(len(groups) * CYCLE_S)


def known(estimate: Estimate | None) -> Estimate:
    assert estimate is not None
    return estimate


def test_a_known_answer_is_recovered() -> None:
    """Without noise the rise and the fall are those that were made, within the beat that straddles a mark."""
    overall = answers(answering(6, 12, 3, 0.0), ("feet", "hands") * 3)[0]
    assert (overall.group, overall.repeats) == (None, 6)
    assert known(overall.rise_bpm).value == pytest.approx(12, abs=0.5)
    assert known(overall.fall_bpm).value == pytest.approx(3, abs=0.5)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Over many noisy sessions of eight groups the 95 % interval of the rise covers 12/min."""
    rises = [known(answers(answering(8, 12, 3, 0.5, seed), ("feet",) * 8)[0].rise_bpm) for seed in range(60)]
    assert sum(rise.low - 0.3 <= 12 <= rise.high + 0.3 for rise in rises) >= 52


def test_averaging_over_groups_narrows_the_answer() -> None:
    """Fourteen repeats tell the fall better than four do."""
    few, many = (
        [known(answers(answering(n, 12, 3, 0.8, seed), ("feet",) * n)[0].fall_bpm).value for seed in range(60)]
        for n in (4, 14)
    )
    assert stdev(many) < 0.75 * stdev(few)


def test_one_odd_stretch_does_not_hide_the_answer() -> None:
    """Of thirteen rests one is 30/min faster, as when somebody moves: the fall of the others is still told."""
    moved = (
        structs.replace(beat, rr_ticks=beat.rr_ticks * 2 // 3) if 7 * CYCLE_S + 35 < beat.t < 8 * CYCLE_S else beat
        for beat in answering(13, 12, 3, 0.3)
    )
    fall = known(answers(moved, [f"group {k}" for k in range(13)])[0].fall_bpm)
    assert fall.low > 0
    assert fall.value == pytest.approx(3, abs=1.0)


def test_each_group_has_its_own_answer_however_seldom_it_came() -> None:
    """With the spread of all repeats: less sure than the whole, and surer where it came more often."""
    whole, feet, hands = answers(answering(6, 10, 2, 0.4), ("feet",) * 5 + ("hands",))
    assert (feet.group, feet.repeats, hands.group, hands.repeats) == ("feet", 5, "hands", 1)
    widths = [known(each.fall_bpm).high - known(each.fall_bpm).low for each in (whole, feet, hands)]
    assert widths == sorted(widths)


def test_nothing_is_told_from_too_few_tensions() -> None:
    """Three differences are the least."""
    few = answers(answering(LEAST_REPEATS - 1, 12, 3, 0.2), ("feet",) * (LEAST_REPEATS - 1))
    assert all(each.rise_bpm is each.fall_bpm is each.rmssd_gain is None for each in few)
    assert few[0].repeats == LEAST_REPEATS - 1


def test_a_tension_that_was_broken_off_is_not_counted_nor_compared_with() -> None:
    """Skipped or stopped under tension: no answer, and its tail is no level to compare the next tension with."""
    calm = marks_of(("feet",) * 6)
    broken: Marks = [(5.0, "tense", "hands"), (14.0, "end", "hands"), *calm]
    told = logged(answering(6, 12, 3, 0.2), broken).responses(6 * CYCLE_S)
    assert [each.group for each in told] == [None, "feet"]
    assert told[0].repeats == 6
    first_left_out = logged(answering(6, 12, 3, 0.2), calm[3:]).responses(6 * CYCLE_S)
    assert known(told[0].fall_bpm) == known(first_left_out[0].fall_bpm)


def test_no_tension_no_answer() -> None:
    """Imagery, release alone, or a session that ended at rest."""
    log = logged(answering(2, 0, 0, 0.2), [])
    log.release(10.0)
    log.end(20.0)
    assert log.responses(30.0) == ()


def test_breathing_on_a_cue_leaves_the_variability_out() -> None:
    """Another pace changes RMSSD by itself; the heart rate still counts."""
    log = ResponseLog()
    for beat in answering(5, 12, 3, 0.5):
        place = beat.t % CYCLE_S
        if TENSED_S <= place < TENSED_S + beat.rr_ticks / TICKS_PER_S:
            log.tense(beat.t, "feet")
        elif RELEASED_S <= place < RELEASED_S + beat.rr_ticks / TICKS_PER_S:
            log.release(beat.t, paced=True)
        log.push(beat)
    whole = log.responses(5 * CYCLE_S)[0]
    assert whole.rmssd_gain is None
    assert known(whole.fall_bpm).value == pytest.approx(3, abs=1.0)


@pytest.mark.parametrize(
    ("begin", "end", "lost"),
    [(10.0, 20.0, {"rise_bpm", "fall_bpm", "rmssd_gain"}), (20.0, 27.0, {"rise_bpm"}), (35.0, 60.0, {"fall_bpm"})],
)
def test_left_out_beats_leave_the_answer_out(begin: float, end: float, lost: set[str]) -> None:
    """Where most of a stretch is artefact in every cycle, what it would have shown is absent; the rest is not."""
    noisy = (
        structs.replace(beat, kind=BeatClass.BURST) if begin <= beat.t % CYCLE_S < end and beat.index % 3 else beat
        for beat in answering(6, 12, 3, 0.3)
    )
    whole = answers(noisy, ("feet",) * 6)[0]
    for name in ("rise_bpm", "fall_bpm"):
        assert (getattr(whole, name) is None) == (name in lost), name


@given(late_s=st.floats(0, 4), seed=st.integers(0, 20))
def test_a_beat_counts_where_it_happened_however_late_it_is_known(late_s: float, seed: int) -> None:
    """The class of a beat is final up to two beats later, when the next phase may have begun."""
    groups = ("feet", "hands") * 3
    told = logged(answering(6, 12, 3, 0.4, seed), marks_of(groups)).responses(6 * CYCLE_S)
    late = logged(answering(6, 12, 3, 0.4, seed), marks_of(groups), late_s).responses(6 * CYCLE_S)
    assert told == late


@given(values=st.lists(st.floats(-50, 50), min_size=4, max_size=40), shift=st.floats(-20, 20))
def test_an_interval_moves_with_its_values(values: list[float], shift: float) -> None:
    """It holds its own mean, and adding a number to all of them adds it to mean and ends."""
    here, there = trimmed_mean(values), trimmed_mean([value + shift for value in values])
    assert here.low <= here.value <= here.high
    assert (there.low, there.high) == pytest.approx((here.low + shift, here.high + shift), abs=1e-6)


def test_without_ends_to_trim_the_interval_is_student_s_own() -> None:
    """Below ten values nothing is left out: the textbook interval."""
    values = [3.0, -1.0, 4.0, 1.5, 2.5, 0.0]
    half = student.ppf(0.975, 5) * stdev(values) / len(values) ** 0.5
    for got in (trimmed_mean(values), mean_of_some(values, values, 0.05)):
        assert (got.high - got.value, got.value) == pytest.approx((half, sum(values) / 6), rel=1e-3)


def test_trimming_leaves_out_the_highest_and_the_lowest_of_ten() -> None:
    """However far off they are."""
    values = [float(k) for k in range(10)]
    assert trimmed_mean([*values[:-1], 1000.0]).value == trimmed_mean(values).value == pytest.approx(4.5)


@pytest.mark.parametrize("df", [3, 4, 6, 12, 39])
@pytest.mark.parametrize("outside", [0.05, 0.05 / 7, 0.05 / 26])
def test_the_quantile_is_student_s(df: int, outside: float) -> None:
    """The expansion agrees with the exact quantile, also far out."""
    assert t_quantile(df, outside) == pytest.approx(student.ppf(1 - outside / 2, df), rel=0.03)


def test_a_quantile_of_too_little_is_refused() -> None:
    """Two differences say next to nothing."""
    with pytest.raises(ValueError, match="degrees of freedom"):
        t_quantile(2, 0.05)


@pytest.mark.parametrize(("df", "within"), [(6.0, 0.006), (18.0, 0.0004), (38.0, 0.0001)])
def test_the_fast_quantile_is_near_student_s(df: float, within: float) -> None:
    """As near as its docstring says, over the degrees of freedom that a window has."""
    assert t_975_fast(df) == pytest.approx(student.ppf(0.975, df), rel=within)


def test_a_rest_that_was_moved_through_is_no_answer() -> None:
    """Neither the seconds before a tension nor those of the rest count then; the tension itself may move."""
    groups = ["hand"] * 8
    beats, marks = list(answering(8, 8.0, 3.0, 0.3)), marks_of(groups)

    def fall(unquiet: Callable[[float, float], bool]) -> Estimate | None:
        log, left = ResponseLog(unquiet), list(marks)
        for beat in beats:
            while left and left[0][0] < beat.t:
                at, act, group = left.pop(0)
                log.tense(at, group) if act == "tense" else log.release(at) if act == "release" else log.end(at)
            log.push(beat)
        return log.responses(8 * CYCLE_S)[0].fall_bpm

    def within(began: float, ended: float, part: tuple[float, float]) -> bool:
        return part[0] <= began % CYCLE_S and ended % CYCLE_S <= part[1]

    assert known(fall(lambda _began, _ended: False)).value == pytest.approx(3.0, abs=0.5)
    assert known(fall(lambda began, ended: within(began, ended, (TENSED_S, RELEASED_S)))).value > 0
    assert fall(lambda began, ended: within(began, ended, (0.0, TENSED_S))) is None
    assert fall(lambda began, _ended: began % CYCLE_S >= RELEASED_S) is None
    kept = fall(lambda began, _ended: began < 120.0)
    assert known(kept).value == pytest.approx(3.0, abs=0.6)


def monitored_fall(moves: Callable[[float], bool]) -> Estimate | None:
    """What a monitor tells of eight rests with a strap that hears a chest stir where `moves` says so of a cycle."""

    def sample(t: float, dice: Random) -> Sample:
        x, y, z = quiet(t, dice)
        return (x + dice.gauss(0, 80), y, z) if moves(t % CYCLE_S) else (x, y, z)

    heart, left = HeartMonitor(), marks_of(["hand"] * 8)
    packets = [HeartRate(t=beat.t, hr_bpm=65, rr_ticks=(beat.rr_ticks,)) for beat in answering(8, 8.0, 3.0, 0.3)]
    heard: list[HeartRate | MotionChunk] = [*packets, *chunks(8 * CYCLE_S, sample)]
    for event in sorted(heard, key=lambda each: each.t):
        while left and left[0][0] < event.t:
            at, act, group = left.pop(0)
            if act == "tense":
                heart.response.tense(at, group)
            elif act == "release":
                heart.response.release(at)
            else:
                heart.response.end(at)
        if isinstance(event, MotionChunk):
            heart.push_motion(event)
        else:
            heart.push(event, Activity.FREE)
    return heart.response.responses(8 * CYCLE_S)[0].fall_bpm


def test_what_a_strap_hears_of_movement_leaves_the_rests_of_a_monitored_heart_out() -> None:
    """Stirring through each rest, or just before each tension, leaves no answer; in the tension itself it is none's
    business.
    """
    assert known(monitored_fall(lambda _: False)).value == pytest.approx(3.0, abs=0.6)
    assert known(monitored_fall(lambda place: TENSED_S <= place < RELEASED_S)).value == pytest.approx(3.0, abs=0.6)
    assert monitored_fall(lambda place: place >= RELEASED_S and place % 10 < 3) is None
    assert monitored_fall(lambda place: 10.0 <= place < 14.0) is None
