"""Where a wave turns, and what just is or just is not shaped like a breath."""

from __future__ import annotations

import pytest

from biofeedback.signal.breath_wave import BreathWave, swing_of_breath


def breaths_after(intervals: list[float]) -> list[int]:
    """After each interval."""
    wave, found = BreathWave(), list[int]()
    for ms in intervals:
        wave.push(ms)
        found.append(wave.breaths)
    return found


def breath(*, peak: float = 1150.0, trough: float = 650.0, flat: int = 3) -> list[float]:
    """A step up, a fall over three, a low stretch of so many."""
    down = [trough + share * (peak - trough) for share in (1.0, 1.0, 0.7, 0.4)]
    return [*down, *[trough] * flat]


def test_nothing_is_known_before_the_first_interval_and_after_it() -> None:
    wave = BreathWave()
    assert (wave.breaths, wave.breathing, wave.period_ms, wave.peak_ms, wave.swing_ms) == (0, False, 0.0, 0.0, 0.0)
    wave.push(800.0)
    assert (wave.breaths, wave.period_ms, wave.peak_ms, wave.swing_ms) == (0, 0.0, 0.0, 0.0)


def test_the_last_breath_is_known_by_its_peak_and_swing_until_it_is_forgotten() -> None:
    wave = BreathWave()
    for ms in [*breath(flat=4) * 3, 1150.0]:
        wave.push(ms)
    assert (wave.peak_ms, wave.swing_ms) == (1150.0, 500.0)
    wave.push(800.0, lost=True)
    assert (wave.peak_ms, wave.swing_ms) == (0.0, 0.0)


@pytest.mark.parametrize(("step", "known"), [(1.08, False), (1.12, True)])
def test_a_trough_is_known_by_an_interval_a_tenth_longer(step: float, known: bool) -> None:
    found = breaths_after([*breath(flat=5), 650.0 * step])
    assert (found[-1] == 1) == known


@pytest.mark.parametrize(("dip", "whole"), [(0.92, True), (0.88, False)])
def test_a_peak_is_known_by_an_interval_a_tenth_shorter(dip: float, whole: bool) -> None:
    """A smaller dip on the way up is no turn: the breath stays one."""
    intervals = [700.0, 900.0, 900.0 * dip, 1150.0, 1150.0, 1000.0, 850.0, 650.0, 650.0, 650.0]
    wave = BreathWave()
    for ms in [*intervals * 2, 900.0]:
        wave.push(ms)
    assert (wave.period_ms == pytest.approx(sum(intervals))) == whole


def test_a_wave_goes_up_again_only_after_its_fall() -> None:
    """Each breath is counted once, at the step that ends its valley."""
    found = breaths_after(breath(flat=4) * 5)
    steps = [k for k in range(1, len(found)) if found[k] != found[k - 1]]
    assert steps == [8, 16, 24, 32]
    assert found[-1] == 4


@pytest.mark.parametrize(("factor", "known"), [(0.72, False), (0.76, True), (3.2, True), (3.4, False)])
def test_a_breath_lasts_between_four_and_a_half_and_twenty_seconds(factor: float, known: bool) -> None:
    """Of beats whose shape is a breath's: 6.1 s of them made quicker or slower."""
    assert breaths_after([ms * factor for ms in [*breath() * 2, 1150.0]])[-1] == (2 if known else 0)


@pytest.mark.parametrize(("beats", "known"), [(62, True), (66, False)])
def test_a_wave_that_does_not_turn_for_sixty_four_beats_is_none(beats: int, known: bool) -> None:
    """At 200 ms, so that it does not last too long."""
    wave = [400.0, 400.0, 330.0, 260.0, *[200.0] * (beats - 4)]
    assert (breaths_after([300.0, 200.0, *wave, 400.0])[-1] == 1) == known


@pytest.mark.parametrize(
    ("wave", "swing"),
    [
        ([1000.0, 850.0, 700.0, 700.0], 300.0),
        ([1000.0, 700.0, 700.0], 0.0),
        ([1000.0, 900.0, 780.0, 700.0], 300.0),
        ([1000.0, 900.0, 800.0, 700.0], 0.0),
        ([1000.0, 810.0, 700.0, 700.0], 300.0),
        ([1000.0, 800.0, 700.0, 700.0], 0.0),
        ([800.0, 1000.0, 900.0, 900.0, 770.0, 700.0], 300.0),
        ([800.0, 1000.0, 900.0, 900.0, 750.0, 700.0], 0.0),
        ([800.0, 1000.0, 930.0, 900.0, 750.0, 700.0], 300.0),
        ([700.0, 700.0, 700.0, 700.0], 0.0),
    ],
    ids=[
        "four beats",
        "three beats",
        "two in the valley",
        "one in the valley",
        "a step of less than two thirds",
        "a step of more",
        "from level ground by less",
        "from level ground by more",
        "the same when it was falling",
        "no wave",
    ],
)
def test_the_shape_of_a_breath(wave: list[float], swing: float) -> None:
    assert swing_of_breath(wave) == swing


@pytest.mark.parametrize(("share", "known"), [(1.0, 4), (0.82, 4), (0.78, 1)])
def test_a_valley_far_below_the_last_one_is_another_breath(share: float, known: int) -> None:
    """Early beats in a valley dig it deeper, and are not its bottom; a breath that begins there counts anew."""
    low = share * 650.0
    dug = [1150.0, 1150.0, 1000.0, 850.0, 700.0, low + 60.0, low, low]
    found = breaths_after([*breath(flat=4) * 3, *dug, 1150.0])
    assert (found[-2], found[-1]) == (3, known)
