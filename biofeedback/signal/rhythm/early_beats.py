"""Early beats, told one beat later: short against the level, and then a beat that is not.

A few short ones in a row (couplets, triplets) count each; longer rows are runs, and another rule's. The threshold comes
nearer to the level where the heart is steady, never where it breathes deeply.
"""

from __future__ import annotations

from biofeedback.signal.rhythm.rr_buffer import LEVEL_PAIRS, SHORTEST_MS, RrBuffer
from biofeedback.signal.running_median import RunningMedian

EARLY_SHARE = 0.84
"""Shorter than this share of the level is early for any heart (PVCs: 0.73 of the level before, half of all)."""
EARLY_SHARE_STEADY = 0.89
"""Where the heart is steady, up to this share of the level is early."""
STEADY_STEPS = 4.0
"""In a steady heart, early is four typical steps below the level, up to EARLY_SHARE_STEADY."""
STEADY_STEP = 0.04
"""A typical step below this share of the level is a steady heart's."""
EARLY_ALONE_SHARE = 0.80
"""So early that it counts even if the next beat comes without a pause, as after an atrial one."""
LATE_AFTER_ONE = 1.04
"""After one early beat the next ends later than this share of the level: the pause."""
LATE_AFTER_SEVERAL = 1.0
"""After several it is no shorter than the level."""
LEAST_NORMAL_SHARE = 0.88
"""The interval after early beats is itself longer than this share of the level."""
LONGER_THAN_EARLY = 1.1
"""It is longer than the early one by a tenth, too."""
LONGEST_PAIR_LEVELS = 2.3
"""An early beat and the next are at most this many levels long: beyond it a beat was not seen."""
MOST_IN_A_ROW = 4
"""Early beats in a row; more are a run."""
SETTLED_BEATS = 4
"""Beats since time was lost after which a level is known."""


class EarlyBeats:
    """Counts early beats as they can be known."""

    def __init__(self) -> None:
        self._step = RunningMedian(LEVEL_PAIRS)
        self._shorts = 0
        self._level = 0.0
        self._limit = EARLY_SHARE

    def count(self, rr: RrBuffer) -> int:
        """How many early beats the newest interval shows: those that came just before it."""
        if rr.run < 2:
            self._shorts = 0
            return 0
        ms, before = rr.ms[-1], rr.ms[-2]
        found = self._judge(rr, ms, before) if rr.run > SETTLED_BEATS else 0
        self._step.push(abs(ms - before))
        return found

    def _judge(self, rr: RrBuffer, ms: float, before: float) -> int:
        if not self._shorts:
            self._level = rr.previous_level
            step = self._step.low / rr.previous_level if len(self._step) else 1.0
            steady = max(EARLY_SHARE, min(EARLY_SHARE_STEADY, 1 - STEADY_STEPS * step))
            self._limit = steady if step < STEADY_STEP else EARLY_SHARE
        level = self._level
        sudden = 0.95 if self._limit > EARLY_SHARE else 0.9
        if SHORTEST_MS <= ms < self._limit * level and (self._shorts or ms < sudden * before):
            self._shorts += 1
            return 0
        shorts, self._shorts = self._shorts, 0
        if not 0 < shorts <= MOST_IN_A_ROW or ms <= LONGER_THAN_EARLY * before or ms <= LEAST_NORMAL_SHARE * level:
            return 0
        if ms + before >= LONGEST_PAIR_LEVELS * level:
            return 0
        clear = (
            (ms > LATE_AFTER_ONE * level or before < EARLY_ALONE_SHARE * level)
            if shorts == 1
            else ms > LATE_AFTER_SEVERAL * level
        )
        return shorts if clear else 0
