"""Whether a heart had begun to hurry by itself before it jumped."""

from __future__ import annotations

from itertools import pairwise

HURRY_BEATS = 5
"""Intervals looked at: a sinus node that is driven takes some beats, one early beat is no hurry."""
HURRY_RATIO = 0.9
"""The last of them against the first."""
LEAST_STEP_RATIO = 0.88
"""Each against the one before: a greater step is an early beat, which often opens a tachycardia."""
EFFORT_MS = 400.0
"""Down to here (150/min) effort or a fright may explain a rate; beyond it no resting heart gets within a few beats."""
SAME_RUN_RATIO = 1.1
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
    while start > HURRY_BEATS and ms[start - 1] <= SAME_RUN_RATIO * mean:
        start -= 1
    before = ms[start - HURRY_BEATS : start]
    return before[-1] <= HURRY_RATIO * before[0] and all(LEAST_STEP_RATIO * a <= b <= a for a, b in pairwise(before))
