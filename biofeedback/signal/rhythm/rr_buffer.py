"""The last beats, and what several detectors need to know of them: the level, the roughness, where time was lost.

Everything is raw on purpose. Corrected intervals would hide the very patterns that are looked for, and a reference that
learns only from accepted beats can lock itself on a wrong level; medians of raw intervals do neither.
"""

from __future__ import annotations

from biofeedback.findings import Activity, RawBeat
from biofeedback.signal.breath_wave import BreathWave
from biofeedback.signal.rhythm.heard_twice import HeardTwice
from biofeedback.signal.running_median import RecentNumbers, RunningMedian
from biofeedback.ticks import TICKS_PER_MS

INTERVALS_KEPT = 256
"""Intervals kept at least, the longest any detector looks back beat by beat (about four minutes at 60/min)."""

LEVEL_PAIRS = 21
"""Pairs of neighbours whose median is the level: a third may be anything; a change is followed in ten beats."""

MINUTE_PAIRS = 61
"""Pairs whose median is the usual length, of about a minute: what a pattern of ten or twenty beats is compared with."""

LOST_TIME_MS = 2600.0
"""Longer intervals are lost time as often as pauses (healthy 24 h records: nearly always), and join nothing."""

SHORTEST_MS = 270.0
"""Above 222/min: no sinus beat of an adult at rest; nearly always a second mark in one beat."""

MULTIPLE_TOLERANCE = 0.07
"""How near to two or three times the level an interval is taken for beats not seen."""

SUDDEN_RATIO = 1.5
"""A beat not seen doubles one interval at once; a heart that truly slows passes through the lengths between."""

OVERLAP_MS = 750.0
"""An interval that is longer by more than this than the time since the last beat cannot have happened: the times of
beats are known to half a second."""

IMPLAUSIBLE_BEATS = 14
"""Intervals among which implausible ones are counted lately."""
IMPLAUSIBLE_MASK = (1 << IMPLAUSIBLE_BEATS) - 1
"""One bit for each of them."""

MOST_IMPLAUSIBLE_14 = 2
"""Implausible intervals of the last fourteen above which most detectors say nothing: the strap is doubted."""
IMPLAUSIBLE_LONG_BEATS = 30
"""Intervals among which implausible ones are counted over half a minute: so long ago a strap may have lost or made up a
beat and still be losing them."""
IMPLAUSIBLE_LONG_MASK = (1 << IMPLAUSIBLE_LONG_BEATS) - 1
"""One bit for each of them."""


class RrBuffer:
    """The newest beats. Intervals in milliseconds, oldest first; `run` of them follow each other without lost time."""

    def __init__(self) -> None:
        self.ms: list[float] = []
        self.t = 0.0
        self.activity = Activity.FREE
        self.contact: bool | None = None
        self.gap = False  # time was lost before the newest interval, or it cannot have happened
        self.run = 0
        self.implausible_14 = 0  # implausible intervals among the last fourteen
        self.implausible_30 = 0  # and among the last thirty
        self.level = 0.0  # median of pair means, ms; 0 while there is none
        self.previous_level = 0.0  # the level before the newest interval
        self._pairs = RunningMedian(LEVEL_PAIRS)
        self._minute_pairs = RecentNumbers(maxlen=MINUTE_PAIRS)
        self.twice = HeardTwice()
        self.wave = BreathWave()  # of raw intervals
        self._flags = 0
        self.plausible = True  # whether the newest interval can be one heartbeat's

    def push(self, raw: RawBeat, activity: Activity) -> None:
        """Take the newest interval."""
        ms = raw.rr_ticks / TICKS_PER_MS
        kept = self.ms
        impossible = bool(kept) and ms - 1000 * (raw.t - self.t) > OVERLAP_MS
        self.gap = raw.gap or impossible
        lost = self.gap or ms > LOST_TIME_MS
        self.previous_level = self.level
        implausible = lost or self._implausible(ms)
        self.plausible = not implausible
        self._flags = (self._flags << 1 | implausible) & IMPLAUSIBLE_LONG_MASK
        self.implausible_14 = (self._flags & IMPLAUSIBLE_MASK).bit_count()
        self.implausible_30 = self._flags.bit_count()
        self.wave.push(ms, lost)
        self.twice.push(ms, raw.t, lost=lost)
        if lost:
            self.run = 0
        else:
            if self.run:
                pair = (kept[-1] + ms) / 2
                self._pairs.push(pair)
                self.level = self._pairs.low
                self._minute_pairs.append(pair)
            self.run += 1
        kept.append(ms)
        if len(kept) >= 2 * INTERVALS_KEPT:
            del kept[:-INTERVALS_KEPT]
        self.t = raw.t
        self.activity = activity
        self.contact = raw.contact

    @property
    def minute_level(self) -> float:
        """The level over `MINUTE_PAIRS`: what the last minute was like, ms; 0 while there is none. Seldom asked for."""
        return self._minute_pairs.low if self._minute_pairs else 0.0

    def last(self, count: int) -> list[float]:
        """The newest `count` intervals, oldest first."""
        return self.ms[-count:]

    def since(self, t0: float, more: int, most: int) -> list[float]:
        """The intervals that end after `t0`, and so many before them; at most the last `most`."""
        count, t = 0, self.t
        while count < most and count < len(self.ms) and t > t0:
            count += 1
            t -= self.ms[-count] / 1000
        return self.ms[-min(most, count + more) :]

    def start_of(self, count: int) -> float:
        """When the first of the newest `count` intervals began, s."""
        return self.t - sum(self.ms[-count:]) / 1000

    def rate_per_s(self, t0: float, t1: float) -> float | None:
        """Beats a second between two times, from the intervals that end there; None without any."""
        t, count, total = self.t, 0, 0.0
        for ms in reversed(self.ms):
            if t <= t0:
                break
            if t <= t1:
                count, total = count + 1, total + ms
            t -= ms / 1000
        return 1000 * count / total if total else None

    def _implausible(self, ms: float) -> bool:
        """Whether this looks like a beat not seen or seen twice, judged by the level before it."""
        if ms < SHORTEST_MS:
            return True
        level = self.level
        if not level:
            return False
        ratio = ms / level
        if ratio > 1.8 and abs(ratio - round(ratio)) < MULTIPLE_TOLERANCE * ratio:
            return ms > SUDDEN_RATIO * min(self.ms[-4:])
        if ratio < 0.8 and self.run:
            earlier = self.ms[-1] / level
            return earlier < 0.8 and abs(earlier + ratio - 1) < 0.1
        return False
