"""The change that is put in is the one that is told, and a change that is plain is found by who knows its moment."""

from __future__ import annotations

import numpy as np
import pytest

from simulators.lab.benchmark.known_onset import GAIN, ONSET_S, STRETCH, contrast, shares_found, with_change

RR_S = 0.9 + np.random.default_rng(2).normal(0, 0.03, 1400)


def test_the_change_has_the_size_that_is_told() -> None:
    """Long after it, and nothing before."""
    clock, moved = np.cumsum(RR_S), with_change(RR_S)
    early, late = clock < ONSET_S, clock > ONSET_S + 300
    assert moved[early] == pytest.approx(RR_S[early])
    assert moved[late].mean() / RR_S[late].mean() == pytest.approx(STRETCH, abs=0.005)
    assert np.diff(moved[late]).std() / np.diff(RR_S[late]).std() == pytest.approx(GAIN, abs=0.06)


def test_a_plain_change_is_found_and_none_is_not() -> None:
    """Twelve made people whose two contrasts are far apart, and the same twice."""
    people = [f"p{k % 12}" for k in range(120)]
    still = np.random.default_rng(3).normal(0, 1, (120, 2))
    assert shares_found(people, still, still + 6)[1] > 0.98
    assert shares_found(people, still, still + 1e-9)[1] < 0.1


def test_a_stretch_that_ends_too_early_has_no_contrast() -> None:
    """Nothing is judged on what is not there."""
    assert contrast(RR_S.tolist(), 300.0) is not None
    assert contrast(RR_S[:700].tolist(), 300.0) is None
