"""A fast rhythm from one beat to the next: what it is compared with, exactly on each border."""

from __future__ import annotations

import pytest

from biofeedback.signal.rhythm.fast_onset import FastOnset
from tests.signal.rhythm.judging import each_detection


@pytest.mark.parametrize(
    ("before", "run", "is_told"),
    [
        ([*[900.0] * 39, 700.0], [560.0] * 8, False),  # the one before the run counts alone, too
        ([*[900.0] * 39, 720.0], [540.0] * 8, True),
        ([*[900.0] * 39, 720.0], [*[540.0] * 7, 545.0], False),
        ([*[700.0] * 60, *[900.0] * 8], [560.0] * 8, False),  # the last minute was not as slow
        ([*[900.0] * 40, *[700.0] * 3, *[900.0] * 5], [560.0] * 8, True),  # the upper median of eight
        ([*[500.0] * 6, *[900.0] * 60], [560.0] * 8, True),  # and of no more
        ([760.0] * 40, [560.0, *[572.0] * 6, 560.0], False),  # each of the run
        ([900.0] * 40, [470.0, 530.0, *[500.0] * 6], True),  # 0.12 of their mean
        ([800.0] * 40, [592.0] * 8, True),  # 0.74 of the four before
        ([*[820.0] * 36, 800.0, 780.0, 750.0, 720.0], [520.0] * 8, False),  # it had been hurrying
    ],
)
def test_borders(before: list[float], run: list[float], is_told: bool) -> None:
    """Exactly on a border counts."""
    assert (each_detection(FastOnset(), [*before, *run])[-1] is not None) is is_told
    assert FastOnset.recovery_beats == 15
