"""Breathing by the intervals alone: two judges, and what each may say of the other's rate."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from random import Random

import pytest

from biofeedback.findings import Beat, BeatClass
from biofeedback.signal.breath_of_intervals import IntervalBreath
from biofeedback.signal.breath_series import wave, waves
from biofeedback.signal.breathing import Breathing
from biofeedback.signal.spectrum import SpectrumWatch
from biofeedback.ticks import from_ms, to_ms


def beats(seconds: float, *waves: tuple[float, float], noise_ms: float = 5.0, seed: int = 1) -> Iterator[Beat]:
    """Of a heart with such waves (breaths a minute, half swing ms)."""
    chance, t, k = Random(seed), 0.0, 0
    while t < seconds:
        swing = sum(size * math.sin(2 * math.pi * bpm / 60 * t) for bpm, size in waves)
        rr = 850 + swing + chance.gauss(0, noise_ms)
        t, k = t + rr / 1000, k + 1
        yield Beat(index=k, t=t, rr_ticks=from_ms(rr), kind=BeatClass.NORMAL, normality=1.0)


def heard(some: Iterator[Beat]) -> IntervalBreath:
    """After all of them."""
    watch = IntervalBreath()
    for beat in some:
        watch.push(beat)
    return watch


def peak(bpm: float, chance: float = 0.9) -> Breathing:
    return Breathing(rate_bpm=bpm, confidence=chance, rsa_ms=40.0)


@pytest.mark.parametrize("bpm", [10.0, 14.0, 18.0])
def test_a_plain_breath_is_told_by_the_filter_alone(bpm: float) -> None:
    """And sooner than the minute and a half that the peak needs."""
    found = heard(beats(75, (bpm, 30.0))).told(75.0, None)
    assert found is not None
    assert found.rate_bpm == pytest.approx(bpm, abs=0.6)


def test_nothing_is_told_in_the_first_minute() -> None:
    """However plain the breath: the chances were fitted on more."""
    watch, told = IntervalBreath(), dict[float, bool]()
    for beat in beats(90, (14.0, 30.0)):
        watch.push(beat)
        told[beat.t] = watch.told(beat.t, None) is not None
    assert not any(found for t, found in told.items() if t < 52)
    assert all(found for t, found in told.items() if t > 62)


def test_a_peak_that_the_filter_sees_at_another_rate_is_not_told() -> None:
    """It stood out in a short stretch of the minute and a half."""
    watch = heard(beats(120, (12.0, 20.0), noise_ms=12.0))
    told = watch.told(120.0, peak(20.0))
    assert told is None or told.rate_bpm == pytest.approx(12.0, abs=0.6)


def test_a_slow_breath_known_by_its_shape_is_never_taken_for_its_harmonic() -> None:
    """A sharp breath at 6 a minute has a large wave at 12."""
    watch = heard(beats(120, (6.0, 60.0), (12.0, 60.0)))
    told = watch.told(120.0, peak(6.0))
    assert told is not None
    assert told.rate_bpm == 6.0


def test_where_only_a_slow_wave_is_seen_the_peak_must_be_very_sure() -> None:
    """A breath beside a larger wave of blood pressure."""
    watch = heard(beats(120, (6.0, 60.0), noise_ms=3.0))
    assert watch.told(120.0, peak(15.0, 0.9)) is None
    assert watch.told(120.0, peak(15.0, 0.95)) is not None


def test_a_heart_without_a_breath_is_told_none() -> None:
    """Over an hour of noise and a wandering level."""
    spectrum, watch, told, asked, due = SpectrumWatch(), IntervalBreath(), 0, 0, 90.0
    chance, level = Random(4), 0.0
    for beat in beats(3600, (5.5, 12.0), noise_ms=15.0, seed=9):
        level = 0.97 * level + chance.gauss(0, 4)
        wandering = Beat(
            index=beat.index, t=beat.t, rr_ticks=beat.rr_ticks + from_ms(level), kind=beat.kind, normality=1.0
        )
        spectrum.push(wandering)
        watch.push(wandering)
        if beat.t >= due:
            due, asked = beat.t + 8, asked + 1
            told += watch.told(beat.t, spectrum.breathing(beat.t)) is not None
    assert told <= 0.02 * asked


def test_what_is_told_does_not_hang_on_who_asked_before() -> None:
    """A screen asks four times a second, a session now and then: a replay must tell the same."""
    asked, quiet, rows = IntervalBreath(), IntervalBreath(), list[float]()
    for beat in beats(200, (14.0, 14.0), noise_ms=9.0):
        asked.push(beat)
        quiet.push(beat)
        asked.told(beat.t + 0.3, None)
        rows.append(beat.t)
        if len(rows) % 40 == 0:
            assert asked.told(beat.t, peak(14.0)) == quiet.told(beat.t, peak(14.0))


def test_looks_that_are_drawn_together_are_each_as_if_it_were_alone() -> None:
    """To the last bit: what is told may not hang on which looks are due together. Some lack beats."""
    some = [beat for beat in beats(150, (13.0, 30.0), (6.0, 20.0), noise_ms=20.0) if not 60 < beat.t < 65]
    times, lengths = [beat.t for beat in some], [to_ms(beat.rr_ticks) for beat in some]
    ends = [float(end) for end in range(20, 170, 3)]
    alone = [
        wave(times[: (until := bisect_right(times, end))], lengths[:until], end, 32.0, robust=False) for end in ends
    ]
    together = waves(times, lengths, ends, 32.0)
    assert [each is None for each in together] == [each is None for each in alone]
    assert 10 < sum(each is None for each in alone) < len(ends) - 10
    assert all(
        a.tobytes() == b.tobytes() for a, b in zip(alone, together, strict=True) if a is not None and b is not None
    )


def test_silence_says_nothing_of_now() -> None:
    """Beats that are older than ten seconds."""
    watch = heard(beats(100, (14.0, 30.0)))
    assert watch.told(101.0, None) is not None
    assert watch.told(112.0, None) is None
