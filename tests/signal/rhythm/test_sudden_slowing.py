"""A heart that slows within seconds: what it is compared with, exactly on each border."""

from __future__ import annotations

import pytest

from biofeedback.signal.rhythm.sudden_slowing import SuddenSlowing
from tests.signal.rhythm.judging import each_detection, told


@pytest.mark.parametrize(
    ("before", "slow", "is_told"),
    [
        ([800.0] * 100, [1333.34375] * 8, True),  # just under 45 a minute
        ([800.0] * 30, [1400.0] * 8, True),  # thirty beats are known then
        ([800.0] * 29, [1400.0] * 8, False),
        ([300.0] * 30, [1400.0] * 8, False),  # but nothing that is twenty seconds old
        ([*[800.0] * 100, 3000.0], [1400.0] * 8, True),
        ([*[800.0] * 100, 3000.0], [1400.0] * 7, False),  # lost time is no slow beat
        ([1000.0] * 100, [1450.0] * 8, True),
        ([800.0] * 100, [*[1400.0] * 7, 1000.0], True),
        ([*[900.0] * 60, *[1000.0] * 8, *[900.0] * 70], [1350.0] * 8, True),
        ([*[900.0] * 60, *[1100.0] * 8, *[900.0] * 9], [1480.0] * 8, True),  # 19.9 s ago is still now
        ([*[900.0] * 60, *[1100.0] * 8, *[900.0] * 10], [1480.0] * 8, False),
        ([*[1000.0] * 60, *[1125.0] * 8, *[1000.0] * 8], [1500.0] * 8, True),  # 20 s
        ([*[1000.0] * 60, *[1125.0] * 8, *[1000.0] * 288], [1500.0] * 8, False),  # 300 s
        ([*[1000.0] * 60, *[1125.0] * 8, *[1000.0] * 289], [1500.0] * 8, True),
    ],
)
def test_borders(before: list[float], slow: list[float], is_told: bool) -> None:
    """Exactly on a border counts."""
    assert (each_detection(SuddenSlowing(), [*before, *slow])[-1] is not None) is is_told
    assert SuddenSlowing.recovery_beats == 15


def test_the_last_minute_is_sixty_one_beats_up_to_the_one_before() -> None:
    """Seven slow ones, 24 of 900 ms and 30 of 800 ms: the middle one is of 900."""
    detection = each_detection(SuddenSlowing(), [*[800.0] * 100, *[900.0] * 24, *[1400.0] * 8])[-1]
    assert detection is not None
    assert told(detection)["before_bpm"] == pytest.approx(60_000 / 900)
