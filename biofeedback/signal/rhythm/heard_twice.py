"""Beats heard twice: two short intervals that are one together, as a loose strap or a tall T wave makes them.

A row of short intervals is folded back where all of it is pairs, each as long as the whole intervals around it, with
the second mark always as late after the first, and no pause behind it: after an early beat the rhythm rests or starts
anew. What is folded is an early beat for no rule. One pair alone may be a true early beat between two others, so it is
believed only once another came as late; a row that is even throughout, as a tachycardia is, only then as well.

Measured on annotated hearts: fibrillation has two such pairs in a minute in 7 to 11 % of its beats, ventricular ectopy
of long-term records in 0.7 %; a strap that doubles every tenth beat in 84 %.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise

from biofeedback.findings import Rule
from biofeedback.signal.rhythm.folding import heard_wrongly
from biofeedback.signal.running_median import RunningMedian

LEVEL_BEATS = 15
"""Whole intervals whose median is the level: folded ones count as one, so doubled beats do not pull it down."""
LEVEL_GROUND_SHARE = 0.15
"""The level is learnt from intervals that differ by less than this share from the one before: pauses after early beats
would lift it until two beats of the rhythm itself looked like one."""
SHORT_SHARE = 0.86
"""Shorter than this share of the level may be a part: a second mark comes 280 ms or more after the first, which leaves
0.8 of an interval of 1400 ms."""
WHOLE_TOLERANCE = 0.1
"""A pair may be longer or shorter by this share of the level than the whole intervals on its two sides."""
SAME_LAG_SHARE = 0.08
"""The second marks of one row differ by at most this share of the level in how late they come."""
KNOWN_LAG_SHARE = 0.04
"""So near, as a share of the level, a pair's lag must be to another's of the last minute: a T wave is as late each
time, within some 12 ms; the couplings of early beats in a row differ by more."""
RUN_LAG_SHARE = 0.07
"""So near to it every other interval of a run must be, that may be a tachycardia else."""
PAUSE_SHARE = 1.15
"""A longer interval behind the row is a pause, and the row was of early beats."""
MERGED_SHARE = 1.85
"""Longer than this against the level, two beats were taken for one: a loose strap does both."""
REMEMBERED_S = 60.0
"""For how long a pair is remembered. Seconds."""
FOLDED_AT_BEATS = 6
"""A row of so many short intervals is folded before it ends: three pairs in a row."""
MOST_ROW_BEATS = 12
"""A longer row that cannot be folded is a new level."""
EVEN_ROW_BEATS = 4
"""From so many on, a row of intervals all alike may be a tachycardia."""
EVEN_SHARE = 0.16
"""Its intervals differ by less than this share of the level."""
LEAST_HEARD = 2
"""Pairs in the last minute from which a strap is suspected."""


class HeardTwice:
    """Finds them as they come. O(1) a beat; intervals in ms."""

    def __init__(self) -> None:
        self._whole = RunningMedian(LEVEL_BEATS)
        self._row: list[float] = []  # short ones in a row, up to now
        self._before = 0.0  # the whole interval before them
        self._lags: deque[tuple[float, float]] = (
            deque()
        )  # of each pair: when it was known, how late the second mark was
        self._last = 0.0  # the interval before the newest; 0: time was lost
        self._t = 0.0
        self.level = 0.0  # of whole intervals
        self.in_row = 0  # how many intervals of the row that the newest one ended are parts

    @property
    def count(self) -> int:
        """Beats heard twice in the last minute."""
        return len(self._lags)

    @property
    def suspected(self) -> bool:
        """Whether there are enough of them to doubt the strap."""
        return len(self._lags) >= LEAST_HEARD

    def push(self, ms: float, t: float, *, lost: bool) -> None:
        """Take the newest interval; `lost`: time was lost before it, or it cannot have happened."""
        self.in_row = 0
        self._t = t
        lags, row, level = self._lags, self._row, self.level
        while lags and t - lags[0][0] > REMEMBERED_S:
            lags.popleft()
        if lost:
            row.clear()
        elif ms < SHORT_SHARE * level:
            self._extend(ms, t)
        else:
            if row:
                merged = ms > MERGED_SHARE * level
                if merged or ms <= PAUSE_SHARE * max(level, self._before):
                    self._fold(t, level if merged else ms)
                row.clear()
            if abs(ms - self._last) < LEVEL_GROUND_SHARE * ms:
                self._learn(ms)
            self._before = ms if ms <= PAUSE_SHARE * self.level else self.level  # a pause is no measure of a beat
        self._last = 0.0 if lost else ms

    def explains(self, run: list[float]) -> bool:
        """Whether a run of these intervals is such beats, as others were a moment ago: every other one is their lag."""
        begun = self._t - sum(run) / 1000
        lags = sorted([lag for at, lag in self._lags if at <= begun])
        if len(lags) < LEAST_HEARD:
            return False
        level, lag = self.level, lags[len(lags) // 2]
        if any(abs(sum(pair) - level) > 2 * WHOLE_TOLERANCE * level for pair in pairwise(run)):
            return False
        return any(all(abs(ms - lag) < RUN_LAG_SHARE * level for ms in run[first::2]) for first in (0, 1))

    def _extend(self, ms: float, t: float) -> None:
        row = self._row
        row.append(ms)
        if len(row) == FOLDED_AT_BEATS:
            self._fold(t, self._before)
        elif len(row) > MOST_ROW_BEATS:
            if (found := heard_wrongly(row, self.level, Rule.SIGNAL)) is None:
                self._whole.reset(row)
                self.level = self._whole.low
                row.clear()
                return
            for beat in found.whole:
                self._learn(beat)
            self._before = found.whole[-1]
            is_part = sum(found.whole) < sum(row) - ms / 2  # of a beat whose second part has not come
            row[:] = [ms] if is_part else []

    def _learn(self, ms: float) -> None:
        self._whole.push(ms)
        self.level = self._whole.low

    def _fold(self, t: float, after: float) -> None:
        """Fold the row, if all of it is pairs; `after` is the whole interval behind it."""
        row, level = self._row, self.level
        beats, lags = whole_beats(row, self._before, after, WHOLE_TOLERANCE * level), row[::2]
        if not beats or max(lags) - min(lags) > SAME_LAG_SHARE * level:
            return
        lag = sum(lags) / len(lags)
        known = any(abs(lag - other) < KNOWN_LAG_SHARE * level for _, other in self._lags)
        if not known and len(row) >= EVEN_ROW_BEATS and max(row) - min(row) < EVEN_SHARE * level:
            return
        if known or len(beats) > 1:
            self.in_row = len(row)
        for beat in beats:
            self._learn(beat)
            self._lags.append((t, lag))
        self._before = beats[-1]
        row.clear()


def whole_beats(row: list[float], before: float, after: float, tolerance: float) -> list[float]:
    """The intervals that the row is made of, two parts each; none if any of it is not as long as those on its sides."""
    if len(row) % 2:
        return []
    beats = [a + b for a, b in zip(row[::2], row[1::2], strict=True)]
    for beat in beats:
        if not min(before, after) - tolerance <= beat <= max(before, after) + tolerance:
            return []
        before = beat
    return beats


def each_heard_twice(ms: list[float], level: float, beats: int = 4) -> bool:
    """Whether the last so many pairs of intervals that take turns make one interval each, and not two."""
    last = ms[-2 * beats :] if ms[-2 * beats] < ms[1 - 2 * beats] else ms[-1 - 2 * beats : -1]
    return all(abs(a + b - level) < level / 4 for a, b in zip(last[::2], last[1::2], strict=True))
