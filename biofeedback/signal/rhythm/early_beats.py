"""Early beats, told one beat later: short against the level, and then a beat that is not.

A few short ones in a row (couplets, triplets) count each; longer rows are runs, and another rule's. The threshold comes
nearer to the level where the heart is steady, never where it breathes deeply. What a breath or a second mark in one
beat explains is none.
"""

from __future__ import annotations

from biofeedback.signal.rhythm.rr_buffer import LEVEL_PAIRS, SHORTEST_MS, RrBuffer
from biofeedback.signal.running_median import RecentNumbers

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
MOST_IN_A_RUN = 12
"""After so many short ones in a row the level is taken anew: on a wrong one it would never be."""
SETTLED_BEATS = 4
"""Beats since time was lost after which a level is known."""

LEAST_BREATH_MS = 500.0
"""A breath at rest shortens no interval below this (120/min): made and true deep breathers stay above 530 ms, and rows
of early beats that come as regularly as breaths are shorter (400 ms in VitalDB 4158)."""
LEAST_SLOW_ROW_MS = 750.0
"""Two short intervals in a row that both lie above this (80/min) are a breath's valley, whatever its shape: it may have
two beats only, and be fallen into from one to the next. Rows of early beats are faster: of 403 in annotated records of
MIT-BIH four are as slow, all in one patient's fibrillation, which is told by its own rule."""
STAY_SHARE = 0.55
"""A breath stays up where it stepped to: the second interval after the last row kept this share of the step at least.
After early beats and their pause the rhythm is back at once, at half of it."""
SAME_VALLEY_SHARE = 0.9
"""Where the last whole breath is still remembered but this one was not shaped like one, a row of two or more no deeper
than this share of that breath's valley is its valley all the same."""


class EarlyBeats:
    """Counts early beats as they can be known."""

    def __init__(self) -> None:
        self._step = RecentNumbers(maxlen=LEVEL_PAIRS)
        self._shorts = 0
        self._deepest = 0.0  # of the shorts
        self._rest = 0.0  # the interval that ended the last row, until the next has come
        self._stayed = True  # that next one was as long, more or less
        self._valley = 0.0  # the shortest of the last breath among others alike; 0: there was none
        self._level = 0.0
        self._limit = EARLY_SHARE

    def count(self, rr: RrBuffer) -> int:
        """How many early beats the newest interval shows: those that came just before it."""
        if rr.run < 2:
            self._shorts = 0
            self._rest = 0.0
            return 0
        ms, before = rr.ms[-1], rr.ms[-2]
        found = self._judge(rr, ms, before) if rr.run > SETTLED_BEATS else 0
        self._step.append(abs(ms - before))
        return found

    def _judge(self, rr: RrBuffer, ms: float, before: float) -> int:
        if self._rest:
            self._stayed = ms - self._deepest >= STAY_SHARE * (self._rest - self._deepest)
            self._rest = 0.0
        if self._shorts > MOST_IN_A_RUN:
            self._shorts = 0
        if not self._shorts:
            level = max(rr.previous_level, rr.twice.level) if rr.twice.suspected else rr.previous_level
            if ms >= EARLY_SHARE_STEADY * level:
                return 0
            self._level = level
            step = self._step.low / level if len(self._step) else 1.0
            steady = max(EARLY_SHARE, min(EARLY_SHARE_STEADY, 1 - STEADY_STEPS * step))
            self._limit = steady if step < STEADY_STEP else EARLY_SHARE
        level = self._level
        sudden = 0.95 if self._limit > EARLY_SHARE else 0.9
        if SHORTEST_MS <= ms < self._limit * level and (self._shorts or ms < sudden * before):
            self._deepest = min(self._deepest, ms) if self._shorts else ms
            self._shorts += 1
            return 0
        shorts, self._shorts = self._shorts, 0
        if not 0 < shorts <= MOST_IN_A_ROW or self._of_breath(rr, shorts):
            return 0
        if ms <= LONGER_THAN_EARLY * before or ms <= LEAST_NORMAL_SHARE * level:
            return 0
        if ms + before >= LONGEST_PAIR_LEVELS * level:
            return 0
        clear = (
            (ms > LATE_AFTER_ONE * level or before < EARLY_ALONE_SHARE * level)
            if shorts == 1
            else ms > LATE_AFTER_SEVERAL * level
        )
        return max(0, shorts - rr.twice.in_row) if clear else 0

    def _of_breath(self, rr: RrBuffer, shorts: int) -> bool:
        """Whether the row was the valley of a slow, deep breath, known by its shape and by coming again."""
        self._rest = rr.ms[-1]
        if shorts > 1 and self._deepest >= LEAST_SLOW_ROW_MS:
            return True
        if self._deepest < LEAST_BREATH_MS or not self._stayed:
            return False
        if rr.wave.breathing:
            self._valley = self._deepest
            return True
        return shorts > 1 and rr.wave.period_ms > 0 and 0 < SAME_VALLEY_SHARE * self._valley <= self._deepest
