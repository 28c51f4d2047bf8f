"""Electrodes that move, made: smooth swings of a beat's length, now weak, now strong, as large as beats and larger."""

from __future__ import annotations

import numpy as np

from tests.signal.ecg.synthetic import Samples


def moving(n: int, rate_hz: float, size_uv: float, seed: int = 1) -> Samples:
    """So many samples of movement (sd `size_uv` on average): noise below some 8 Hz, whose size wanders over seconds."""
    rng = np.random.default_rng(seed)
    swings = rng.normal(0.0, 1.0, n + 200)
    for width in (round(0.06 * rate_hz), round(0.04 * rate_hz)):
        swings = np.convolve(swings, np.ones(width) / width, "same")
    swings = swings - np.convolve(swings, np.ones(round(rate_hz)) / round(rate_hz), "same")
    size = np.convolve(rng.normal(0.0, 1.0, n + 200), np.ones(round(2 * rate_hz)) / round(2 * rate_hz), "same")
    swings = (swings / swings.std() * np.exp(0.8 * size / size.std()))[100 : n + 100]
    return np.asarray(size_uv * swings / swings.std(), float)
