"""Both running medians against the standard library's, over random numbers."""

from __future__ import annotations

import random
from statistics import median_high, median_low

from biofeedback.signal.running_median import RecentNumbers, RunningMedian


def test_it_is_the_median_of_the_newest() -> None:
    """The lower and the higher one of an even number; of no more than were asked for."""
    chance, found, given = random.Random(3), RunningMedian(6), list[float]()
    seldom = RecentNumbers(maxlen=6)
    for _ in range(90):
        given.append(float(chance.randrange(9)))
        found.push(given[-1])
        seldom.append(given[-1])
        assert (found.low, found.high) == (median_low(given[-6:]), median_high(given[-6:]))
        assert (seldom.low, seldom.high) == (found.low, found.high)
        assert len(found) == len(seldom) == min(len(given), 6)


def test_it_begins_and_is_reset_with_the_numbers_it_is_given() -> None:
    """The oldest are the first to go; of too many the newest count."""
    found = RunningMedian(3, [5.0, 1.0])
    found.push(2.0)
    assert found.low == 2.0
    found.push(9.0)
    assert found.low == 2.0  # of 1, 2, 9
    found.reset([7.0, 8.0, 3.0, 4.0])
    assert (len(found), found.low) == (3, 4.0)
    found.reset()
    assert len(found) == 0
    found.push(30.0)
    assert found.high == 30.0
