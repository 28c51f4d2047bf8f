"""Slow indices: against truth, against NeuroKit2, and silent where they must be."""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np
import pytest

from biofeedback.findings import Beat, BeatClass, Breath, BreathWitness, Spectrum
from biofeedback.signal.spectrum import SpectrumWatch, whole_spectrum, with_breath

from .series import breathing_heart, lengths_ms, normal_beats


def watched(beats: list[Beat]) -> Spectrum:
    watch = SpectrumWatch()
    for beat in beats:
        watch.push(beat)
    return watch.spectrum(beats[-1].t if beats else 0.0)


@pytest.mark.parametrize("breaths", [5, 6, 9, 12, 15, 20])
@pytest.mark.parametrize("seed", [1, 2])
def test_breathing_is_read_from_the_heart(breaths: float, seed: int) -> None:
    """Rate within half a breath a minute, and the wave within a tenth of its size."""
    found = watched(normal_beats(breathing_heart(120, swing_ms=80, breaths_per_min=breaths, seed=seed)))
    assert found.breathing_bpm == pytest.approx(breaths, abs=0.5)
    assert found.rsa_ms == pytest.approx(80, rel=0.12)


@pytest.mark.parametrize(("breaths", "band"), [(6, "lf_ms2"), (15, "hf_ms2")])
def test_power_of_a_wave_is_half_its_squared_amplitude(breaths: float, band: str) -> None:
    """A wave of 100 ms peak to trough has 1250 ms2, in the band of its frequency."""
    found = watched(normal_beats(breathing_heart(300, swing_ms=100, breaths_per_min=breaths, noise_ms=0)))
    assert getattr(found, band) == pytest.approx(1250, rel=0.08)


@pytest.mark.parametrize("seed", range(3))
def test_powers_are_near_neurokit2(seed: int) -> None:
    """Within 20 % of NeuroKit2 (Welch, another window and interpolation), on five minutes."""
    import neurokit2 as nk

    beats = normal_beats(breathing_heart(305, swing_ms=90, breaths_per_min=14, noise_ms=15, seed=seed))
    rr = lengths_ms(beats)
    oracle = nk.hrv_frequency(
        {"RRI": rr, "RRI_Time": np.cumsum(rr) / 1000}, normalize=False, interpolation_rate=4, silent=True
    ).iloc[0]
    found = watched(beats)
    assert found.hf_ms2 == pytest.approx(oracle["HRV_HF"], rel=0.2)


