"""Hurry before a jump: five intervals that shorten, none suddenly, down to what effort explains."""

from __future__ import annotations

import pytest

from biofeedback.signal.rhythm.onset import hurried

QUIET = [800.0] * 6
HURRY = [800.0, 780, 760, 740, 720]  # the last is nine tenths of the first


def before(run: list[float], lead: list[float]) -> bool:
    return hurried([*QUIET, *lead, *run], len(run))


def test_hurry_is_a_tenth_over_five_intervals() -> None:
    """Exactly a tenth counts; a little less does not."""
    assert before([500.0] * 5, HURRY)
    assert not before([500.0] * 5, [*HURRY[:4], 720.1])
    assert not before([500.0] * 5, [800.0, 720, 720, 720, 720, 720])
    assert before([500.0] * 5, [800.0, 720, 720, 720, 720])


@pytest.mark.parametrize(("second", "is_hurry"), [(704.0, True), (703.9, False)])
def test_a_sudden_step_is_an_early_beat(second: float, is_hurry: bool) -> None:
    """Each is at least 88 % of the one before."""
    assert before([500.0] * 5, [800.0, second, 700, 690, 680]) is is_hurry


@pytest.mark.parametrize(("fourth", "is_hurry"), [(760.0, True), (760.1, False)])
def test_none_is_longer_than_the_one_before(fourth: float, is_hurry: bool) -> None:
    """Equal is allowed."""
    assert before([500.0] * 5, [800.0, 780, 760, fourth, 720]) is is_hurry


@pytest.mark.parametrize(("ms", "is_hurry"), [(400.0, True), (399.9, False)])
def test_beyond_150_no_effort_explains_it(ms: float, is_hurry: bool) -> None:
    """The mean of the run."""
    assert before([ms] * 5, [520.0, 500, 490, 480, 468]) is is_hurry
    assert before([ms - 20, ms + 20, ms, ms - 10, ms + 10], [520.0, 500, 490, 480, 468]) is is_hurry


@pytest.mark.parametrize(("ms", "is_hurry"), [(550.0, True), (550.2, False)])
def test_the_run_may_have_begun_before_it_was_told(ms: float, is_hurry: bool) -> None:
    """Intervals up to a tenth longer than its mean belong to it: the hurry is looked for before them."""
    assert before([500.0] * 5, [*HURRY, ms, 520.0]) is is_hurry


def test_at_the_beginning_of_all_the_search_ends() -> None:
    """Five intervals must be left to look at, be they the run's own."""
    assert not hurried([500.0] * 12, 5)
    assert hurried([600.0, 580, 560, 550, 540, *[500.0] * 5], 5)
    assert not hurried([600.0, 580, 560, 550, 541, *[500.0] * 5], 5)
