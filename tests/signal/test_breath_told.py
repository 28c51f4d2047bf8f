"""A rate of breathing that the intervals tell alone, live: only of a full span, and only where no other denies it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from biofeedback.findings import Beat, BeatClass, Breath, BreathWitness
from biofeedback.signal.breath_watch import BreathWatch
from biofeedback.signal.periodogram import RATE_HZ, Floats
from biofeedback.signal.spectrum import BREATHING_FULL_S, SpectrumWatch
from biofeedback.ticks import from_ms

LOOKED_S = 40.0


class Chest:
    """A witness that sees one rate in much noise; `silent`: it cannot tell."""

    witness = BreathWitness.MOTION

    def __init__(self, bpm: float, *, silent: bool = False) -> None:
        self._bpm, self._silent, self._chance = bpm, silent, np.random.default_rng(3)

    def waves(self, t: float, span_s: float) -> tuple[Floats, ...]:
        if self._silent:
            return ()
        at = t - span_s + np.arange(int(span_s * RATE_HZ)) / RATE_HZ
        return (np.sin(2 * np.pi * self._bpm / 60 * at) + 0.8 * self._chance.normal(size=len(at)),)


def breath(bpm: float) -> Breath:
    return Breath(t=0.0, rate_bpm=bpm, sd_bpm=0.4, confidence=0.95, witnesses=(BreathWitness.INTERVALS,))


def after_a_look(bpm: float, *, silent: bool = False) -> BreathWatch:
    watch = BreathWatch(Chest(bpm, silent=silent))
    watch.look(LOOKED_S)
    return watch


@pytest.mark.parametrize("bpm", [8.0, 15.0])
def test_a_rate_that_another_witness_denies_is_not_told(bpm: float) -> None:
    """It sees a breath at another rate, after one look too few to be sure of it."""
    watch = after_a_look(bpm)
    assert watch.breath(LOOKED_S) is None, "not sure by itself, so that the intervals are asked"
    assert watch.told(LOOKED_S, breath(24.0)) is None


def test_a_rate_that_another_witness_bears_out_is_told() -> None:
    """Though it is not sure by itself."""
    watch = after_a_look(15.0)
    assert watch.told(LOOKED_S, breath(15.3)) == breath(15.3)


def test_a_witness_that_sees_nothing_denies_nothing() -> None:
    """None that is silent, and none whose last look is long ago."""
    silent = after_a_look(15.0, silent=True)
    assert silent.told(LOOKED_S, breath(24.0)) == breath(24.0)
    assert after_a_look(15.0).told(LOOKED_S + 30.0, breath(24.0)) == breath(24.0)


def test_without_other_witnesses_the_intervals_stand() -> None:
    """And where they know nothing, nothing is known."""
    assert BreathWatch().told(100.0, breath(12.0)) == breath(12.0)
    assert BreathWatch().told(100.0, None) is None


def breathing_beats(bpm: float, seconds: float) -> Iterator[Beat]:
    t, k = 0.0, 0
    while t < seconds:
        rr = 850.0 + 40.0 * math.sin(2 * math.pi * bpm / 60 * t)
        t, k = t + rr / 1000, k + 1
        yield Beat(index=k, t=t, rr_ticks=from_ms(rr), kind=BeatClass.NORMAL, normality=1.0)


def test_intervals_alone_tell_nothing_before_their_span_is_full() -> None:
    """However plain the breath: the stated chance holds for a full span only."""
    watch, told = SpectrumWatch(), dict[float, bool]()
    for beat in breathing_beats(15.0, 120.0):
        watch.push(beat)
        told[beat.t] = watch.breathing(beat.t) is not None
    assert not any(heard for t, heard in told.items() if t < BREATHING_FULL_S)
    assert all(heard for t, heard in told.items() if t > BREATHING_FULL_S + 2)
