"""A breath is told from the wave of blood pressure, or nothing is told."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.signal.breathing import LEAST_CONFIDENCE, Breathing, breathing, coherence
from biofeedback.signal.periodogram import Periodogram, evenly
from biofeedback.ticks import to_ms
from simulators.recordings.reading import read

from .series import breathing_heart

SEEDS = range(12)


def heard(rr_ms: list[float], cued_bpm: float | None = None) -> Breathing | None:
    """Breathing of intervals end to end."""
    times = np.cumsum(rr_ms) / 1000
    return breathing(times.tolist(), rr_ms, cued_bpm)


def wandering(rng: np.random.Generator, seconds: float, tau_s: float) -> list[float]:
    """A value of unit variance for each tenth of a second that forgets itself in `tau_s`."""
    keep = math.exp(-0.1 / tau_s)
    values = [float(rng.normal())]
    for step in rng.normal(size=int(seconds * 10) + 20):
        values.append(keep * values[-1] + math.sqrt(1 - keep * keep) * float(step))
    return values


def at_rest(seconds: float, seed: int, *, breath_ms: float, breaths_per_min: float, pressure_ms: float) -> list[float]:
    """Breathing (peak to trough) and a wave of blood pressure near 0.1 Hz whose pace and size wander."""
    rng = np.random.default_rng(seed)
    pace, size, drift = (wandering(rng, seconds, tau) for tau in (15.0, 25.0, 40.0))
    own_hz, turn, clock = float(rng.uniform(0.085, 0.11)), float(rng.uniform(0, 6)), 0.0
    rr: list[float] = []
    while clock < seconds:
        k = int(clock * 10)
        slow = pressure_ms / 2 * math.exp(0.35 * size[k]) * math.sin(turn)
        breath = breath_ms / 2 * math.sin(2 * math.pi * breaths_per_min / 60 * clock)
        rr.append(900 + 20 * drift[k] + slow + breath + float(rng.normal(0, 5)))
        step = rr[-1] / 1000
        clock += step
        turn += 2 * math.pi * own_hz * math.exp(0.15 * pace[k]) * step
    return rr


def slow_breather(seconds: float, seed: int, breaths_per_min: float) -> list[float]:
    """A quick rise of the intervals, then a slow fall, breath by breath; lengths and depths vary."""
    rng = np.random.default_rng(seed)
    rr: list[float] = []
    clock = begun = 0.0
    length, depth = 60 / breaths_per_min, 1.0
    while clock < seconds:
        if clock - begun >= length:
            begun += length
            length = 60 / breaths_per_min * math.exp(0.07 * float(rng.normal()))
            depth = math.exp(0.15 * float(rng.normal()))
        phase = (clock - begun) / length
        shape = phase / 0.2 if phase < 0.2 else 1 - (phase - 0.2) / 0.8
        rr.append(800 + 160 * depth * shape + float(rng.normal(0, 8)))
        clock += rr[-1] / 1000
    return rr


def test_the_wave_of_blood_pressure_is_never_told_as_breathing() -> None:
    """Though it is four times as large as that of the breath, whose rate is told in most."""
    told = [heard(at_rest(240, seed, breath_ms=30, breaths_per_min=10 + 0.8 * seed, pressure_ms=120)) for seed in SEEDS]
    rates = {seed: each.rate_bpm for seed, each in zip(SEEDS, told, strict=True) if each is not None}
    assert len(rates) >= 8
    assert all(abs(rate - (10 + 0.8 * seed)) < 1 for seed, rate in rates.items())


def test_alone_it_is_not_told_either() -> None:
    """A person whose breath leaves no wave."""
    told = [heard(at_rest(240, seed, breath_ms=0, breaths_per_min=15, pressure_ms=100)) for seed in SEEDS]
    assert [each.rate_bpm for each in told if each is not None and each.rate_bpm < 8] == []


@pytest.mark.parametrize("seconds", [96, 240])
@pytest.mark.parametrize("breaths_per_min", [4.5, 6.0, 7.5])
def test_slow_breathing_is_told_by_its_shape(seconds: float, breaths_per_min: float) -> None:
    """In nine of ten, and rightly."""
    told = [heard(slow_breather(seconds, seed, breaths_per_min)) for seed in SEEDS]
    rates = [each.rate_bpm for each in told if each is not None]
    assert len(rates) >= 11
    assert all(abs(rate - breaths_per_min) < 0.6 for rate in rates)


def test_a_cue_is_a_witness_for_a_wave_that_keeps_to_it_and_for_no_other() -> None:
    """A smooth wave of uneven depth: by itself it is not told."""
    rng = np.random.default_rng(4)
    size = wandering(rng, 100, 20.0)
    rr: list[float] = []
    clock = 0.0
    while clock < 96:
        wave = 40 * math.exp(0.4 * size[int(clock * 10)]) * math.sin(2 * math.pi * 0.1 * clock)
        rr.append(900 + wave + float(rng.normal(0, 5)))
        clock += rr[-1] / 1000
    kept = heard(rr, cued_bpm=6.0)
    assert heard(rr) is None
    assert kept is not None
    assert kept.rate_bpm == pytest.approx(6.0, abs=0.15)
    assert heard(rr, cued_bpm=5.0) is None


def test_noise_that_falls_with_frequency_is_no_breathing() -> None:
    """Of fifty hearts that only wander two at most are given a rate."""
    told = 0
    for seed in range(50):
        rng = np.random.default_rng(seed)
        parts = [wandering(rng, 100, tau) for tau in (30.0, 8.0, 2.0)]
        rr: list[float] = []
        clock = 0.0
        while clock < 96:
            k = int(clock * 10)
            rr.append(900 + 15 * sum(part[k] for part in parts) + float(rng.normal(0, 4)))
            clock += rr[-1] / 1000
        told += heard(rr) is not None
    assert told <= 2


@given(
    seconds=st.floats(30, 300),
    swing=st.floats(0, 400),
    breaths=st.floats(3, 25),
    noise=st.floats(0, 60),
    seed=st.integers(0, 99),
)
@settings(max_examples=60, deadline=None)
def test_what_is_told_is_a_chance_and_finite(
    seconds: float, swing: float, breaths: float, noise: float, seed: int
) -> None:
    """Whatever the heart does."""
    rr_ms = breathing_heart(seconds, swing_ms=swing, breaths_per_min=breaths, noise_ms=noise, seed=seed)
    found = heard(rr_ms)
    if found is not None:
        assert LEAST_CONFIDENCE <= found.confidence <= 1
        assert 2 < found.rate_bpm < 31
        assert 0 < found.rsa_ms < 2000
        assert 0 <= coherence(Periodogram(evenly((np.cumsum(rr_ms) / 1000).tolist(), rr_ms))) <= 1


def test_the_same_intervals_without_a_wave_say_nothing() -> None:
    """A heart like a clock."""
    assert heard([800.0] * 200) is None


def test_people_who_follow_a_metronome_are_heard_rightly(recordings: Path) -> None:
    """At 15 breaths a minute; each has a slow wave too."""
    rates: list[float] = []
    for path in sorted((recordings / "meditation").glob("M*.csv*")):
        table = read(path)
        rr = [1000 * (b - a) for a, b in zip(table.t_s, table.t_s[1:], strict=False) if a < 240]
        found = heard(rr) if rr else None
        if found is not None:
            rates.append(found.rate_bpm)
    assert len(rates) >= 4
    assert all(abs(rate - 15) < 1.5 for rate in rates)


def test_each_paced_breath_is_told_also_with_a_small_faster_wave_beside_it(recordings: Path) -> None:
    """One person at 4.5 to 6.5 a minute by a cue; in one of the six a ripple of 20 a minute stands out."""
    for path in sorted((recordings / "paced").glob("*.csv*")):
        pace = float(path.name.split("_")[-1].removesuffix("bpm.csv.gz").replace("p", "."))
        recording = read(path)
        told = heard([to_ms(rr) for rr in recording.rr_ticks])
        assert told is not None
        assert told.rate_bpm == pytest.approx(pace, abs=0.3)
