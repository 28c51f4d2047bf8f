"""Bounds and quantiles against SciPy and NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from biofeedback.validation.statistics import count_bounds, quantile, share_bounds


@given(whole=st.integers(1, 2000), data=st.data())
def test_share_bounds_are_wilsons(whole: int, data: st.DataObject) -> None:
    """As SciPy has them."""
    part = data.draw(st.integers(0, whole))
    bounds = share_bounds(part, whole)
    wanted = stats.binomtest(part, whole).proportion_ci(method="wilson")

    assert bounds is not None
    assert (bounds.low, bounds.high) == pytest.approx((wanted.low, wanted.high), abs=1e-6)


@given(count=st.integers(0, 400), confidence=st.sampled_from([0.9, 0.95, 0.975]))
def test_count_bounds_are_garwoods(count: int, confidence: float) -> None:
    """By the quantiles of chi squared."""
    bounds = count_bounds(count, confidence)

    assert bounds.high == pytest.approx(stats.chi2.ppf(confidence, 2 * count + 2) / 2, rel=1e-9)
    assert bounds.low == pytest.approx(stats.chi2.ppf(1 - confidence, 2 * count) / 2 if count else 0.0, rel=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 1))
def test_quantiles_are_numpys(values: list[float], q: float) -> None:
    """Linear between ordered values."""
    assert quantile(values, q) == pytest.approx(float(np.quantile(values, q)), rel=1e-9, abs=1e-6)


def test_of_nothing_there_is_nothing() -> None:
    """No number is made up."""
    assert share_bounds(0, 0) is None
    assert quantile([], 0.5) is None
