"""What could explain an interval, against a second writing: every explanation is reckoned, and the cheapest is it.

A time that is split between two intervals is solved as least squares with matrices here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

import msgspec
import numpy as np
import pytest

from biofeedback.findings import BeatClass
from biofeedback.signal.hypotheses import Explanation, cheapest_disturbance, least_penalty
from biofeedback.signal.natural import Context
from biofeedback.ticks import from_ms
from tests.signal.test_natural import made, of_interval, of_next

ECTOPIC, MISPLACED = BeatClass.ECTOPIC, BeatClass.MISPLACED


def bounded(c: Context, innovation: float, widening: float = 1.0) -> float:
    """What is not more than a disturbed interval."""
    return min(6.4, c.model.neg_log_likelihood(innovation, widening))


def explanations(c: Context) -> Iterator[Explanation]:
    """Anything else, beats that were missed, a late one, an early one, a row of them, and one out of its place."""
    level, x = c.level, c.x
    near = 1.0 if abs(x - level) < 0.2 * level else 0.0
    yield Explanation(c.fault_penalty + 1.6 + near + of_next(c, x), MISPLACED, 1, level)
    for part in (x / 2, x / 3, x / 4) if x > 1.5 * level else ():
        yield Explanation(c.fault_penalty + of_interval(c, part) + of_next(c, part), BeatClass.MISSED, 1, part)
    if c.y is None:
        return
    if x > level:
        kind = ECTOPIC if x / level < 1.5 else BeatClass.MISSED if x / level < 4.5 else BeatClass.GAP
        yield Explanation(c.fault_penalty + 3.0 + near + of_next(c, level), kind, 1, level)
    if x < 0.9 * level:
        yield from early(c, c.y)
    if c.z is not None and is_row(c, c.y, c.z):
        mean = (x + c.y + c.z) / 3
        yield Explanation(c.early_penalty + 1.5 + of_interval(c, mean), ECTOPIC, 3, mean)
    yield out_of_place(c, c.y)


def early(c: Context, y: int) -> Iterator[Explanation]:
    """A beat after which the rhythm begins anew; one that was none; two after which it begins anew."""

    def anew(after: int) -> float:
        return bounded(c, min(0.0, after - c.level) + max(0.0, after - 1.12 * c.level))

    def more(after: int, claimed: int) -> int:
        return claimed if abs(after - c.level) < c.model.scale else claimed + 1

    both = x_and_y = c.x + y
    goes_on = 0.0 if c.z is None else bounded(c, c.z - c.level)
    yield Explanation(c.early_penalty + 1.2 + anew(y) + goes_on, ECTOPIC, more(y, 1), c.level)
    foretold = c.model.predict(both - c.level, c.last_change)
    follows = 0.0 if c.z is None else bounded(c, c.z - both - foretold)
    yield Explanation(c.fault_penalty - 1.1 + of_interval(c, both) + follows, BeatClass.EXTRA, 2, x_and_y)
    if c.z is not None and y < 0.9 * c.level < c.z:
        yield Explanation(c.early_penalty + 3.4 + anew(c.z), ECTOPIC, more(c.z, 2), c.level)


def is_row(c: Context, y: int, z: int) -> bool:
    """Two clearly early, or slightly and to the full; never the fall and the step of a breath."""
    latest, level = max(c.x, y), c.level
    falls = c.breath.breathing and (c.last_change < 0 or c.breath.in_valley(level))
    if falls and c.breath.has_step(level, c.x) and c.breath.has_step(y, z):
        return False
    if latest < 0.9 * level:
        return z > level
    full = abs(c.x + y + z - 3 * level) < 0.06 * level
    return latest < 0.95 * level and latest < level - 2.5 * c.model.scale and full


def out_of_place(c: Context, y: int) -> Explanation:
    """Early with a full pause, slightly early with one, or misplaced."""
    level, x, both = c.level, c.x, c.x + y
    first, cost = split(c, both)
    if y - x > both / 8:
        cost += 50 * max(0.0, x / level - 0.95) if c.settled else 0.0
        return Explanation(c.early_penalty + cost, ECTOPIC, 2, both - first)
    cost += 50 * max(0.0, abs(x - first) / level - 0.25)
    full = x < level - 2.5 * c.model.scale and abs(both - 2 * level) < 0.04 * level
    if full and c.early_penalty < c.fault_penalty:
        return Explanation(c.early_penalty + 2.0 + cost, ECTOPIC, 2, both - first)
    return Explanation(c.fault_penalty + 2.0 + cost, MISPLACED, 2, both - first)


def split(c: Context, both: int) -> tuple[float, float]:
    """The first part that makes all innovations least, with the interval after it or without; or a breath's step."""
    one, two = c.model.phi1, c.model.phi2

    def first(part: float) -> float:
        return part - c.level - c.model.predict(c.last_change, c.earlier_change)

    def second(part: float) -> float:
        return both - part - part - one * (part - c.level) - two * c.last_change

    def third(part: float) -> float:
        rest = both - part
        return (c.z or 0) - rest - one * (rest - part) - two * (part - c.level)

    def of(part: float) -> float:
        return of_interval(c, part) + 0.8 * c.model.neg_log_likelihood(second(part))

    part = least([first, second])
    ways = [(part, of(part) + (0.0 if c.z is None else 6.4))]
    half = both / 2
    if c.breath.breathing and half > c.level and c.breath.has_step(c.level, half):
        lower = 0.0 if c.z is None else bounded(c, min(0.0, c.z - half), 2.0)
        ways.append((half, c.step_penalty + 1.0 + lower))
    if c.z is not None:
        part = least([first, second, third])
        ways.append((part, of(part) + bounded(c, third(part))))
    return min(ways, key=lambda way: way[1])


