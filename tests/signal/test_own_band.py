"""A number against the own normal range: a mean of seven days, a band of half a standard deviation, never too early."""

from __future__ import annotations

from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.signal.own_band import BAND_DAYS, LEAST_BAND, DayValue, Place, TrendPoint, against_own_band

DAYS = st.lists(st.integers(0, 150), unique=True, min_size=1, max_size=60).map(sorted)


def points(values: dict[int, float]) -> tuple[TrendPoint, ...]:
    return against_own_band([DayValue(day=day, value=value) for day, value in values.items()])


@given(days=DAYS, seed=st.integers(0, 1000))
def test_mean_and_band_are_those_of_the_days_before_and_are_absent_until_there_are_enough(
    days: list[int], seed: int
) -> None:
    """Taken anew, day by day, as one would by hand."""
    values = {day: 60 + (day * 7919 + seed) % 17 / 3 for day in days}
    for point in points(values):
        week = [values[day] for day in days if point.day - 7 < day <= point.day]
        season = [values[day] for day in days if point.day - BAND_DAYS < day <= point.day]
        assert point.value == values[point.day]
        assert point.week_mean == (pytest.approx(fmean(week)) if len(week) >= 3 else None)
        if len(season) < LEAST_BAND:
            assert point.band is None
        else:
            assert point.band is not None
            assert (point.band.low + point.band.high) / 2 == pytest.approx(fmean(season))
            assert point.band.high - point.band.low == pytest.approx(stdev(season))
        assert (point.place is None) == (point.band is None or point.week_mean is None)


@given(days=DAYS)
def test_what_comes_later_changes_nothing_that_was_said(days: list[int]) -> None:
    """A picture of last month stays as it was."""
    values = {day: 60.0 + day % 13 for day in days}
    earlier = dict(list(values.items())[: len(values) // 2])

    assert points(values)[: len(earlier)] == points(earlier)


@pytest.mark.parametrize(("shift", "place"), [(-9.0, Place.BELOW), (0.0, Place.WITHIN), (9.0, Place.ABOVE)])
def test_a_week_that_has_moved_is_told(shift: float, place: Place) -> None:
    """By its mean, not by one day."""
    steady = {day: 60 + (-1) ** day for day in range(40)}
    moved = {day: 60 + shift * 0.5 + (-1) ** day for day in range(40, 48)}

    assert points({**steady, **moved})[-1].place is place
