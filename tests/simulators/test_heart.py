"""The made-up heart is as unkind as real ones: its wandering is measured as theirs was."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import fmean, median, pstdev

import pytest

from simulators.heart import Heart
from simulators.profiles import PROFILES
from simulators.recording import read

BLOCK_S = 10.0


def sinus_beats(name: str, seed: int, seconds: float) -> list[float]:
    heart = Heart(PROFILES[name], Random(seed))
    beats = []
    while heart.t < seconds:
        beat = heart.step()
        if beat is not None:
            beats.append(beat)
    return beats


def blocks(times: Sequence[float]) -> tuple[list[float], list[float]]:
    """For each ten seconds: the logarithm of RMSSD, and the mean rate."""
    grouped: dict[int, list[tuple[float, float]]] = {}
    for (before, middle), (_, last) in zip(pairwise(times), pairwise(times[1:]), strict=False):
        row = last - middle, (last - middle) - (middle - before)
        grouped.setdefault(int(last // BLOCK_S), []).append(row)
    full = [g for g in grouped.values() if len(g) >= 5]
    waves = [math.log(1000 * math.sqrt(fmean(d * d for _, d in g)) + 1e-9) for g in full]
    return waves, [60 / fmean(rr for rr, _ in g) for g in full]


def lag_one(values: Sequence[float]) -> float:
    middle = fmean(values)
    return fmean((a - middle) * (b - middle) for a, b in pairwise(values)) / pstdev(values) ** 2


@pytest.mark.parametrize("name", ["calm", "restless", "athlete"])
def test_blocks_wander_as_at_real_rest(name: str) -> None:
    """Ten-second ln RMSSD: standard deviation about 0.33, autocorrelation about 0.27; the rate wanders slowly."""
    spreads, kept, rates, slow = [], [], [], []
    for seed in range(6):
        waves, bpm = blocks(sinus_beats(name, seed, 1200))
        spreads.append(pstdev(waves))
        kept.append(lag_one(waves))
        rates.append(pstdev(bpm))
        slow.append(lag_one(bpm))
    assert fmean(spreads) == pytest.approx(0.35, abs=0.08)
    assert fmean(kept) == pytest.approx(0.25, abs=0.12)
    assert 1.0 < fmean(rates) < 4.5
    assert fmean(slow) == pytest.approx(0.65, abs=0.2)


def test_real_rest_wanders_so(recordings: Path) -> None:
    """The figures the heart was made to match, measured on recordings by the same code."""
    spreads, kept = [], []
    for path in sorted((recordings / "meditation").glob("[MCY]*.csv")):
        if ".marks." in path.name:
            continue
        recording = read(path)
        good = [t for t, rr in zip(recording.t_s, recording.rr_ticks, strict=True) if 128 * 300 < rr < 128 * 2000]
        waves, _ = blocks(good)
        spreads.append(pstdev(waves))
        kept.append(lag_one(waves))
    assert median(spreads) == pytest.approx(0.33, abs=0.08)
    assert median(kept) == pytest.approx(0.27, abs=0.15)


def test_beats_come_in_order_and_within_the_sinus_nodes_reach() -> None:
    """No beat before the last, no interval that a sinus node would not make."""
    for seed in range(5):
        for before, now in pairwise(sinus_beats("athlete", seed, 600)):
            assert 0.28 < now - before < 2.25
