"""The answer to each muscle group, on made hearts whose answer is known."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from statistics import stdev

import pytest
from scipy.stats import t as student

from biofeedback.findings import Beat, BeatClass
from biofeedback.signal.response import ResponseLog
from biofeedback.ticks import TICKS_PER_S

CYCLE_S = 50.0
HOLD_S = 7.0


def answering(cycles: int, rise: float, fall: float, noise: float, seed: int = 1) -> Iterator[Beat]:
    """A heart at 65/min that goes `rise` faster under tension (from second 20 of each cycle) and, from eight seconds
    after the release on, `fall` slower than before, coming back before the next.
    """
    rng = Random(seed)
    t, index, wander = 0.0, 0, 0.0
    while t < cycles * CYCLE_S:
        place = t % CYCLE_S
        wander = 0.95 * wander + rng.gauss(0, noise)
        change = rise if 20 <= place < 20 + HOLD_S else -fall if place >= 20 + HOLD_S else 0.0
        ticks = round(60 / (65 + change + wander) * TICKS_PER_S)
        t += ticks / TICKS_PER_S
        yield Beat(index=index, t=t, rr_ticks=ticks, kind=BeatClass.NORMAL, normality=1.0)
        index += 1


def logged(beats: Iterator[Beat], groups: tuple[str, ...]) -> ResponseLog:
    log = ResponseLog()
    marks = [
        (k * CYCLE_S + at, act, group) for k, group in enumerate(groups) for at, act in ((20, 1), (27, 2), (50, 3))
    ]
    for beat in beats:
        while marks and marks[0][0] < beat.t:
            at, act, group = marks.pop(0)
            if act == 1:
                log.tense(at, group)
            elif act == 2:
                log.release(at)
            else:
                log.end()
        log.push(beat)
    log.end()
    return log


def test_a_known_answer_is_recovered() -> None:
    """Without noise the rise and the fall are those that were made, within the beat that straddles a mark."""
    overall = logged(answering(6, 12, 3, 0.0), ("feet", "hands") * 3).overall()
    assert overall.repeats == 6
    assert overall.rise_bpm is not None
    assert overall.fall_bpm is not None
    assert overall.rise_bpm.value == pytest.approx(12, abs=0.5)
    assert overall.fall_bpm.value == pytest.approx(3, abs=0.5)


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Over many noisy sessions of eight groups the 95 % interval of the rise covers 12/min."""
    covered = 0
    for seed in range(60):
        rise = logged(answering(8, 12, 3, 0.5, seed), ("feet",) * 8).overall().rise_bpm
        assert rise is not None
        covered += rise.low - 0.3 <= 12 <= rise.high + 0.3
    assert covered >= 52


def test_averaging_over_groups_narrows_the_answer() -> None:
    """Twelve repeats tell the fall better than three do."""
    few = [logged(answering(3, 12, 3, 0.8, s), ("feet",) * 3).overall().fall_bpm for s in range(20)]
    many = [logged(answering(12, 12, 3, 0.8, s), ("feet",) * 12).overall().fall_bpm for s in range(20)]
    assert stdev(e.value for e in many if e) < 0.75 * stdev(e.value for e in few if e)


def test_each_group_has_its_own_answer_and_one_repeat_gives_none() -> None:
    """A group practised once has no interval, so no number."""
    feet, hands = logged(answering(3, 10, 2, 0.2), ("feet", "feet", "hands")).responses()
    assert (feet.group, feet.repeats) == ("feet", 2)
    assert feet.rise_bpm is not None
    assert (hands.group, hands.repeats) == ("hands", 1)
    assert hands.rise_bpm is None


def test_a_group_left_before_its_release_is_not_counted() -> None:
    """Skipped or stopped under tension: no answer."""
    log = ResponseLog()
    log.tense(10.0, "feet")
    log.end()
    assert log.overall().repeats == 0
    assert log.overall().rise_bpm is None


@pytest.mark.parametrize("n", [2, 3, 4, 6, 13, 40])
def test_the_interval_is_student_s(n: int) -> None:
    """The half-width agrees with the exact quantile of Student's t."""
    from biofeedback.signal.response import _mean

    values = [float(k % 5) for k in range(n)]
    got = _mean(values)
    assert got is not None
    exact = student.ppf(0.975, n - 1) * stdev(values) / n**0.5
    assert (got.high - got.value) == pytest.approx(exact, rel=0.04)
