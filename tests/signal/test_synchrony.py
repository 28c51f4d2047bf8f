"""Two hearts that swing alike are told from two that do not, with numpy as the oracle of every correlation."""

from __future__ import annotations

from collections.abc import Callable
from math import pi, sin
from random import Random

import numpy as np
import pytest
from msgspec import structs

from biofeedback.findings import Beat, BeatClass
from biofeedback.signal.synchrony import LEAST_S, RATE_HZ, SPAN_S, _evenly, _swing, synchrony
from biofeedback.ticks import TICKS_PER_S


def heart(bpm_at: Callable[[float], float], seconds: float = 320.0) -> list[Beat]:
    made: list[Beat] = []
    t = 0.0
    while t < seconds:
        rr = 60.0 / bpm_at(t)
        t += rr
        made.append(Beat(index=len(made), t=t, rr_ticks=round(rr * TICKS_PER_S), kind=BeatClass.NORMAL, normality=1.0))
    return made


def wandering(seed: int) -> Callable[[float], float]:
    """Breath of a pace of its own that wanders, slow waves, and noise."""
    chance = Random(seed)
    waves = [
        (chance.uniform(0.18, 0.3), chance.uniform(2, 4), chance.uniform(0, 7)),
        (chance.uniform(0.07, 0.12), chance.uniform(1, 4), chance.uniform(0, 7)),
        (chance.uniform(0.02, 0.05), chance.uniform(1, 3), chance.uniform(0, 7)),
    ]
    steps = [0.0]
    for _ in range(400):
        steps.append(steps[-1] + chance.gauss(0, 0.7))
    return lambda t: 68 + sum(a * sin(2 * pi * f * t + p + steps[int(t)]) for f, a, p in waves) + chance.gauss(0, 1)


def test_who_follows_whom_by_how_much() -> None:
    """The second is the first, two seconds later, with a rate and a noise of its own."""
    swing = wandering(1)
    late = wandering(2)
    first = heart(swing)
    second = heart(lambda t: 12 + swing(max(0.0, t - 2.0)) + 0.2 * (late(t) - 68))
    found = synchrony(first, second, 320.0)
    assert found is not None
    assert found.beyond_chance
    assert found.lag_s == pytest.approx(2.0, abs=0.5)
    assert found.r.low < found.r.value < found.r.high
    back = synchrony(second, first, 320.0)
    assert back is not None
    assert back.lag_s == -found.lag_s
    assert back.r.value == pytest.approx(found.r.value)


def test_every_correlation_is_that_of_numpy() -> None:
    """The highest within five seconds, and the highest of what is turned by twenty and more."""
    first, second = heart(wandering(3)), heart(wandering(4))
    found = synchrony(first, second, 320.0)
    assert found is not None
    x, y = (np.array(_swing(_evenly(beats, 320.0 - SPAN_S, 320.0) or [])) for beats in (first, second))
    r = [np.corrcoef(x, np.roll(y, -k))[0, 1] for k in range(len(x))]
    near, far = int(5 * RATE_HZ), int(20 * RATE_HZ)
    assert found.r.value == pytest.approx(max(r[: near + 1] + r[-near:]), abs=1e-6)
    assert found.by_chance == pytest.approx(max(r[far : len(r) - far]), abs=1e-6)


def test_two_that_have_nothing_to_do_with_each_other_seldom_seem_alike() -> None:
    """Of forty pairs."""
    found = [synchrony(heart(wandering(seed)), heart(wandering(seed + 1000)), 320.0) for seed in range(10, 50)]
    assert all(each is not None for each in found)
    assert sum(each is not None and each.beyond_chance for each in found) <= 4


@pytest.mark.parametrize("spoiled", ["short", "hole", "stands", "nobody", "not counted"])
def test_where_it_cannot_be_told_nothing_is_told(spoiled: str) -> None:
    first, second = heart(wandering(5)), heart(wandering(6))
    match spoiled:
        case "short":
            second = [beat for beat in second if beat.t > 320 - LEAST_S + 5]
        case "hole":
            second = [beat for beat in second if not 100 < beat.t < 140]
        case "stands":
            second = heart(lambda t: 60.0)
        case "nobody":
            second = []
        case _:
            second = [structs.replace(b, kind=BeatClass.BURST) if b.index % 6 < 4 else b for b in second]
    assert synchrony(first, second, 320.0) is None