def test_resampling_follows_scipys_natural_spline() -> None:
    """The curve through uneven points is SciPy's natural cubic spline."""
    from scipy.interpolate import CubicSpline

    from biofeedback.signal.periodogram import evenly

    rng = np.random.default_rng(1)
    t = np.cumsum(rng.uniform(0.4, 1.4, 90))
    x = rng.normal(900, 50, 90)
    oracle = CubicSpline(t, x, bc_type="natural")(np.arange(t[0], t[-1], 0.25))
    np.testing.assert_allclose(evenly(t.tolist(), x.tolist()), oracle, rtol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_alpha_1_equals_neurokit2(seed: int) -> None:
    """The scaling exponent is NeuroKit2's fractal_dfa over boxes of 4 to 16 beats, to a millionth."""
    import neurokit2 as nk

    beats = normal_beats(breathing_heart(250, noise_ms=20, seed=seed))
    fractal_dfa: Any = nk.fractal_dfa  # its own annotations say less than it takes and gives
    oracle, _ = fractal_dfa(lengths_ms(beats), scale=np.arange(4, 17), overlap=True, order=1)
    assert watched(beats).dfa_a1 == pytest.approx(float(oracle), rel=1e-6)


def test_white_noise_does_not_breathe() -> None:
    """Independent intervals show no breathing in nearly all of 30 draws."""
    rng = np.random.default_rng(3)
    draws = [watched(normal_beats(list(rng.normal(900, 30, 90)))) for _ in range(30)]
    assert sum(d.breathing_bpm is not None for d in draws) <= 2


def test_paced_breathing_is_coherent_and_noise_is_not() -> None:
    """Six breaths a minute deep give a coherence near 1; noise a low one or none."""
    paced = watched(normal_beats(breathing_heart(120, swing_ms=120, breaths_per_min=6, noise_ms=5)))
    assert paced.coherence is not None
    assert paced.coherence > 0.9


def test_short_or_disturbed_stretches_give_nothing() -> None:
    """Too short for a band, or too much left out: absent."""
    short = watched(normal_beats(breathing_heart(20)))
    assert short == Spectrum(t=short.t)
    minute = watched(normal_beats(breathing_heart(61)))
    assert minute.lf_ms2 is None
    assert minute.hf_ms2 is not None
    holes = [
        Beat(index=b.index, t=b.t, rr_ticks=b.rr_ticks, kind=BeatClass.BURST, normality=0.0) if b.index % 3 == 0 else b
        for b in normal_beats(breathing_heart(300))
    ]
    assert watched(holes) == Spectrum(t=holes[-1].t)
    assert whole_spectrum([]) == Spectrum(t=0.0)


def test_constant_intervals_have_no_waves() -> None:
    """A constant heart has no power, no breathing and no scaling, and raises nothing."""
    found = watched(normal_beats([800.0] * 400))
    assert found.hf_ms2 == pytest.approx(0, abs=1e-9)
    assert (found.breathing_bpm, found.dfa_a1, found.coherence) == (None, None, None)


def test_a_whole_recording_is_the_mean_of_its_stretches() -> None:
    """An hour of one breathing pattern has the powers and the pace of five minutes of it."""
    hour = whole_spectrum(normal_beats(breathing_heart(3600, swing_ms=80, breaths_per_min=12)))
    five = watched(normal_beats(breathing_heart(300, swing_ms=80, breaths_per_min=12)))
    assert hour.hf_ms2 == pytest.approx(five.hf_ms2, rel=0.05)
    assert hour.breathing_bpm == pytest.approx(12, abs=0.3)
    assert not math.isnan(hour.dfa_a1 or 0)


@pytest.mark.parametrize(("seconds", "first_hz"), [(61, 0.15), (130, 0.04), (300, 0.04)])
def test_the_curve_that_is_drawn_has_the_power_and_the_peak_of_the_bands(seconds: int, first_hz: float) -> None:
    """Only over bands that may be given of so long a stretch; breath at 15 a minute stands at 0.25 Hz."""
    watch = SpectrumWatch()
    beats = normal_beats(breathing_heart(seconds, swing_ms=60, breaths_per_min=15))
    for beat in beats:
        watch.push(beat)
    found = watch.spectrum(beats[-1].t)
    curve = watch.curve
    assert curve is not None
    assert curve.from_hz == first_hz
    place = max(range(len(curve.density)), key=curve.density.__getitem__)
    assert curve.from_hz + (place + 0.5) * curve.step_hz == pytest.approx(0.25, abs=0.015)
    over_hf = [d for k, d in enumerate(curve.density) if curve.from_hz + k * curve.step_hz >= 0.1499]
    assert sum(over_hf) * curve.step_hz == pytest.approx(found.hf_ms2, rel=0.1)
    assert min(curve.density) > 0


def test_numpy_is_loaded_only_when_a_spectrum_is_asked_for() -> None:
    """Importing the room and pushing beats needs no numpy."""
    import subprocess

    code = "import biofeedback.signal.spectrum, biofeedback.signal.window, sys; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("told_bpm", "swing_ms"), [(12.5, 40.0), (18.0, None)])
def test_a_swing_is_told_of_the_wave_whose_rate_is_told(told_bpm: float, swing_ms: float | None) -> None:
    """Another witness may tell another rate than the one at which the intervals swing most."""
    slow = Spectrum(t=1.0, breathing_bpm=12.0, rsa_ms=40.0, coherence=0.5)
    breath = Breath(t=1.0, rate_bpm=told_bpm, sd_bpm=0.4, confidence=0.95, witnesses=(BreathWitness.ECG,))
    shown = with_breath(slow, breath)
    assert (shown.breathing_bpm, shown.rsa_ms, shown.coherence) == (told_bpm, swing_ms, 0.5)
    assert with_breath(slow, None) == Spectrum(t=1.0)
