"""Loudness as the standard defines it, true peaks, and the one level of all clips."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.sound.loudness import LEVEL_LUFS, MOST_PEAK, TOLERANCE_LU, Samples, levelled, loudness_lufs, true_peak


def sine(hz: float, rate: int, seconds: float, level: float = 1.0) -> Samples:
    """A sine of that level."""
    t = np.arange(round(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * hz * t)).astype(np.float32)


@pytest.mark.parametrize("rate", [24_000, 44_100, 48_000])
def test_a_sine_of_full_scale_measures_what_the_standard_says(rate: int) -> None:
    """BS.1770-4: 997 Hz at 0 dBFS in one channel are -3.01 LUFS."""
    assert loudness_lufs(sine(997, rate, 3), rate) == pytest.approx(-3.01, abs=0.15)


def test_half_the_level_is_six_decibels_less() -> None:
    """Loudness follows the level."""
    whole, half = sine(997, 24_000, 2), sine(997, 24_000, 2, 0.5)

    assert loudness_lufs(whole, 24_000) - loudness_lufs(half, 24_000) == pytest.approx(6.02, abs=0.01)


def test_pauses_make_nothing_quieter() -> None:
    """The gate of the standard: silence between two sentences does not count."""
    tone = sine(500, 24_000, 2, 0.2)
    paused = np.concatenate([tone, np.zeros(48_000, np.float32), tone])

    assert loudness_lufs(paused, 24_000) == pytest.approx(loudness_lufs(tone, 24_000), abs=0.6)


def test_deep_rumble_counts_less_than_a_voice() -> None:
    """The ear hears 30 Hz far less than 1000 Hz, and 4000 Hz a little more."""
    rumble, voice, hiss = (loudness_lufs(sine(hz, 24_000, 2, 0.1), 24_000) for hz in (30, 1000, 4000))

    assert rumble < voice - 5
    assert voice < hiss < voice + 5


def test_silence_has_no_loudness_and_stays_silent() -> None:
    """Nothing is raised out of nothing."""
    silence = np.zeros(24_000, np.float32)

    assert loudness_lufs(silence, 24_000) == float("-inf")
    assert loudness_lufs(silence[:0], 24_000) == float("-inf")
    assert true_peak(silence[:0]) == 0.0
    assert np.array_equal(levelled(silence, 24_000), silence)


def test_a_peak_between_the_samples_is_found() -> None:
    """A sine at a quarter of the rate, sampled beside its peaks, reaches 1 all the same."""
    t = np.arange(4800) / 24_000
    beside = np.sin(2 * np.pi * 6000 * t + np.pi / 4).astype(np.float32)

    assert np.abs(beside).max() == pytest.approx(0.707, abs=0.001)
    assert true_peak(beside) == pytest.approx(1.0, abs=0.03)


@given(seed=st.integers(0, 10**6), level=st.floats(0.01, 2.0), seconds=st.floats(0.2, 2.0), crest=st.floats(0.0, 0.4))
@settings(max_examples=12, deadline=None)
def test_every_clip_comes_to_one_level_below_the_peak(seed: int, level: float, seconds: float, crest: float) -> None:
    """Soft or far too loud, smooth or with clicks in it: -20 LUFS, and no peak beyond -1 dB."""
    noise = np.random.default_rng(seed)
    samples = level * noise.normal(0, 0.2, round(seconds * 24_000))
    samples[:: max(1, samples.size // 5)] += crest

    found = levelled(samples.astype(np.float32), 24_000)

    assert loudness_lufs(found, 24_000) == pytest.approx(LEVEL_LUFS, abs=TOLERANCE_LU)
    assert true_peak(found) < MOST_PEAK
