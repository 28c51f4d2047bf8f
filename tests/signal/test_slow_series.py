"""An index over a whole session, in little memory."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import Estimate
from biofeedback.signal.slow_series import FIRST_EVERY_S, MOST_POINTS, SlowSeries


@given(st.integers(1, 40_000), st.floats(0.2, 4.0))
def test_points_stay_few_and_spread_over_the_whole_time(seconds: int, every: float) -> None:
    """From the first to the last, none nearer than the rest by more than one step."""
    series = SlowSeries()
    t = 0.0
    while t < seconds:
        series.offer(t, Estimate(value=t, low=t, high=t))
        t += every * 10
    points = series.points
    assert len(points) < MOST_POINTS
    assert points[0].t == 0.0
    assert all(point.estimate.value == point.t for point in points)
    steps = [after.t - before.t for before, after in pairwise(points)]
    assert not steps or min(steps) >= FIRST_EVERY_S


def test_what_is_not_known_leaves_a_gap() -> None:
    series = SlowSeries()
    series.offer(0.0, Estimate(value=40.0, low=30.0, high=50.0))
    series.offer(6.0, None)
    series.offer(12.0, Estimate(value=41.0, low=30.0, high=50.0))
    assert [point.t for point in series.points] == [0.0, 12.0]
