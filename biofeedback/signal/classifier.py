"""Tells for every interval whether it is a normal one, finally, after at most two more.

Disturbed intervals are named and left out; nothing is interpolated or corrected. Only what looks natural teaches the
scale, so frequent early beats do not hide behind a threshold they widened themselves; what stays unexplained for
long is a new level, and is learnt anew.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from math import exp, log
from statistics import median

from biofeedback.findings import Beat, BeatClass, RawBeat
from biofeedback.signal.hypotheses import Explanation, Scene, disturbed, normal_cost
from biofeedback.signal.middle import Middle
from biofeedback.signal.scale import NaturalChange
from biofeedback.ticks import TICKS_PER_MS, TICKS_PER_S

LOOK_AHEAD = 2  # beats
AT_ONCE = 1.25  # scales: a step this small needs no other explanation
SHORTEST = 240 * TICKS_PER_MS  # no heart repolarises faster
GAP = 3000 * TICKS_PER_MS  # longer than any interval at rest: a gap in the recording, unless it is k intervals
MEMORY = 16  # beats over which it is judged whether the lock is lost
LOST = 9  # of these unexplained
RARE, FREQUENT = 0.01, 0.3  # how often disturbances are expected at least and at most, a beat
USUAL = 0.02  # to begin with
SLOWNESS = 40  # beats over which it is learnt how often they come
RANGE = 0.35  # a disturbance moves a beat by up to so much of an interval
ALIKE = 0.12  # share: intervals in a row this much alike, longer than before, are a new level
WIDER = 1.3  # trust is lost by this factor with each interval left out
WIDEST = 4.0
EXPLAINED = 1.25  # trust in a level that an explanation gave
UNSURE = 2.0  # trust at the start and after a gap


class BeatClassifier:
    """Turns raw intervals into classified ones, one for one and in order."""

    def __init__(self) -> None:
        self._pending: deque[RawBeat] = deque()
        self._claimed: deque[tuple[BeatClass, float]] = deque()
        self._natural = NaturalChange(TICKS_PER_S)
        self._middle = Middle()
        self._level: float | None = None
        self._trust = UNSURE
        self._last: int | None = None  # the interval before, where it was normal
        self._change: int | None = None  # the change to it, where that was between normal ones
        self._lately: deque[int] = deque(maxlen=MEMORY)  # raw intervals
        self._lost: deque[bool] = deque(maxlen=MEMORY)
        self._unknown = 0
        self._index = 0
        self._rate = USUAL

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
            self._trust, self._last, self._change = max(self._trust, UNSURE), None, None
        if self._claimed:
            kind, normality = self._claimed.popleft()
        else:
            kind, normality = self._judge(raw)
        if kind is not BeatClass.NORMAL:
            self._last = self._change = None
        self._lately.append(raw.rr_ticks)
        self._keep_lock(kind)
        beat = Beat(index=self._index, t=raw.t, rr_ticks=raw.rr_ticks, kind=kind, normality=normality, gap=raw.gap)
        self._index += 1
        return beat

    def _judge(self, raw: RawBeat) -> tuple[BeatClass, float]:
        x = raw.rr_ticks
        ahead = self._pending
        y = ahead[0].rr_ticks if ahead and not ahead[0].gap else None
        z = ahead[1].rr_ticks if y is not None and len(ahead) > 1 and not ahead[1].gap else None
        if self._level is None:
            self._begin(x, y, z)
        level, natural = self._level or 0.0, self._natural
        slope = self._change or 0
        price = log(RANGE * level / (self._rate * natural.scale))
        if self._last is not None and x > SHORTEST:
            step = x - level - natural.lean * slope
            if abs(step) <= AT_ONCE * natural.scale:
                return self._accept(x, 1 / (1 + exp(natural.surprise(step) - price)))
        scene = Scene(natural, level, slope, self._trust, self._middle.value or level, price, x, y, z)
        found, cost = disturbed(scene), normal_cost(scene)
        normality = 1 / (1 + exp(max(-50.0, min(50.0, cost - found.cost))))
        if SHORTEST < x < GAP and (cost <= found.cost or self._steady(x, y, z)):
            return self._accept(x, max(0.5, normality))
        return self._refuse(x, found, min(0.5, normality))

    def _begin(self, x: int, y: int | None, z: int | None) -> None:
        self._level = float(median(v for v in (x, y, z) if v is not None))
        self._natural = NaturalChange(self._level)

    def _steady(self, x: int, y: int | None, z: int | None) -> bool:
        """Whether `x` is one of four intervals alike and longer than before: a slower level, not four missed beats."""
        if y is None or z is None or not self._lately:
            return False
        four = (self._lately[-1], x, y, z)
        return min(four) > (self._level or 0.0) and max(four) - min(four) < ALIKE * x

    def _accept(self, x: int, normality: float) -> tuple[BeatClass, float]:
        change = None
        if self._last is not None:
            change = x - self._last
            self._natural.learn(change, self._change)
        self._level, self._last, self._change, self._trust, self._unknown = float(x), x, change, 1.0, 0
        self._middle.push(x)
        self._rate = max(RARE, self._rate * (1 - 1 / SLOWNESS))
        return BeatClass.NORMAL, normality

    def _refuse(self, x: int, found: Explanation, normality: float) -> tuple[BeatClass, float]:
        kind = found.kind
        self._rate = min(FREQUENT, self._rate + (1 - self._rate) / SLOWNESS)
        if x >= GAP and kind is not BeatClass.MISSED:
            kind = BeatClass.GAP
        elif x <= SHORTEST:
            kind = BeatClass.EXTRA
        if found.claims > 1 or found.level != self._level:
            self._level = found.level
            self._middle.push(round(found.level))
            self._trust = EXPLAINED
        else:
            self._unknown += 1
            if kind is BeatClass.MISPLACED and self._unknown > 2:
                kind = BeatClass.BURST
            self._trust = min(WIDEST, self._trust * WIDER)
        self._claimed.extend([(kind, normality)] * (found.claims - 1))
        return kind, normality

    def _keep_lock(self, kind: BeatClass) -> None:
        """Learn level and scale anew when most of the last beats had no good explanation."""
        self._lost.append(kind not in (BeatClass.NORMAL, BeatClass.ECTOPIC))
        if sum(self._lost) < LOST:
            return
        recent = list(self._lately)
        self._level = median((a + b) / 2 for a, b in pairwise(recent))
        lags = ([abs(a - b) for a, b in zip(recent, recent[k:], strict=False)] for k in (1, 2, 3))
        self._natural.begin_anew(min(lags, key=median))
        self._middle.begin_anew(self._level)
        self._trust, self._last, self._change = UNSURE, None, None
        self._claimed.clear()
        self._lost.clear()
