"""What a natural interval costs, against a second writing: every way to take it is reckoned, and the cheapest is it.

How unlikely a change is, and what a breath's step is, have tests of their own; here they are asked.
"""

from __future__ import annotations

import random
from collections import Counter
from math import inf

import pytest

from biofeedback.signal.breath_steps import (
    Breath,
    falls_by_degrees,
    step_foreseen,
    steps_up,
    steps_up_and_is_disturbed,
)
from biofeedback.signal.change_model import Ar2Innovations
from biofeedback.signal.natural import Context, cost_of_interval, cost_of_next, cost_of_step, normal_cost
from biofeedback.ticks import from_ms


def leap(change: float, level: float) -> float:
    """Fifty nats a level, beyond 32 % of it."""
    return max(0.0, 50 * (abs(change) / level - 0.32))


def of_interval(c: Context, value: float) -> float:
    """Going on from the interval before, as a breath's step, or back at the median where the level is not sure."""
    change = value - c.level
    foretold = c.model.predict(c.last_change, c.earlier_change)
    ways = [c.model.neg_log_likelihood(change - foretold, c.widening) + leap(change, c.level)]
    if c.breath.breathing and c.breath.has_step(c.level, value):
        ways.append(c.step_penalty + (1.0 if value > c.level else 0.0))
    if c.widening > 1:
        away = value - c.median
        ways.append(3.8 + c.model.neg_log_likelihood(away, 1.5) + leap(away, c.median))
    return min(ways)


def of_next(c: Context, before: float) -> float:
    """Both go on; or a step that is foreseen; or the next is disturbed, and the one after it lies anywhere near."""
    if c.y is None:
        return 0.0
    change = before - c.level
    one = c.model.neg_log_likelihood(c.y - before - c.model.predict(change, c.last_change))
    if c.z is None:
        return min(6.4, one)
    other = min(6.4, c.model.neg_log_likelihood(c.z - c.y - c.model.predict(c.y - before, change)))
    if c.breath.breathing and c.breath.has_step(before, c.y):
        one = min(one, c.step_penalty)
    if c.breath.breathing and c.breath.has_step(c.y, c.z):
        other = min(other, c.step_penalty + (1.0 if c.z > c.y else 0.0))
    ways = [one + other, 6.4 + min(3.0, c.model.neg_log_likelihood(c.z - before, 1.5))]
    if c.breath.swing and before > 0.95 * c.level and step_foreseen(c.breath, before, c.y, c.z):
        ways.append(c.step_penalty)
    return min(ways)


def of_breath(c: Context) -> float:
    """A step up, one with a disturbed beat after it, or a fall by degrees; no way at all where it is none."""
    level, x, y, z = c.level, c.x, c.y, c.z
    if y is None:
        return inf
    if x > 1.1 * level:
        if not c.breath.breathing and not (c.settled and x <= 2.3 * level):
            return inf
        base = level - c.last_change if c.last_change > 0 else level
        if steps_up(c.breath, base, x, y, z):
            return c.step_penalty
        disturbed = z is not None and steps_up_and_is_disturbed(c.breath, level, x, y, z)
        return c.step_penalty + 6.4 if disturbed else inf
    under_way = c.breath.swing and c.settled and c.last_change < 0 and z is not None
    return c.step_penalty if under_way and falls_by_degrees(c.breath, level, x, y, z or 0) else inf


def made(chance: random.Random) -> Context:
    """A place in a heart that breathes or does not; what follows goes on, steps, falls, or is disturbed."""
    level = from_ms(chance.choice([600, 800, 1000, 1000, 1200]))
    model = Ar2Innovations(level)
    model.scale = from_ms(chance.choice([5, 15, 40]))
    model.df = chance.choice([0.6, 5.3])
    model.phi1, model.phi2 = chance.choice([-0.6, 0.0, 0.8]), chance.choice([-0.6, 0.0, 0.4])
    model.most_telling = round(4 * model.scale)
    near = [0.55, 0.7, 0.8, 0.9, 0.95, 0.97, 1.0, 1.0, 1.03, 1.1, 1.15, 1.3, 1.32, 1.6, 2.0, 2.3, 2.5]
    x = round(level * chance.choice(near))
    y = round(x * chance.choice(near))
    z = chance.choice([y, round(x * chance.choice(near)), round(x * chance.choice(near))])
    peak = from_ms(chance.choice([1100, 1300, 1500]))
    breath = Breath(chance.random() < 0.6, peak, chance.choice([0, from_ms(250), from_ms(500)]))
    return Context(
        model=model,
        level=float(level),
        last_change=from_ms(chance.choice([-90, -30, 0, 30, 120])),
        earlier_change=from_ms(chance.choice([-40, 0, 60])),
        widening=chance.choice([0.96, 1.0, 1.0, 1.2, 1.7, 3.0]),
        median=level * chance.choice([0.75, 0.95, 1.0, 1.2]),
        fault_penalty=6.0,
        early_penalty=6.0,
        x=x,
        y=y if chance.random() < 0.95 else None,
        z=z if chance.random() < 0.9 else None,
        breath=breath,
        settled=chance.random() < 0.7,
    )


@pytest.mark.parametrize("seed", range(8))
def test_each_cost_is_that_of_the_cheapest_way(seed: int) -> None:
    """Of the interval, of those after it, and of both together with a breath's step."""
    chance = random.Random(seed)
    for _ in range(800):
        c = made(chance)
        for value in (c.x, c.x / 2, 0.95 * c.level, c.level * 1.32, c.median * 1.32):
            assert cost_of_interval(c, value) == pytest.approx(of_interval(c, value))
            assert cost_of_next(c, value) == pytest.approx(of_next(c, value))
        plain = of_interval(c, c.x) + of_next(c, c.x)
        assert normal_cost(c) == pytest.approx(min(plain, of_breath(c)))


def test_every_way_is_the_cheapest_somewhere() -> None:
    """Or the second writing was asked too little."""
    chance, met = random.Random(0), Counter[str]()
    for _ in range(4000):
        c = made(chance)
        ways = {"plain": of_interval(c, c.x) + of_next(c, c.x), "breath": of_breath(c)}
        cheapest = min(ways, key=lambda way: ways[way])
        up = "up" if c.x > 1.1 * c.level else "down"
        met[f"{cheapest} {up} {ways['breath'] > c.step_penalty}"] += 1
    assert all(met[way] for way in ("breath up True", "breath up False", "breath down False", "plain up True"))


def test_a_place_is_one_value() -> None:
    """Nobody who is asked of it can change it."""
    with pytest.raises(AttributeError):
        made(random.Random(0)).level = 1.0  # type: ignore[misc]


def test_what_follows_a_step_is_bounded_and_may_be_unknown() -> None:
    """Nothing is said of what has not come; and no more than of a disturbed interval of what came."""
    chance = random.Random(1)
    for _ in range(200):
        c, before, change = made(chance), 0.9 * from_ms(900), from_ms(chance.choice([-60, 0, 80]))
        after = from_ms(chance.choice([500, 790, 810, 840, 1500]))
        unlikely = c.model.neg_log_likelihood(after - before - c.model.predict(change, c.last_change))
        assert cost_of_step(c, c.last_change, change, before, after) == pytest.approx(min(6.4, unlikely))
        assert cost_of_step(c, c.last_change, change, before, None) == 0.0
