"""Sliding windows: exact, equal to NeuroKit2, honest about what they do not know."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import Beat, BeatClass, Variability
from biofeedback.signal.window import SlidingWindow
from biofeedback.ticks import TICKS_PER_S

from .series import breathing_heart, lengths_ms, normal_beats


def over(beats: list[Beat], span_s: float) -> Variability:
    window = SlidingWindow(span_s)
    for beat in beats:
        window.push(beat)
    return window.variability(beats[-1].t if beats else 0.0)


@pytest.mark.parametrize("seed", range(5))
def test_time_domain_indices_equal_neurokit2(seed: int) -> None:
    """On clean beats every index is NeuroKit2's to a billionth."""
    import neurokit2 as nk

    beats = normal_beats(breathing_heart(300, swing_ms=90, noise_ms=25, seed=seed))
    rr = lengths_ms(beats)
    oracle = nk.hrv_time({"RRI": rr, "RRI_Time": np.cumsum(rr) / 1000}).iloc[0]
    poincare = {
        "SD1": np.std(np.diff(rr) / math.sqrt(2), ddof=1),
        "SD2": np.std((rr[1:] + rr[:-1]) / math.sqrt(2), ddof=1),
    }
    found = over(beats, math.inf)
    assert found.rmssd_ms is not None
    assert found.sdnn_ms is not None
    assert found.rmssd_ms.value == pytest.approx(oracle["HRV_RMSSD"], rel=1e-9)
    assert found.sdnn_ms.value == pytest.approx(oracle["HRV_SDNN"], rel=1e-9)
    assert found.pnn50 == pytest.approx(oracle["HRV_pNN50"], rel=1e-9)
    assert found.sd1_ms == pytest.approx(poincare["SD1"], rel=1e-9)
    assert found.sd2_ms == pytest.approx(poincare["SD2"], rel=1e-9)
    assert found.mean_hr_bpm == pytest.approx(60_000 / rr.mean(), rel=1e-9)


@st.composite
def streams(draw: st.DrawFn) -> list[Beat]:
    beats: list[Beat] = []
    clock = 0
    for k in range(draw(st.integers(0, 150))):
        ticks = draw(st.integers(60_000, 180_000))
        kind = draw(st.sampled_from([BeatClass.NORMAL] * 7 + [BeatClass.ECTOPIC]))
        gap = draw(st.integers(0, 9)) == 0
        clock += ticks + (TICKS_PER_S if gap else 0)
        beats.append(Beat(index=k, t=clock / TICKS_PER_S, rr_ticks=ticks, kind=kind, normality=1.0, gap=gap))
    return beats


@given(streams(), st.sampled_from([20.0, 30.0, 60.0]))
def test_a_window_that_slid_equals_a_new_one(beats: list[Beat], span_s: float) -> None:
    """However long it slid, a window gives bit for bit what its last beats alone give."""
    slid = over(beats, span_s)
    end = beats[-1].t if beats else 0.0
    inside = [b for b in beats if b.t > end - span_s]
    fresh = over(inside, span_s)
    assert (slid.n, slid.coverage) == (fresh.n, fresh.coverage)
    assert slid == fresh


@given(streams())
def test_no_difference_spans_what_was_left_out(beats: list[Beat]) -> None:
    """RMSSD is that of adjacent accepted intervals only, by a direct count."""
    found = over(beats, math.inf)
    pairs = [
        (a.rr_ticks - b.rr_ticks) / 128
        for a, b in pairwise(beats)
        if a.kind is b.kind is BeatClass.NORMAL and not b.gap
    ]
    if found.rmssd_ms is not None:
        assert found.rmssd_ms.value == pytest.approx(math.sqrt(np.mean(np.square(pairs))), rel=1e-12)


def test_too_little_gives_nothing() -> None:
    """One beat, a dozen beats, or a window half empty: no numbers rather than wild ones."""
    assert over([], 60) == Variability(window_s=60, t=0.0, n=0, coverage=0.0)
    assert over(normal_beats([800]), math.inf).rmssd_ms is None
    assert over(normal_beats([800] * 12), math.inf).rmssd_ms is None
    assert over(normal_beats(breathing_heart(30)), 60).rmssd_ms is None


def test_silence_empties_a_window() -> None:
    """Without beats the numbers of a live window go away as time passes."""
    window = SlidingWindow(30)
    for beat in normal_beats(breathing_heart(60)):
        window.push(beat)
    assert window.variability(60.5).rmssd_ms is not None
    assert window.variability(75).rmssd_ms is None
    assert window.variability(95).n == 0


def test_a_constant_heart_has_no_variability() -> None:
    """Constant intervals give an RMSSD of exactly 0, with a certain interval."""
    found = over(normal_beats([800.0] * 100), 60)
    assert found.rmssd_ms is not None
    assert (found.rmssd_ms.value, found.rmssd_ms.low, found.rmssd_ms.high) == (0, 0, 0)


def test_memory_is_bounded_for_a_whole_session() -> None:
    """A whole session is held in the memory of its first minutes."""
    import pickle

    window = SlidingWindow(math.inf)
    sizes = []
    for k, beat in enumerate(normal_beats(breathing_heart(20_000, mean_ms=900))):
        window.push(beat)
        if k in (1000, 20_000):
            sizes.append(len(pickle.dumps(window)))
    assert sizes[1] < 2 * sizes[0]


@given(streams(), st.sampled_from([30.0, 60.0, math.inf]))
def test_rmssd_alone_is_that_of_all_indices(beats: list[Beat], span_s: float) -> None:
    """The cheap way and the dear way say the same, absent where the other is."""
    window = SlidingWindow(span_s)
    for beat in beats:
        window.push(beat)
        whole = window.variability(beat.t).rmssd_ms
        assert window.rmssd_ms(beat.t) == (None if whole is None else whole.value)
