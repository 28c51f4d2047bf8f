"""What a slow breath does to successive intervals, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.signal.breath_steps import (
    Breath,
    falls_by_degrees,
    step_foreseen,
    steps_up,
    steps_up_and_is_disturbed,
)

HEARD, ONCE, NONE = Breath(True, 1200.0, 500.0), Breath(False, 1200.0, 500.0), Breath(False, 0.0, 0.0)
intervals = st.floats(300, 1800)


@pytest.mark.parametrize(
    ("x", "y", "z"),
    [(1150.0, 1130.0, 1090.0), (900.0, 1200.0, 1180.0), (1150.0, 980.0, 900.0), (1150.0, 1200.0, 1150.0)],
    ids=["plateau", "in two steps", "quick decay", "rising on"],
)
@pytest.mark.parametrize("breath", [HEARD, NONE])
def test_a_breath_steps_up_and_stays_up(breath: Breath, x: float, y: float, z: float) -> None:
    assert steps_up(breath, 700.0, x, y, z)
    assert steps_up(breath, 700.0, x, y, None)


@pytest.mark.parametrize(
    ("x", "y", "z"),
    [(1400.0, 700.0, 700.0), (1100.0, 840.0, 830.0), (950.0, 1500.0, 900.0), (1100.0, 1100.0, 720.0)],
    ids=["missed beat", "falls too soon", "leaps", "one pause after another"],
)
@pytest.mark.parametrize("breath", [HEARD, NONE])
def test_what_does_not_stay_up_is_no_breath(breath: Breath, x: float, y: float, z: float) -> None:
    assert not steps_up(breath, 700.0, x, y, z)


def test_a_quick_decay_is_believed_sooner_of_a_person_who_was_heard_to_breathe_so() -> None:
    assert steps_up(HEARD, 700.0, 1200.0, 950.0, 830.0)
    assert not steps_up(NONE, 700.0, 1200.0, 950.0, 830.0)


def test_a_step_is_foreseen_only_after_a_breath_and_never_of_an_early_beat_with_its_pause() -> None:
    assert step_foreseen(HEARD, 700.0, 1200.0, 1000.0)
    assert step_foreseen(ONCE, 700.0, 1200.0, 1100.0)
    assert not step_foreseen(ONCE, 700.0, 1200.0, 1000.0)
    assert not step_foreseen(HEARD, 700.0, 760.0, 750.0)
    assert not step_foreseen(ONCE, 560.0, 1140.0, 850.0)


@pytest.mark.parametrize(
    ("y", "z"), [(650.0, 1500.0), (480.0, 600.0), (700.0, 1100.0)], ids=["ventricular", "false beat", "atrial"]
)
def test_a_step_is_known_though_the_next_beat_is_disturbed(y: float, z: float) -> None:
    assert steps_up_and_is_disturbed(HEARD, 720.0, 1150.0, y, z)
    assert not steps_up_and_is_disturbed(ONCE, 720.0, 1150.0, y, z)
    assert not steps_up_and_is_disturbed(HEARD, 1000.0, 1150.0, y, z)


def test_what_makes_up_for_nothing_is_no_disturbed_beat_after_a_step() -> None:
    assert not steps_up_and_is_disturbed(HEARD, 720.0, 1150.0, 700.0, 760.0)
    assert not steps_up_and_is_disturbed(HEARD, 720.0, 1150.0, 1100.0, 1080.0)
    assert not steps_up_and_is_disturbed(HEARD, 720.0, 1700.0, 900.0, 2400.0)


def test_a_fall_goes_by_degrees_and_no_lower_than_the_last_breath_did() -> None:
    assert falls_by_degrees(ONCE, 1100.0, 950.0, 800.0, 760.0)
    assert not falls_by_degrees(ONCE, 1100.0, 700.0, 690.0, 700.0)
    assert not falls_by_degrees(ONCE, 1100.0, 950.0, 800.0, 1000.0)
    assert not falls_by_degrees(ONCE, 1100.0, 850.0, 610.0, 600.0)
    assert not falls_by_degrees(ONCE, 700.0, 650.0, 500.0, 500.0)


def test_the_steps_of_a_breath_lead_from_its_valley_up_and_by_parts_down() -> None:
    assert HEARD.has_step(720.0, 1200.0)
    assert not HEARD.has_step(950.0, 1250.0)
    assert not HEARD.has_step(720.0, 1600.0)
    assert not HEARD.has_step(720.0, 750.0)
    assert HEARD.has_step(1100.0, 850.0)
    assert not HEARD.has_step(1100.0, 760.0)
    assert not HEARD.has_step(700.0, 600.0)


@given(intervals, st.floats(1, 200))
def test_a_step_costs_less_once_breaths_are_heard_and_more_in_a_steadier_heart(level: float, scale: float) -> None:
    assert HEARD.penalty(level, scale) < ONCE.penalty(level, scale)
    assert HEARD.penalty(level, scale / 2) > HEARD.penalty(level, scale)


@given(intervals, intervals, intervals, intervals, st.floats(0.5, 3))
def test_no_judgement_hangs_on_the_unit(level: float, x: float, y: float, z: float, unit: float) -> None:
    breath = Breath(True, unit * HEARD.peak, unit * HEARD.swing)
    scaled = (unit * level, unit * x, unit * y, unit * z)
    for judge in (steps_up, steps_up_and_is_disturbed, falls_by_degrees):
        near = {judge(HEARD, level * k, x, y, z) for k in (1 - 1e-9, 1, 1 + 1e-9)}
        assert judge(breath, *scaled) in near or len(near) == 2


def test_a_step_far_beyond_the_last_peak_that_falls_back_at_once_is_none() -> None:
    """Missed or misplaced at its step; a deeper breath stays up, and one as deep as the last may fall back."""
    for breath in (HEARD, ONCE):
        assert not steps_up(breath, 720.0, 1500.0, 1200.0, 1150.0)
        assert not steps_up(breath, 720.0, 900.0, 1500.0, 1200.0)
        assert steps_up(breath, 720.0, 1500.0, 1400.0, 1200.0)
        assert steps_up(breath, 720.0, 1400.0, 1100.0, 1050.0)
    assert steps_up(NONE, 720.0, 1500.0, 1200.0, 1150.0)