def least(innovations: list[Callable[[float], float]]) -> float:
    """Where the squares of these, each of which grows evenly with the part, are least in sum."""
    at_none = np.array([each(0.0) for each in innovations])
    slopes = np.array([each(1.0) for each in innovations]) - at_none
    solved = np.linalg.lstsq(slopes[:, None], -at_none, rcond=None)[0]
    return float(solved[0])


PATTERNS = (
    (1.0, 1.0, 1.0), (2.0, 1.0, 1.0), (3.0, 1.0, 1.0), (4.0, 1.0, 1.0), (4.6, 1.0, 1.0), (1.45, 1.0, 1.0),
    (0.7, 1.3, 1.0), (0.88, 1.12, 1.0), (0.92, 1.08, 1.0), (0.97, 1.03, 1.0), (0.93, 1.07, 0.7), (1.08, 0.92, 1.0),
    (0.7, 1.05, 1.0), (0.7, 1.2, 1.0), (0.4, 0.6, 1.0), (0.5, 0.5, 1.3), (0.65, 0.65, 1.7), (0.65, 0.65, 1.05),
    (0.93, 0.93, 1.14), (0.91, 0.94, 1.1), (0.8, 0.85, 1.01), (1.3, 1.3, 1.2), (1.3, 1.28, 0.8), (1.2, 0.8, 1.0),
    (0.96, 1.4, 1.0), (0.85, 1.6, 1.0), (0.6, 0.9, 0.95),
)  # fmt: skip
"""Intervals as shares of the level: what a beat does that is missed, early, none, or out of its place."""


def disturbed(chance: random.Random) -> Context:
    """One of the patterns in one of the hearts, nearly or exactly, with penalties of a quiet and of a busy heart."""
    c = made(chance)
    off = chance.choice([0.0, 0.0, 0.01, 0.03])
    x, y, z = (round(c.level * (share + chance.uniform(-off, off))) for share in chance.choice(PATTERNS))
    return msgspec.structs.replace(
        c,
        x=x,
        y=None if c.y is None else y,
        z=None if c.y is None or c.z is None else z,
        fault_penalty=chance.choice([1.0, 4.0, 7.0]),
        early_penalty=chance.choice([1.0, 4.0, 7.0]),
    )


def alike(one: Explanation, other: Explanation) -> bool:
    """The same in all they say."""
    same = (one.kind, one.claims) == (other.kind, other.claims)
    return same and one.cost == pytest.approx(other.cost) and one.level == pytest.approx(other.level)


@pytest.mark.parametrize("seed", range(8))
def test_the_cheapest_explanation_is_that_of_a_second_writing(seed: int) -> None:
    """With its class, what it claims and the level it implies; none costs less than the least penalty there is."""
    chance = random.Random(seed)
    for _ in range(1200):
        c = disturbed(chance)
        found, ways = cheapest_disturbance(c), list(explanations(c))
        cheapest = min(way.cost for way in ways)
        assert found.cost == pytest.approx(cheapest)
        assert any(alike(found, way) for way in ways if way.cost <= cheapest + 1e-6)
        assert least_penalty(c) == min(c.early_penalty, c.fault_penalty - (1.1 if c.x < c.level else 0.0))
        assert found.cost >= least_penalty(c) - 1e-9


def test_every_explanation_is_the_cheapest_somewhere() -> None:
    """Or the second writing was asked too little."""
    chance = random.Random(0)
    met = Counter(
        (found.kind, found.claims) for found in (cheapest_disturbance(disturbed(chance)) for _ in range(6000))
    )
    assert set(met) == {
        (MISPLACED, 1),
        (MISPLACED, 2),
        (BeatClass.MISSED, 1),
        (BeatClass.GAP, 1),
        (BeatClass.EXTRA, 2),
        (ECTOPIC, 1),
        (ECTOPIC, 2),
        (ECTOPIC, 3),
    }


def test_an_explanation_is_one_value() -> None:
    """Nobody who is given it can change it."""
    with pytest.raises(AttributeError):
        Explanation(1.0, ECTOPIC, 1, float(from_ms(800))).cost = 2.0  # type: ignore[misc]
