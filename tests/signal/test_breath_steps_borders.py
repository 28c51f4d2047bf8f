"""Where a breath's step ends and something else begins: each border from both sides, and at the border itself."""

from __future__ import annotations

from math import log

import pytest

from biofeedback.signal.breath_steps import (
    Breath,
    falls_by_degrees,
    step_foreseen,
    steps_up,
    steps_up_and_is_disturbed,
)

HEARD, ONCE, NONE = Breath(True, 1200.0, 500.0), Breath(False, 1200.0, 500.0), Breath(False, 0.0, 0.0)
"""Of a valley at 700 ms: breaths alike, one alone, and none."""


@pytest.mark.parametrize(("interval", "inside"), [(899.9, True), (900.0, False)])
def test_the_valley_is_the_lowest_two_fifths(interval: float, inside: bool) -> None:
    assert HEARD.in_valley(interval) == inside


@pytest.mark.parametrize(
    ("before", "after", "known"),
    [
        (750.0, 1559.9, True),
        (750.0, 1560.0, False),
        (500.0, 550.0, False),
        (500.0, 550.1, True),
        (1100.0, 775.1, True),
        (1100.0, 775.0, False),
        (800.0, 625.1, True),
        (800.0, 624.9, False),
        (800.0, 800.0, True),
    ],
)
def test_a_step_goes_to_the_last_peak_and_a_third_and_down_by_two_thirds_of_the_swing(
    before: float, after: float, known: bool
) -> None:
    assert HEARD.has_step(before, after) == known


@pytest.mark.parametrize(
    ("base", "top", "after", "beyond"),
    [
        (720.0, 1425.0, 900.0, False),
        (720.0, 1425.1, 900.0, True),
        (500.0, 1500.0, 1150.0, False),
        (500.0, 1500.0, 1149.9, True),
    ],
)
def test_a_step_overshoots_beyond_the_peak_and_back(base: float, top: float, after: float, beyond: bool) -> None:
    assert HEARD.overshoots(base, top, after) == beyond
    assert not NONE.overshoots(base, top, after)


def test_a_step_costs_what_its_rarity_and_its_spread_do() -> None:
    """One beat in ten while breathing, one in ninety else; anywhere within a third of the level."""
    assert HEARD.penalty(1000.0, 50.0) == pytest.approx(log(7) + 2.3)
    assert ONCE.penalty(1000.0, 50.0) == pytest.approx(log(7) + 4.5)


@pytest.mark.parametrize(
    ("breath", "y", "z", "known"),
    [
        (HEARD, 900.0, None, True),
        (HEARD, 899.9, None, False),
        (NONE, 2200.0, None, True),
        (NONE, 2200.1, None, False),
        (HEARD, 1200.0, 800.0, True),
        (HEARD, 1200.0, 799.9, False),
        (NONE, 1200.0, 875.0, True),
        (NONE, 1200.0, 874.9, False),
        (HEARD, 1200.0, 1320.0, True),
        (HEARD, 1200.0, 1320.1, False),
    ],
)
def test_a_step_from_700_to_1200_by_what_follows_it(breath: Breath, y: float, z: float | None, known: bool) -> None:
    assert steps_up(breath, 700.0, 1200.0, y, z) == known


@pytest.mark.parametrize(("y", "known"), [(1500.0, True), (1499.9, True), (1500.1, False)])
def test_what_a_step_falls_back_to_is_the_interval_after_its_highest(y: float, known: bool) -> None:
    """Far beyond the last peak: where the second interval is no longer than the first, it has not fallen back."""
    assert steps_up(HEARD, 720.0, 1500.0, y, 1150.0) == known


@pytest.mark.parametrize(
    ("breath", "before", "step", "after", "foreseen"),
    [
        (HEARD, 1000.0, 1100.0, 1100.0, False),
        (HEARD, 1000.0, 1100.1, 1100.0, True),
        (HEARD, 700.0, 1200.0, 900.0, True),
        (HEARD, 700.0, 1200.0, 899.9, False),
        (ONCE, 700.0, 1200.0, 1025.0, True),
        (ONCE, 700.0, 1200.0, 1024.9, False),
        (HEARD, 700.0, 1200.0, 1320.0, True),
        (HEARD, 700.0, 1200.0, 1320.1, False),
    ],
)
def test_a_step_is_foreseen(breath: Breath, before: float, step: float, after: float, foreseen: bool) -> None:
    assert step_foreseen(breath, before, step, after) == foreseen


@pytest.mark.parametrize(
    ("x", "y", "z", "known"),
    [
        (1000.0, 849.9, 900.0, True),
        (1000.0, 850.0, 900.0, False),
        (1559.9, 900.0, 1900.0, True),
        (1560.0, 900.0, 1900.0, False),
        (1000.0, 300.0, 1300.0, False),
        (1000.0, 300.0, 1300.1, True),
        (1000.0, 800.0, 1299.9, True),
        (1000.0, 800.0, 1300.0, False),
        (1000.0, 400.0, 400.0, False),
        (1000.0, 400.0, 400.1, True),
        (1000.0, 450.0, 599.9, True),
        (1000.0, 450.0, 600.0, False),
        (1000.0, 400.0, 700.0, False),
        (1000.0, 400.0, 700.1, True),
        (1000.0, 400.0, 1149.9, True),
        (1000.0, 400.0, 1150.0, False),
    ],
)
def test_an_early_or_a_false_beat_after_a_step_makes_up_for_itself(x: float, y: float, z: float, known: bool) -> None:
    """Both intervals are two of the step, or one; or the rhythm begins anew. Only out of the valley."""
    assert steps_up_and_is_disturbed(HEARD, 720.0, x, y, z) == known
    assert not steps_up_and_is_disturbed(HEARD, 900.0, x, y, z)


@pytest.mark.parametrize(
    ("level", "x", "y", "z", "falls"),
    [
        (1000.0, 900.0, 626.0, 700.0, True),
        (1000.0, 900.0, 700.0, 626.0, True),
        (1000.0, 900.0, 624.9, 700.0, False),
        (1000.0, 900.0, 700.0, 624.9, False),
        (1200.0, 1100.0, 661.0, 700.0, True),
        (1200.0, 1100.0, 659.0, 700.0, False),
        (1000.0, 1000.0, 800.0, 820.0, False),
        (1000.0, 900.0, 700.0, 899.9, True),
        (1000.0, 900.0, 700.0, 900.0, False),
        (1000.0, 850.1, 800.0, 820.0, True),
        (1000.0, 850.0, 800.0, 820.0, False),
    ],
)
def test_a_fall_by_degrees(level: float, x: float, y: float, z: float, falls: bool) -> None:
    assert falls_by_degrees(ONCE, level, x, y, z) == falls
