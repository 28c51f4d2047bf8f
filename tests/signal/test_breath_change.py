"""A change of pace is believed before long looks have seen it: shown twice, by witnesses, in a heart known well."""

from __future__ import annotations

import numpy as np
import pytest

from biofeedback.signal.breath_change import DOUBTED, REMEMBERED_LOOKS, BreathChange, Looked
from biofeedback.signal.breath_evidence import LEAST, LN_BPM, RATES
from biofeedback.signal.breath_filter import BreathFilter, Look
from biofeedback.signal.periodogram import Floats

TOLD = 0.9


def seen(*waves: tuple[float, float]) -> Floats:
    """Evidence with a peak at each rate (breaths a minute), so high (ln)."""
    found = np.full(RATES, LEAST)
    for bpm, high in waves:
        found = np.maximum(found, LEAST + (high - LEAST) * np.exp(-0.5 * ((LN_BPM - np.log(bpm)) / 0.1) ** 2))
    return found


OLD, NEW, BOTH = seen((15.0, 4.0)), seen((6.0, 4.0)), seen((15.0, 3.0), (6.0, 3.0))
LIKE_OLD, LIKE_NEW, LIKE_BOTH = (Looked(each, each) for each in (OLD, NEW, BOTH))


def well_known() -> BreathChange:
    """Of a heart of which fifteen a minute was surely told."""
    change = BreathChange()
    for _ in range(3):
        change.push(LIKE_OLD, LIKE_OLD, 15.0, 0.99)
    return change


def test_two_short_looks_that_point_to_one_other_rate_take_over() -> None:
    """The first alone does not: anything may look like anything once."""
    change = well_known()
    assert change.chance == 0.0
    for _ in range(2):  # each is taken together with the one before, so the second is the first that points there
        change.push(LIKE_BOTH, LIKE_NEW, 15.0, 0.6)
        assert change.chance == 0.0
    change.push(LIKE_BOTH, LIKE_NEW, 15.0, 0.6)
    assert change.chance >= TOLD
    assert change.rate_bpm == pytest.approx(6.0, abs=0.3)
    assert 0 < change.sd_bpm < 1.0


def test_what_the_intervals_alone_show_is_no_change() -> None:
    """Their wave of blood pressure comes and goes; where no witness shows it, nothing is told of it."""
    change = well_known()
    for _ in range(4):
        change.push(
            Looked(seen((15.0, 2.0), (6.0, 2.5)), seen((15.0, 2.0))), Looked(seen((15.0, 1.5)), OLD), 15.0, 0.95
        )
        assert change.chance < DOUBTED


def test_a_pace_that_is_not_far_from_the_old_one_is_left_to_the_filter() -> None:
    """Breaths are uneven."""
    change, near = well_known(), Looked(seen((19.0, 4.0)), seen((19.0, 4.0)))
    for _ in range(4):
        change.push(near, near, 15.0, 0.95)
        assert change.chance == 0.0


@pytest.mark.parametrize("looks", [REMEMBERED_LOOKS - 4, REMEMBERED_LOOKS + 4])
def test_a_heart_that_has_not_shown_its_breath_of_late_is_not_taken_at_its_word(looks: int) -> None:
    """After forty seconds without a sure rate nothing takes over."""
    change = well_known()
    for _ in range(looks):
        change.push(LIKE_OLD, LIKE_OLD, 15.0, 0.5)
    for _ in range(3):
        change.push(LIKE_BOTH, LIKE_NEW, 15.0, 0.5)
    assert (change.chance >= TOLD) == (looks < REMEMBERED_LOOKS)


def test_a_look_that_is_missing_breaks_the_row() -> None:
    """Then two more are needed."""
    change = well_known()
    for _ in range(2):
        change.push(LIKE_BOTH, LIKE_NEW, 15.0, 0.6)
    change.blind()
    change.push(LIKE_BOTH, LIKE_NEW, 15.0, 0.6)
    assert change.chance == 0.0


def test_while_a_change_is_likely_the_intervals_of_a_minute_and_a_half_are_not_believed() -> None:
    """Most of them were breathed at the old pace. Without short looks the filter clings to it for longer."""
    quick, slow = BreathFilter(), BreathFilter()
    for each, short in ((quick, True), (slow, False)):
        for _ in range(12):
            each.push(Look(OLD, [OLD]), Look(OLD, [OLD]) if short else None)
        for _ in range(3):
            each.push(Look(BOTH, [BOTH]), Look(NEW, [NEW]) if short else None)
    assert quick.rate_bpm == pytest.approx(6.0, abs=0.5)
    assert quick.denies(15.0)
    assert slow.rate_bpm == pytest.approx(15.0, abs=0.5)
    assert not slow.denies(15.0)
