"""Much slower than the own last five minutes, and slow by any measure: where that begins and ends."""

from __future__ import annotations

import pytest

from biofeedback.findings import Severity
from biofeedback.signal.rhythm.profile import UNKNOWN, RhythmProfile
from biofeedback.signal.rhythm.too_slow import TooSlow
from tests.signal.rhythm.judging import each_detection, first_detection, told


def begins(usual: list[float], slow: list[float], profile: RhythmProfile = UNKNOWN, rough: int = 0) -> int | None:
    """After how many of the slow beats it is told."""
    at = first_detection(TooSlow(profile), [*usual, *slow], rough=rough)
    return None if at is None else at - len(usual)


@pytest.mark.parametrize(
    ("usual", "slow", "after"),
    [
        (1000, 1500.0, 8),
        (1000, 1499.9, None),  # not under 40 a minute
        (1200, 1620.0, 8),
        (1200, 1619.9, None),  # not by 35 % slower than the own
    ],
)
def test_slow_by_any_measure_and_against_the_own(usual: float, slow: float, after: int | None) -> None:
    """Exactly on either border counts; eight beats of it, and the eighth tells."""
    assert begins([usual] * 100, [slow] * 12) == after
    assert begins([usual] * 100, [slow] * 7) is None


def test_one_quicker_beat_begins_the_count_anew() -> None:
    """Eight in a row."""
    assert begins([900] * 100, [*[1600] * 7, 1400, *[1600] * 7]) is None
    assert begins([900] * 100, [*[1600] * 7, 1400, *[1600] * 8]) == 16


def test_lost_time_begins_the_count_anew() -> None:
    """A gap of three seconds is no beat of this heart."""
    assert begins([900] * 100, [*[1600] * 7, 3000, *[1600] * 7]) is None


@pytest.mark.parametrize(("rough", "after"), [(2, 8), (3, None)])
def test_on_a_rough_line_nothing_is_told(rough: int, after: int | None) -> None:
    """Three odd intervals lately, and beats may not have been seen."""
    assert begins([900] * 100, [1600] * 10, rough=rough) == after


def test_the_own_is_known_after_a_minute_and_forgets_after_five() -> None:
    """Sixty beats; and of 301 the middle one counts, seven of the slow ones among them."""
    assert begins([1000] * 60, [1600] * 8) == 8
    assert begins([1000] * 59, [1600] * 8) is None
    assert begins([*[1000] * 200, *[1300] * 144], [1600] * 8) is None
    assert begins([*[1000] * 200, *[1300] * 143], [1600] * 8) == 8


def test_the_told_resting_rate_serves_until_then() -> None:
    """60/min told: 1500 ms is a half longer. Told 45/min, it is not a third."""
    assert begins([], [1500] * 8, RhythmProfile(resting_hr_bpm=60)) == 8
    assert begins([], [1500] * 7, RhythmProfile(resting_hr_bpm=60)) is None
    assert begins([], [1500] * 8, RhythmProfile(resting_hr_bpm=53)) is None
    assert begins([], [1500] * 8, RhythmProfile(resting_hr_bpm=54)) == 8
    assert begins([1450] * 100, [1600] * 8, RhythmProfile(resting_hr_bpm=60)) is None


def test_it_tells_both_rates_and_its_beginning() -> None:
    """A stop, from the first of the eight."""
    detection = each_detection(TooSlow(UNKNOWN), [*[1000] * 100, *[1500] * 4, *[1600] * 4])[-1]

    assert detection is not None
    assert detection.severity is Severity.STOP
    assert detection.start_s == pytest.approx(100.0)
    assert detection.why.code == "rhythm.too_slow"
    assert told(detection) == pytest.approx({"hr_bpm": 60_000 / 1550, "own_bpm": 60.0})
    assert TooSlow.recovery_beats == 15
