"""The folding against a second writing of it: every way to read a short stretch, and what is smooth enough."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest

from biofeedback.findings import Rule
from biofeedback.signal.rhythm.folding import Folded, fold, heard_wrongly
from tests.signal.rhythm import hearts

LEVEL = 850.0


@dataclass(frozen=True)
class Reading:
    """One way to read a stretch: what it costs, the beats as they lie, and what each was made of."""

    cost: float
    beats: tuple[float, ...]
    made_of: tuple[int, ...]

    @property
    def folded(self) -> Folded:
        whole = [ms for ms, made in zip(self.beats, self.made_of, strict=True) for _ in range(1 if made else 2)]
        rests = sum(pair == (2, 0) for pair in pairwise(self.made_of))
        return Folded(whole, self.made_of.count(2), self.made_of.count(0), rests)

    def then(self, ms: float, made: int, price: float) -> Reading:
        step = abs(ms - (self.beats[-1] if self.beats else LEVEL)) / LEVEL
        cost = self.cost + price + min(2.5, max(0.0, 10 * (step - 0.06)))
        return Reading(cost, (*self.beats, ms), (*self.made_of, made))


def every_reading(ms: Sequence[float], twice: float, so_far: Reading) -> Iterator[Reading]:
    if not ms:
        yield so_far
        return
    yield from every_reading(ms[1:], twice, so_far.then(ms[0], 1, 0.0))
    if len(ms) > 1 and 0.55 * LEVEL <= ms[0] + ms[1] <= 1.4 * LEVEL:
        yield from every_reading(ms[2:], twice, so_far.then(ms[0] + ms[1], 2, twice))
    if 0.8 * LEVEL <= ms[0] / 2 <= 1.4 * LEVEL:
        yield from every_reading(ms[1:], twice, so_far.then(ms[0] / 2, 0, 0.7))


def cheapest(ms: Sequence[float], twice: float) -> Reading:
    """The last may be a part whose second has not come."""
    nothing = Reading(0.0, (), ())
    found = min(every_reading(ms, twice, nothing), key=lambda reading: reading.cost)
    without = min(every_reading(ms[:-1], twice, nothing), key=lambda reading: reading.cost)
    return without if ms[-1] < LEVEL and without.cost + twice < found.cost else found


def stretch(chance: random.Random, beats: int) -> list[float]:
    """A heart with beats in two parts, two in one, early and late ones, each stretch with its own share of them."""
    odd, uneven, found = chance.uniform(0.1, 0.9), chance.choice([10.0, 40.0, 90.0]), list[float]()
    while len(found) < beats:
        ms = LEVEL * chance.choice([1.0, 1.0, 0.8]) + chance.gauss(0, uneven)
        match chance.randrange(5) if chance.random() < odd else -1:
            case 0 | 1:
                part = ms * chance.uniform(0.3, 0.5)
                found += [part, ms - part]
            case 2:
                found.append(2 * ms * chance.uniform(0.8, 1.2))
            case 3:
                found += [0.6 * ms, 1.4 * ms]
            case 4:
                part = ms * chance.uniform(0.3, 0.5)
                found += [part, ms - part, 2 * ms]
            case _:
                found.append(ms)
    return found[:beats]


@pytest.mark.parametrize("twice", [0.3, 0.7])
@pytest.mark.parametrize("seed", range(40))
def test_of_all_readings_the_cheapest_is_taken(seed: int, twice: float) -> None:
    """Of every short stretch, with each price of a beat heard twice; beat for beat."""
    chance = random.Random(seed)
    for beats in (1, 2, 3, 5, 7, 8):
        ms = stretch(chance, beats)
        found, wanted = fold(ms, LEVEL, twice), cheapest(ms, twice).folded
        assert found.whole == pytest.approx(wanted.whole)
        assert found[1:] == wanted[1:]


def test_without_a_price_it_is_that_of_a_pattern() -> None:
    """Three tenths."""
    stretches = [stretch(random.Random(seed), 12) for seed in range(60)]
    assert all(fold(ms, LEVEL) == fold(ms, LEVEL, 0.3) for ms in stretches)
    assert any(fold(ms, LEVEL) != fold(ms, LEVEL, 0.7) for ms in stretches)


@pytest.mark.parametrize(
    ("ms", "twice", "merged"),
    [
        ([1190.0, 467.0, 723.0, 1190.0], 1, 0),  # 1.4 levels
        ([1190.0, 467.0, 723.5, 1190.0], 0, 0),
        ([200.0, 268.0, 480.0], 1, 0),  # 0.55 levels
        ([200.0, 267.0, 480.0], 0, 0),
        ([700.0, 1360.0, 700.0], 0, 1),  # 0.8 levels each
        ([700.0, 1359.5, 700.0], 0, 0),
        ([1190.0, 2380.0, 1190.0], 0, 1),  # 1.4 each
        ([1190.0, 2380.5, 1190.0], 0, 0),
    ],
)
def test_what_is_put_right_is_neither_too_short_nor_too_long(ms: list[float], twice: int, merged: int) -> None:
    """Against the level, at each border."""
    found = fold(ms, LEVEL)
    assert (found.twice, found.merged) == (twice, merged)


def rough(ms: Sequence[float]) -> int:
    return sum(abs(a - b) > 0.12 * max(a, b) for a, b in pairwise(ms))


def explains(ms: list[float], rule: Rule, doubted: bool) -> bool:
    """By hand: enough is put right, and few steps are rough, and few of those that were."""
    run = rule is Rule.ECTOPIC_RUN
    found = fold(ms, LEVEL, 0.7 if run else 0.3)
    if rule in (Rule.ECTOPIC_RUN, Rule.ECTOPIC_BURDEN):
        alone = found.merged - found.rests
        if found.rests > found.twice / 2 and alone <= 1:
            return False
    right, left, were, steps = found.twice + found.merged, rough(found.whole), rough(ms), len(found.whole) - 1
    smooth = left <= 0.2 * steps and left <= 0.5 * were
    if run:
        return right >= 2 and smooth
    fewer = left <= 0.6 * steps and left <= 0.42 * were
    in_doubt = doubted and left <= 0.5 * steps and left <= 0.55 * were
    return right >= 3 and (smooth or fewer or in_doubt)


@pytest.mark.parametrize("doubted", [False, True])
@pytest.mark.parametrize("rule", [Rule.IRREGULAR, Rule.ECTOPIC_BURDEN, Rule.ECTOPIC_RUN])
def test_what_a_strap_explains_is_what_a_second_writing_says(rule: Rule, doubted: bool) -> None:
    """A thousand stretches, of which some are explained and some are not."""
    said = list[bool]()
    for seed in range(1000):
        chance = random.Random(seed)
        ms = stretch(chance, chance.choice([6, 9, 14, 22, 31]))
        said.append(heard_wrongly(ms, LEVEL, rule, doubted=doubted) is not None)
        assert said[-1] is explains(ms, rule, doubted), (seed, ms)
    assert 30 < sum(said) < 900


def test_no_rule_means_that_of_early_beats_is_not_asked() -> None:
    """A beat heard twice, two taken for one: of early beats it may be a couplet and its pause."""
    ms = [*hearts.calm(12), *[330.0, 520.0, 1700.0, *hearts.calm(4, seed=3)] * 4]
    assert heard_wrongly(ms, LEVEL, Rule.IRREGULAR) is not None
    assert heard_wrongly(ms, LEVEL, Rule.ECTOPIC_BURDEN) is None
    assert heard_wrongly(ms, LEVEL, Rule.ECTOPIC_RUN) is None
