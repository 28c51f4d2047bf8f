"""Tells for every interval whether it is a normal one, finally, after at most two more.

Disturbed intervals are named and left out; nothing is interpolated or corrected. Only accepted intervals teach what is
natural, and the price of a disturbance falls as disturbances come often, so frequent early beats do not hide behind a
threshold that they widened themselves. What stays unexplained for long is a new level, and is learnt anew.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from math import exp, log
from statistics import median
from typing import NamedTuple

from biofeedback.findings import Beat, BeatClass, RawBeat
from biofeedback.signal.hypotheses import Explanation, Scene, disturbed, normal_cost
from biofeedback.signal.middle import Middle
from biofeedback.signal.scale import NaturalChange
from biofeedback.ticks import TICKS_PER_MS, TICKS_PER_S

LOOK_AHEAD = 2  # beats
AT_ONCE, AND_NEXT = 1.25, 3.0  # scales: a step this small, and no great one after it, needs no other explanation
SHORTEST = 240 * TICKS_PER_MS  # no ventricle is ready sooner
GAP = 3000 * TICKS_PER_MS  # longer than any interval at rest: a gap in the recording, unless it is k intervals
RARE, USUAL, FREQUENT = 0.0215, 0.025, 0.45  # how often disturbances are expected, a beat: least, at first, most
SLOWNESS = 60  # beats over which it is learnt how often they come
AMID = 0.18  # how often, from which on a heart's turns are neither learnt nor expected
RANGE = 0.35  # shares of an interval: a disturbance moves a beat by up to so much
EXPLAINED = 0.96  # what is natural is wider by this factor after a level that an explanation gave,
UNSURE = 1.7  # by this at the start and after a gap,
WIDER, WIDEST = 1.3, 4.0  # and by this factor more with each unexplained interval, up to so much
MEMORY, LOST = 16, 9  # so many of the last beats without a good explanation: the level itself must be wrong
SLIGHT = 0.09  # share of the level: refused changes no larger teach the scale too, so that it cannot freeze
OUTGROWN = 1.5  # scales: intervals less alike than this, at every lag, have outgrown the scale
RESTLESS = 0.06  # share of the level: but more than this between most intervals is ectopy, not a scale to learn
ALIKE = 0.12  # share: four intervals in a row this much alike and longer than before are a new level
BURST = 3  # unexplained intervals in a row are a burst from this one on


class Verdict(NamedTuple):
    """What one interval is, and whether that leaves the level in doubt."""

    kind: BeatClass
    normality: float
    doubtful: bool


class BeatClassifier:
    """Turns raw intervals into classified ones, one for one and in order."""

    def __init__(self) -> None:
        self._pending: deque[RawBeat] = deque()
        self._claimed: deque[Verdict] = deque()  # of the next intervals
        self._natural = NaturalChange(TICKS_PER_S)
        self._middle = Middle()
        self._level: float | None = None  # where the interval before was, or would have been undisturbed
        self._trust = UNSURE
        self._last: int | None = None  # the interval before, where it was normal
        self._change: int | None = None  # the change to it, where that was between normal ones
        self._earlier: int | None = None  # the change before that, likewise
        self._lately: deque[int] = deque(maxlen=MEMORY)  # raw intervals
        self._doubts: deque[bool] = deque(maxlen=MEMORY)
        self._refused: deque[bool] = deque(maxlen=MEMORY)
        self._unknown = 0  # unexplained intervals in a row
        self._fault_rate = self._early_rate = USUAL  # early beats come from the heart, faults from the strap
        self._index = 0

    def push(self, raw: RawBeat) -> tuple[Beat, ...]:
        """Take one interval; give the one before the last, with its final class."""
        self._pending.append(raw)
        if len(self._pending) <= LOOK_AHEAD:
            return ()
        return (self._settle(),)

    def flush(self) -> tuple[Beat, ...]:
        """Classify what is pending: nothing more will come."""
        return tuple(self._settle() for _ in range(len(self._pending)))

    def _settle(self) -> Beat:
        raw = self._pending.popleft()
        if raw.gap:
            self._claimed.clear()
            self._trust = max(self._trust, UNSURE)
            self._last = self._change = self._earlier = None
        verdict = self._claimed.popleft() if self._claimed else self._judge(raw)
        kind, normality, doubtful = verdict
        if kind is not BeatClass.NORMAL:
            self._last = self._change = self._earlier = None
        self._lately.append(raw.rr_ticks)
        self._doubts.append(doubtful)
        self._refused.append(kind is not BeatClass.NORMAL)
        if sum(self._doubts) >= LOST:
            self._lock_anew(self._likeness())
        elif sum(self._refused) >= LOST:
            self._doubt_scale()
        beat = Beat(index=self._index, t=raw.t, rr_ticks=raw.rr_ticks, kind=kind, normality=normality, gap=raw.gap)
        self._index += 1
        return beat

    def _judge(self, raw: RawBeat) -> Verdict:
        x = raw.rr_ticks
        y, z = self._ahead()
        natural = self._natural
        level = self._level
        if level is None:
            level = self._level = float(median(v for v in (x, y, z) if v is not None))
            natural = self._natural = NaturalChange(level)
        slope, earlier = self._change or 0, self._earlier or 0
        spread = log(RANGE * level / natural.scale)
        price = spread - log(self._fault_rate)
        if self._last is not None and x > SHORTEST:
            again, turn, scale = natural.again, natural.turn, natural.scale
            step = x - level - again * slope - turn * earlier
            onward = 0.0 if y is None else y - x - again * (x - level) - turn * slope
            if abs(step) <= AT_ONCE * scale and abs(onward) <= AND_NEXT * scale:
                return self._accept(x, 1 / (1 + exp(natural.surprise(step) - price)))
        early_price = spread - log(self._early_rate)
        middle = self._middle.value or level
        scene = Scene(natural, level, slope, earlier, self._trust, middle, price, early_price, x, y, z)
        found, cost = disturbed(scene), normal_cost(scene)
        normality = 1 / (1 + exp(max(-50.0, min(50.0, cost - found.cost))))
        if SHORTEST < x < GAP and (cost <= found.cost or self._steady(x, y, z)):
            return self._accept(x, max(0.5, normality))
        return self._refuse(x, found, min(0.5, normality))

    def _ahead(self) -> tuple[int | None, int | None]:
        """The next two intervals, as far as they are known and no time was lost before them."""
        pending = self._pending
        if not pending or pending[0].gap:
            return None, None
        if len(pending) == 1 or pending[1].gap:
            return pending[0].rr_ticks, None
        return pending[0].rr_ticks, pending[1].rr_ticks

    def _steady(self, x: int, y: int | None, z: int | None) -> bool:
        """Whether `x` is one of four intervals alike and longer than before: a slower level, not four missed beats."""
        if y is None or z is None or not self._lately:
            return False
        four = (self._lately[-1], x, y, z)
        return min(four) > (self._level or 0.0) and max(four) - min(four) < ALIKE * x

    def _accept(self, x: int, normality: float) -> Verdict:
        change = None
        if self._last is not None:
            change = x - self._last
            self._natural.learn(change, self._change, None if self._disturbed else self._earlier)
        self._earlier, self._change = self._change, change
        self._level, self._last, self._trust, self._unknown = float(x), x, 1.0, 0
        self._middle.push(x)
        self._fault_rate = max(RARE, self._fault_rate * (1 - 1 / SLOWNESS))
        self._early_rate = max(RARE, self._early_rate * (1 - 1 / SLOWNESS))
        return Verdict(BeatClass.NORMAL, normality, False)

    @property
    def _disturbed(self) -> bool:
        """Whether so much is refused that early beats may be among the accepted, and would teach their own turns."""
        return self._fault_rate + self._early_rate > AMID

    def _refuse(self, x: int, found: Explanation, normality: float) -> Verdict:
        kind = found.kind
        self._doubt(x, found)
        if kind is BeatClass.ECTOPIC:
            self._early_rate = min(FREQUENT, self._early_rate + (1 - self._early_rate) / SLOWNESS)
        else:
            self._fault_rate = min(FREQUENT, self._fault_rate + (1 - self._fault_rate) / SLOWNESS)
        if x >= GAP and kind is not BeatClass.MISSED:
            kind = BeatClass.GAP
        elif x <= SHORTEST:
            kind = BeatClass.EXTRA
        if found.claims > 1 or found.level != self._level:
            self._level, self._trust = found.level, EXPLAINED
            self._middle.push(round(found.level))
        else:
            self._trust = min(WIDEST, self._trust * WIDER)
            self._unknown += 1
            if kind is BeatClass.MISPLACED and self._unknown >= BURST:
                kind = BeatClass.BURST
        if self._disturbed:
            self._natural.forget_turns()
        verdict = Verdict(kind, normality, kind is not BeatClass.ECTOPIC or found.claims == 1)
        self._claimed.extend([verdict] * (found.claims - 1))
        return verdict

    def _doubt(self, x: int, found: Explanation) -> None:
        """Let slight changes that are refused teach the scale too: few do not move it, many must be natural."""
        level = self._level or 0.0
        if abs(x - level) < SLIGHT * level:
            self._natural.doubt(round(abs(x - level)))
        if found.kind is BeatClass.MISPLACED and found.claims > 1:
            change = abs(self._pending[0].rr_ticks - x)
            if change < 2 * SLIGHT * level:
                self._natural.doubt(change)

    def _likeness(self) -> list[int]:
        """Absolute changes between the last intervals as they came, at the lag where they are most alike.

        In bigeminy every second interval is alike, in trigeminy every third: early beats do not count as natural.
        """
        recent = list(self._lately)
        lags = ([abs(a - b) for a, b in zip(recent, recent[k:], strict=False)] for k in (1, 2, 3))
        return min(lags, key=median)

    def _doubt_scale(self) -> None:
        """Most of the last intervals were refused: early beats, or has natural change outgrown its scale?"""
        self._refused.clear()
        likeness = self._likeness()
        if OUTGROWN * self._natural.scale < median(likeness) < RESTLESS * (self._level or 0.0):
            self._lock_anew(likeness)

    def _lock_anew(self, likeness: list[int]) -> None:
        """Learn level and scale anew; means of neighbours hold through alternating beats."""
        self._level = median((a + b) / 2 for a, b in pairwise(self._lately))
        self._natural.begin_anew(likeness)
        self._middle.begin_anew(self._level)
        self._trust = UNSURE
        self._last = self._change = self._earlier = None
        self._claimed.clear()
        self._doubts.clear()
        self._refused.clear()
