"""Beats of synthetic ECGs, whose R peaks are known exactly: found, timed, and measured."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.signal.ecg import Complex, EcgLead
from biofeedback.signal.ecg.lead import MOST_DELAY_S
from tests.signal.ecg.synthetic import TALL_T, Samples, ecg, found, rhythm, score, times

LEARNING_S = 2.0  # beats before this may be missed
NEAR_S = 0.05


@pytest.mark.parametrize("rate_hz", [100.0, 129.9, 130.0, 250.0, 360.0, 1000.0])
def test_every_beat_is_found_once_at_any_rate(rate_hz: float) -> None:
    """After the first two seconds nothing is missed and nothing is made up."""
    synthetic = ecg(rhythm(60), rate_hz)
    got = score(synthetic.r_s, times(found(synthetic.uv, rate_hz), rate_hz), NEAR_S)

    assert [t for t in got.missed if t > LEARNING_S] == []
    assert got.false == ()


def test_times_are_right_to_a_small_part_of_a_sample() -> None:
    """At 130 Hz a sample is 7.7 ms; with the noise of a strap (25 uV) R peaks are timed ten times better than samples
    can be.
    """
    synthetic = ecg(rhythm(300), noise_uv=25.0)
    beats = found(synthetic.uv, synthetic.rate_hz)
    fine = score(synthetic.r_s, times(beats, synthetic.rate_hz), NEAR_S).error_ms[10:]
    coarse = score(synthetic.r_s, np.round([b.place for b in beats]) / synthetic.rate_hz, NEAR_S).error_ms[10:]

    assert abs(np.median(fine)) < 0.4
    assert np.std(fine) < 0.3
    assert np.std(coarse) > 2.0


def test_a_lead_upside_down_has_the_same_beats() -> None:
    """Electrodes the other way round turn the sign of the amplitude and nothing else."""
    synthetic = ecg(rhythm(40))
    up, down = found(synthetic.uv, synthetic.rate_hz), found(-synthetic.uv, synthetic.rate_hz)

    assert [b.place for b in down] == pytest.approx([b.place for b in up], abs=1e-6)
    assert all(b.amplitude_uv > 800 for b in up)
    assert all(b.amplitude_uv < -800 for b in down)


def _wander(t: Samples) -> Samples:
    return 1500.0 * np.sin(2 * np.pi * 0.4 * t)


def _mains(t: Samples) -> Samples:
    return 200.0 * np.sin(2 * np.pi * 50.0 * t)


@pytest.mark.parametrize("trouble", [_wander, _mains])
def test_a_wandering_line_and_mains_cost_no_beat(trouble: Callable[[Samples], Samples]) -> None:
    """Both lie outside the band of a QRS."""
    synthetic = ecg(rhythm(60))
    uv = synthetic.uv + trouble(np.arange(len(synthetic.uv)) / synthetic.rate_hz)
    got = score(synthetic.r_s, times(found(uv, synthetic.rate_hz), synthetic.rate_hz), NEAR_S)

    assert [t for t in got.missed if t > LEARNING_S] == []
    assert got.false == ()


def test_tall_t_waves_are_no_beats() -> None:
    """Nor are they where they are almost as high as the R peaks."""
    synthetic = ecg(rhythm(60), waves=TALL_T)

    assert score(synthetic.r_s, times(found(synthetic.uv, synthetic.rate_hz), synthetic.rate_hz), NEAR_S).false == ()


@pytest.mark.parametrize("factor", [0.3, 0.5, 2.0, 4.0])
def test_a_change_of_size_costs_no_beat(factor: float) -> None:
    """A strap that slips, or a person who bends, changes the size of all complexes at once."""
    synthetic = ecg(rhythm(60))
    uv = synthetic.uv.copy()
    uv[len(uv) // 2 :] *= factor
    got = score(synthetic.r_s, times(found(uv, synthetic.rate_hz), synthetic.rate_hz), NEAR_S)

    assert [t for t in got.missed if t > LEARNING_S] == []
    assert got.false == ()


def test_an_artefact_costs_a_few_beats_and_no_more() -> None:
    """A jolt of a second, thrice as high as the beats, is over when it is over."""
    synthetic = ecg(rhythm(60))
    uv = synthetic.uv.copy()
    uv[2600:2730] += np.random.default_rng(0).normal(0.0, 3000.0, 130)
    got = score(synthetic.r_s, times(found(uv, synthetic.rate_hz), synthetic.rate_hz), NEAR_S)

    assert [t for t in got.missed if t > LEARNING_S and not 19.5 < t < 22.0] == []
    assert [t for t in got.false if not 19.5 < t < 22.0] == []


def test_a_wide_beat_is_wider_and_unlike_the_usual() -> None:
    """What the rhythm watch needs to confirm a sign: width and likeness set ventricular beats apart."""
    wide = {20, 33, 34, 35, 50}
    synthetic = ecg(rhythm(70), ectopic=wide)
    beats = found(synthetic.uv, synthetic.rate_hz)
    of_wide = [int(np.argmin(abs(times(beats, synthetic.rate_hz) - synthetic.r_s[k]))) for k in wide]
    usual = [b for k, b in enumerate(beats) if k not in of_wide and b.correlation is not None][5:]

    assert max(beats[k].qrs_ms or 0 for k in of_wide) > 110
    assert min(beats[k].qrs_ms or 0 for k in of_wide) > max(b.qrs_ms or 999 for b in usual)
    assert max(beats[k].correlation or 0 for k in of_wide) < 0.9 < min(b.correlation or 0 for b in usual)


@pytest.mark.parametrize("uv", [0.0, 20_000.0])
def test_a_flat_line_has_no_beats(uv: float) -> None:
    """Neither at zero nor at an end of the range."""
    assert found(np.full(2000, uv), 130.0) == []


@given(cuts=st.lists(st.integers(1, 200), min_size=1, max_size=12))
@settings(max_examples=15)
def test_portions_change_nothing(cuts: list[int]) -> None:
    """However the samples are cut, the beats are the same, and what was said of the past never changes."""
    synthetic = ecg(rhythm(12))
    whole = found(synthetic.uv, synthetic.rate_hz, portion=len(synthetic.uv))
    lead, said, at = EcgLead(synthetic.rate_hz), list[Complex](), 0
    for k in range(len(synthetic.uv)):
        if at >= len(synthetic.uv):
            break
        step = cuts[k % len(cuts)]
        said += lead.push(synthetic.uv[at : at + step].tolist())
        at += step

    assert said == whole


@given(seed=st.integers(0, 1000), noise_uv=st.sampled_from([0.0, 30.0, 300.0, 3000.0]), beats=st.booleans())
@settings(max_examples=25)
def test_every_beat_is_told_in_time(seed: int, noise_uv: float, beats: bool) -> None:
    """Whatever comes, a beat is told within the promised delay, and beats are told in order."""
    rng = np.random.default_rng(seed)
    synthetic = ecg(rng.uniform(0.3, 1.5, 12), noise_uv=noise_uv, size_uv=1000.0 if beats else 0.0, seed=seed)
    lead = EcgLead(synthetic.rate_hz)
    last = -1.0
    for x in synthetic.uv.tolist():
        for beat in lead.push((x,)):
            assert 0 < lead.count - beat.place <= MOST_DELAY_S * synthetic.rate_hz
            assert beat.place > last
            last = beat.place


def test_memory_is_bounded() -> None:
    """An hour leaves no more behind than a minute."""
    lead = EcgLead(130.0)
    minute = ecg(rhythm(70)).uv.tolist()
    sizes = []
    for _ in range(10):
        lead.push(minute)
        sizes.append(len(lead._samples))

    assert len(set(sizes)) == 1


@pytest.mark.parametrize("rate_hz", [0.0, -1.0, 12.0, 1e6, float("nan"), float("inf")])
def test_a_rate_that_no_ecg_has_is_refused(rate_hz: float) -> None:
    """There would be nothing to hear."""
    with pytest.raises(ValueError, match="ECG at"):
        EcgLead(rate_hz)
