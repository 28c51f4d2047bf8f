"""The cloud of Poincare and its width and length, against NeuroKit2."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.findings import Beat, BeatClass
from biofeedback.signal.poincare import LEAST_PAIRS, poincare
from biofeedback.ticks import TICKS_PER_MS
from tests.signal.test_beat_history import beats_of


@settings(max_examples=20)
@given(st.lists(st.integers(500, 1500), min_size=LEAST_PAIRS + 1, max_size=300).filter(lambda each: len(set(each)) > 3))
def test_width_and_length_are_those_of_neurokit(intervals: list[int]) -> None:
    from neurokit2.hrv.hrv_nonlinear import _hrv_nonlinear_poincare

    found = poincare(beats_of([(ticks, True) for ticks in intervals]))
    oracle = _hrv_nonlinear_poincare(np.array(intervals) / TICKS_PER_MS, None, False, {})
    assert found.sd1_ms == pytest.approx(oracle["SD1"])
    assert found.sd2_ms == pytest.approx(oracle["SD2"])


def test_no_pair_reaches_across_what_does_not_count() -> None:
    """Nor across lost time; of too few pairs there is a cloud but no figure."""
    beats = list(beats_of([(1000, True), (1010, True), (400, False), (990, True), (980, True), (970, True)]))
    last = beats[-1]
    beats[-1] = Beat(index=5, t=last.t + 5, rr_ticks=970, kind=BeatClass.NORMAL, normality=1.0, gap=True)
    found = poincare(beats)
    assert [tuple(round(ms * TICKS_PER_MS) for ms in pair) for pair in found.pairs] == [(1000, 1010), (990, 980)]
    assert found.sd1_ms is None
    assert found.sd2_ms is None
