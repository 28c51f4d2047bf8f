"""What the strap heard twice or not at all, put right; and what no strap explains."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import Rule
from biofeedback.signal.rhythm.folding import fold, heard_wrongly, rough_steps
from tests.signal.rhythm import hearts

HEARTS: dict[str, list[float]] = {
    "calm": hearts.calm(60, ms=900),
    "fast": hearts.calm(60, ms=520, wave_ms=12),
    "asleep": hearts.calm(60, ms=1150, wave_ms=60),
}


def level(ms: list[float]) -> float:
    return sorted(ms)[len(ms) // 2]


@pytest.mark.parametrize("name", HEARTS)
@pytest.mark.parametrize("seed", range(5))
def test_beats_heard_twice_are_found_and_the_heart_is_what_it_was(name: str, seed: int) -> None:
    """Whichever they are: a second mark 280 ms after the beat."""
    heart, chance = HEARTS[name], random.Random(seed)
    twice = [chance.random() < 0.3 for _ in heart]
    heard = [part for ms, two in zip(heart, twice, strict=True) for part in ([280.0, ms - 280] if two else [ms])]
    if abs(level(heart) - 560) < 60:
        return  # in two equal parts each: an even run is smooth both ways
    found = fold(heard, level(heart))
    assert found.whole == pytest.approx(heart)
    assert (found.twice, found.merged) == (sum(twice), 0)


@pytest.mark.parametrize("name", ["calm", "asleep"])
@pytest.mark.parametrize("seed", range(5))
def test_a_loose_strap_is_read_as_the_heart_under_it(name: str, seed: int) -> None:
    """Nearly everywhere: at most one in ten of its intervals is not the heart's."""
    heart = HEARTS[name]
    found = heard_wrongly(hearts.loose(heart, seed), level(heart), Rule.IRREGULAR)
    assert found is not None
    assert found.merged > 0
    assert sum(found.whole) == pytest.approx(sum(heart), abs=2 * level(heart))
    assert sum(min(abs(ms - true) for true in heart) > 60 for ms in found.whole) <= 6


@pytest.mark.parametrize("name", HEARTS)
def test_a_heart_that_was_heard_rightly_stays_as_it_is(name: str) -> None:
    """Nothing is put right, so nothing is explained."""
    heart = HEARTS[name]
    assert fold(heart, level(heart)) == (heart, 0, 0, 0)
    assert heard_wrongly(heart, level(heart), Rule.IRREGULAR) is None


PATTERNS: dict[str, Callable[[int], list[float]]] = {
    "patternless": lambda seed: hearts.patternless(60, seed, ms=800),
    "bigeminy": lambda seed: hearts.bigeminy(60, seed=seed),
    "trigeminy": lambda seed: hearts.early_beats(60, 3, seed=seed),
    "one in five": lambda seed: hearts.early_beats(60, 5, seed=seed),
    "couplets": lambda seed: [*hearts.calm(20, seed=seed), *[470.0, 450, 1500, *hearts.calm(6, seed=seed)] * 4],
    "salvos": lambda seed: [*hearts.calm(9, seed=seed), *[460.0, 390, 450, 1150, *hearts.calm(5, seed=seed)] * 6],
}


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("seed", range(6))
def test_no_strap_explains_a_rhythm(name: str, seed: int) -> None:
    """Not even where the strap is known to hear beats twice."""
    ms = PATTERNS[name](seed)
    assert heard_wrongly(ms, 850, Rule.ECTOPIC_BURDEN) is None
    assert heard_wrongly(ms, 850, Rule.ECTOPIC_BURDEN, doubted=True) is None


@pytest.mark.parametrize(("beats", "is_strap"), [(5, True), (8, False), (14, False)])
def test_an_even_run_at_twice_the_rate_is_doubted_for_some_beats_only(beats: int, is_strap: bool) -> None:
    """From the eighth on it is a run, though its intervals are by turns a little longer and shorter."""
    run = [425.0 + (12 if k % 2 else -12) for k in range(beats)]
    assert (heard_wrongly([*hearts.calm(8), *run], 850, Rule.ECTOPIC_RUN) is not None) is is_strap


def test_a_run_that_is_not_of_halves_is_one_at_once() -> None:
    """Five beats at 0.6 or 0.4 of the interval before."""
    for ms in (510.0, 330.0):
        assert heard_wrongly([*hearts.calm(8), *[ms] * 5], 850, Rule.ECTOPIC_RUN) is None


@pytest.mark.parametrize(("put_right", "is_strap"), [(2, False), (3, True)])
def test_three_beats_at_least_are_put_right(put_right: int, is_strap: bool) -> None:
    """Two may be early beats between two others each."""
    ms = [*hearts.calm(20), *[300.0, 550.0, 850.0, 850.0] * put_right]
    assert (heard_wrongly(ms, 850, Rule.ECTOPIC_BURDEN) is not None) is is_strap


@pytest.mark.parametrize(("early", "is_strap"), [(1, True), (4, False)])
def test_what_stays_rough_is_not_explained(early: int, is_strap: bool) -> None:
    """Four beats heard twice leave one early beat, but not four."""
    ms = [*[300.0, 550.0, 850.0, 850.0] * 4, *[510.0, 1190.0, 850.0, 850.0] * early]
    assert (heard_wrongly([*hearts.calm(30), *ms], 850, Rule.ECTOPIC_BURDEN) is not None) is is_strap


def test_a_strap_that_is_known_is_doubted_more() -> None:
    """Misplaced beats stay rough: two in five of the steps are no longer too many, but half of what it was is."""
    ms = [300.0, 550.0, 850.0, 850.0, 850.0, 640.0, 1060.0, 850.0] * 5
    assert heard_wrongly(ms, 850, Rule.ECTOPIC_BURDEN) is None
    assert heard_wrongly(ms, 850, Rule.ECTOPIC_BURDEN, doubted=True) is not None


def test_a_level_that_is_not_known_explains_nothing() -> None:
    """Before the first beats have been heard."""
    assert heard_wrongly(hearts.loose(HEARTS["calm"], 1), 0.0, Rule.IRREGULAR) is None


def test_a_first_part_whose_second_has_not_come_is_left_out() -> None:
    """Else the newest interval would be a rough step at every second beat."""
    assert fold([850.0, 300, 550, 850, 300], 850).whole == [850, 850, 850]
    assert fold([850.0, 300, 550, 850, 840], 850).whole == [850, 850, 850, 840]


def test_steps_are_rough_from_an_eighth_of_the_longer_on() -> None:
    """Up and down alike."""
    assert rough_steps([1000.0, 881, 1000, 879, 1000]) == 2
    assert rough_steps([1000.0]) == 0


@given(st.lists(st.floats(200, 2600), min_size=1, max_size=80), st.floats(300, 1500))
def test_time_is_kept_whatever_comes(ms: list[float], level: float) -> None:
    """What is left is as long as what was heard, but for a first part at the end; no more is put right than came."""
    found = fold(ms, level)
    assert sum(found.whole) == pytest.approx(sum(ms)) or sum(found.whole) == pytest.approx(sum(ms[:-1]))
    assert 2 * found.twice + found.merged <= len(ms)
    assert len(found.whole) in (len(ms) - found.twice + found.merged, len(ms) - 1 - found.twice + found.merged)
