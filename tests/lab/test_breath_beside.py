"""Ways to a rate of breathing are compared on made hearts whose breaths are known."""

from __future__ import annotations

import pytest

from simulators.lab.benchmark.breath_beside import calibration, cell, delays, is_right, truth
from simulators.lab.benchmark.breath_ways import Answer, by_intervals_and_ecg, questions
from simulators.lab.benchmark.made_breathers import BreathingHeart, made


@pytest.fixture(scope="module")
def plain() -> BreathingHeart:
    """Twelve a minute, plainly in the shape of the beats."""
    return made(3, 150.0, 12.0, 12.0, seen=6.0)


def test_a_made_heart_breathes_at_its_pace_and_is_the_same_each_time(plain: BreathingHeart) -> None:
    """Its truth is that of its breaths."""
    true = truth(plain, 140.0)
    assert true == pytest.approx(12.0, abs=2.0)
    assert made(3, 150.0, 12.0, 12.0, seen=6.0) == plain
    assert truth(made(3, 150.0, 12.0, 12.0, seen=0.0), 140.0) is None


def test_what_is_plainly_seen_is_told_and_right(plain: BreathingHeart) -> None:
    """By the intervals and the shapes together."""
    answers = by_intervals_and_ecg(plain)
    told = [each for each in answers if each.told]
    assert len(told) >= 0.8 * len(questions(plain))
    assert all(is_right(plain, each) for each in told)


def test_shares_are_of_all_questions(plain: BreathingHeart) -> None:
    """One right answer, one wrong one, and silence."""
    first, second, *_ = questions(plain)
    assert cell([(plain, [])]) == "0"
    shown = cell([(plain, [Answer(first, truth(plain, first) or 0.0, 0.9), Answer(second, 30.0, 0.9)])])
    assert " / 50.0 / " in shown


def test_chances_are_compared_with_how_often_they_were_right() -> None:
    """Nine of ten at nine in ten."""
    lines = list(calibration([(0.9, k > 0) for k in range(10)]))
    assert lines[-1] == "| 0.85 to 0.95 | 10 | 90 % |"


def test_a_change_that_is_never_found_is_counted() -> None:
    """Beside the delays of those that were."""

    def mute(_: BreathingHeart) -> list[Answer]:
        return []

    def at_once(heart: BreathingHeart) -> list[Answer]:
        return [Answer(152.0, 15.0, 0.9), Answer(160.0, 6.0, 0.9)]

    *_, quickly, slowly = delays({"mute": mute, "at once": at_once}, 2)
    assert quickly.endswith("| never | 2 / 2 |")
    assert slowly.endswith("| never | 10 / 10 |")
