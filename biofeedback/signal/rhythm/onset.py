"""Whether a heart had begun to hurry by itself before it jumped."""

from __future__ import annotations

from itertools import pairwise

BEFORE = 5
"""Intervals looked at: a sinus node that is driven takes some beats, one early beat is no hurry."""
HURRY = 0.9
"""The last of them against the first."""
STEP = 0.88
"""Each against the one before: a greater step is an early beat, which often opens a tachycardia."""
EFFORT_MS = 400.0
"""Down to here (150/min) effort or a fright may explain a rate; beyond it no resting heart gets within a few beats."""
SAME = 1.1
"""The run began earlier than it was told while intervals are at most this much longer than its mean."""


def hurried(ms: list[float], beats: int) -> bool:
    """Whether the intervals before the run that ends `ms` had been shortening, none suddenly: an effort or a fright.

    The run has at least `beats` intervals. Such a jump is not told as one; what stays fast in a rest is told by its
    rate, half a minute later.
    """
    mean = sum(ms[-beats:]) / beats
    if mean < EFFORT_MS:
        return False
    start = len(ms) - beats
    while start > BEFORE and ms[start - 1] <= SAME * mean:
        start -= 1
    before = ms[start - BEFORE : start]
    return before[-1] <= HURRY * before[0] and all(STEP * a <= b <= a for a, b in pairwise(before))
