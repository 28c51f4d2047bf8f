"""Between samples: against a function that is known everywhere."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.signal.ecg.interpolate import extremum, value, vertex


@given(place=st.floats(10.0, 29.0), middle=st.floats(15.0, 25.0))
def test_a_smooth_hump_is_known_between_samples(place: float, middle: float) -> None:
    """Eight weights give a hump as wide as an R peak at 130 Hz to a hundredth of its height."""
    samples = [math.exp(-0.5 * ((k - middle) / 1.6) ** 2) for k in range(40)]

    assert value(samples, place) == pytest.approx(math.exp(-0.5 * ((place - middle) / 1.6) ** 2), abs=0.01)


@given(middle=st.floats(15.0, 25.0), sign=st.sampled_from([1.0, -1.0]), lift=st.floats(-1000.0, 1000.0))
def test_the_top_of_a_hump_is_found(middle: float, sign: float, lift: float) -> None:
    """To a twentieth of a sample, wherever it lies between samples, upwards or downwards, on any line."""
    samples = [lift + sign * math.exp(-0.5 * ((k - middle) / 1.6) ** 2) for k in range(40)]

    assert extremum(samples, round(middle), sign) == pytest.approx(middle, abs=0.05)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_vertex_stays_within_half_a_step(before: float, at: float, after: float) -> None:
    """Whatever three values."""
    assert -0.5 <= vertex(before, at, after) <= 0.5


@given(place=st.floats(0.0, 9.0))
def test_a_constant_is_constant_up_to_the_ends(place: float) -> None:
    """Where neighbours are absent the outermost sample stands in for them."""
    assert value([7.0] * 10, place) == pytest.approx(7.0)
