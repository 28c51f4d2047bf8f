"""A breath's valley is told from early beats by its shape, and by coming again."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.signal.breath_wave import LEAST_BREATHS, BreathWave, swing_of_breath

BREATH = [1150.0, 1120.0, 1080.0, 1020.0, 900.0, 780.0, 690.0, 660.0, 650.0, 655.0]
"""One slow breath as a strap hears it: a step up within one beat, a decay, a fall over four, a low stretch."""


def heard(intervals: list[float]) -> BreathWave:
    wave = BreathWave()
    for ms in intervals:
        wave.push(ms)
    return wave


def breathing_after(intervals: list[float]) -> list[bool]:
    """After each interval."""
    wave, found = BreathWave(), list[bool]()
    for ms in intervals:
        wave.push(ms)
        found.append(wave.breathing)
    return found


def varied(breaths: int, chance: Random) -> list[float]:
    """Breaths whose depth, length and beats differ from one to the next, as true ones do."""
    found = list[float]()
    for _ in range(breaths):
        depth = math.exp(0.15 * chance.gauss(0, 1))
        keep = {chance.randrange(1, 4): chance.random() < 0.5}
        shape = [ms for k, ms in enumerate(BREATH) if not keep.get(k, False)]
        found += [650 + depth * (ms - 650) + chance.gauss(0, 8) for ms in shape]
    return found


def test_two_breaths_alike_are_breathing_and_their_length_and_swing_are_known() -> None:
    wave = heard([*BREATH * 4, BREATH[0]])
    assert wave.breathing
    assert wave.breaths == 4
    assert wave.period_ms == pytest.approx(sum(BREATH))
    assert wave.swing_ms == 500


def test_the_step_that_ends_a_valley_already_knows_that_valley() -> None:
    once, twice = heard([*BREATH, BREATH[0]]), heard([*BREATH * 2, BREATH[0]])
    assert (once.breaths, once.breathing) == (1, False)
    assert (twice.breaths, twice.breathing) == (2, True)


def test_true_breaths_vary_and_are_known_all_the_same() -> None:
    chance = Random("breaths")
    found = breathing_after(varied(60, chance))
    assert sum(found[40:]) > 0.9 * len(found[40:])


@pytest.mark.parametrize("beats", [3, 5, 6, 8, 11])
def test_early_beats_with_pauses_are_no_breath_however_regular(beats: int) -> None:
    cycle = [850.0] * (beats - 2) + [560.0, 1140.0]
    assert not any(breathing_after(cycle * 30))


@pytest.mark.parametrize("beats", [6, 9, 12])
def test_rows_of_early_beats_fall_at_once_and_are_no_breath(beats: int) -> None:
    cycle = [850.0] * (beats - 4) + [560.0, 540.0, 550.0, 1140.0]
    assert not any(breathing_after(cycle * 30))


def test_ordinary_breathing_is_too_quick_to_be_a_slow_breath() -> None:
    assert not any(breathing_after([1000.0, 900.0, 780.0, 770.0] * 30))


def test_waves_of_half_a_minute_are_no_breath() -> None:
    slow = [900 + 200 * math.cos(math.tau * k / 30) for k in range(300)]
    assert not any(breathing_after(slow))


def test_an_early_beat_ends_the_evidence_and_the_next_whole_breath_restores_it() -> None:
    broken = [*BREATH[:3], 560.0, 1500.0, *BREATH[5:]]
    before = [*BREATH * 5]
    assert not heard([*before, *broken[:5]]).breathing
    assert heard([*before, *broken, *BREATH, BREATH[0]]).breathing


def test_lost_time_forgets_all() -> None:
    wave = heard([*BREATH * 4, BREATH[0]])
    wave.push(BREATH[1], lost=True)
    assert (wave.breaths, wave.period_ms, wave.swing_ms) == (0, 0, 0)


def test_who_breathes_no_more_is_not_believed_to_for_long() -> None:
    wave = heard([*BREATH * 4, BREATH[0]])
    beats = 0
    while wave.breathing:
        wave.push(1150.0)
        beats += 1
    assert 1.0 < beats * 1150 / sum(BREATH) < 3.0


def test_another_pace_is_not_the_same_breath() -> None:
    wave = heard([*BREATH * 4, *(ms for ms in BREATH for _ in (0, 1)), BREATH[0]])
    assert wave.breaths == 1


@given(st.lists(st.floats(240, 3000), max_size=300), st.integers(0, 300))
def test_what_was_said_never_depends_on_what_comes_later(intervals: list[float], cut: int) -> None:
    assert breathing_after(intervals)[:cut] == breathing_after(intervals[:cut])


@given(st.lists(st.floats(240, 3000), min_size=1, max_size=60))
def test_the_swing_of_any_wave_is_none_or_its_height(wave: list[float]) -> None:
    assert swing_of_breath(wave) in (0.0, max(wave) - wave[-1])


@given(st.lists(st.floats(400, 1500), max_size=200), st.floats(0.5, 1.5))
def test_breathing_needs_as_many_breaths_as_it_says(intervals: list[float], factor: float) -> None:
    wave = BreathWave()
    for ms in intervals:
        wave.push(ms * factor)
        assert wave.breathing == (wave.breaths >= LEAST_BREATHS)
        assert not wave.breaths or wave.period_ms > 0
