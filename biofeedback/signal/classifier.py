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
from biofeedback.signal.hypotheses import FREEDOM, Explanation, Scene, disturbed, normal_cost, surprise
from biofeedback.signal.scale import Spread
from biofeedback.ticks import TICKS_PER_MS

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
SETTLED = 16  # accepted beats after which the scale is known, and tails are those of natural change
WIDER = 1.3  # trust is lost by this factor with each interval left out
WIDEST = 4.0
UNSURE = 2.0  # trust at the start and after a gap


class BeatClassifier:
    """Turns raw intervals into classified ones, one for one and in order."""

    def __init__(self) -> None:
        self._pending: deque[RawBeat] = deque()
        self._claimed: deque[tuple[BeatClass, float]] = deque()
        self._spread = Spread(1.0)
        self._level: float | None = None
        self._trust = UNSURE
        self._last: int | None = None  # the interval before, where it was normal
        self._lately: deque[int] = deque(maxlen=MEMORY)  # raw intervals
        self._lost: deque[bool] = deque(maxlen=MEMORY)
        self._unknown = 0
        self._index = 0
        self._rate = USUAL
        self._known = 0

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
            self._trust, self._last = max(self._trust, UNSURE), None
        if self._claimed:
            kind, normality = self._claimed.popleft()
        else:
            kind, normality = self._judge(raw)
        if kind is not BeatClass.NORMAL:
            self._last = None
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
            self._level = float(median(v for v in (x, y, z) if v is not None))
            self._spread = Spread(self._level)
        scale = self._spread.scale
        step = x - self._level
        price = log(RANGE * self._level / (self._rate * scale))
        if abs(step) <= AT_ONCE * scale and self._last is not None and x > SHORTEST:
            self._rate = max(RARE, self._rate * (1 - 1 / SLOWNESS))
            return self._accept(x, 1 / (1 + exp(surprise(step, scale) - price)))
        freedom = min(FREEDOM, 1 + self._known * (FREEDOM - 1) / SETTLED)
        scene = Scene(self._level, scale, scale * self._trust, x, y, z, freedom, price)
        found, cost = disturbed(scene), normal_cost(scene)
        normality = 1 / (1 + exp(max(-50.0, min(50.0, cost - found.cost))))
        if cost <= found.cost and SHORTEST < x < GAP:
            self._rate = max(RARE, self._rate * (1 - 1 / SLOWNESS))
            return self._accept(x, normality)
        self._rate = min(FREQUENT, self._rate + (1 - self._rate) / SLOWNESS)
        return self._refuse(x, found, min(0.5, normality))

    def _accept(self, x: int, normality: float) -> tuple[BeatClass, float]:
        if self._last is not None:
            self._spread.push(abs(x - self._last))
            self._known += 1
        self._level, self._last, self._trust, self._unknown = float(x), x, 1.0, 0
        return BeatClass.NORMAL, normality

    def _refuse(self, x: int, found: Explanation, normality: float) -> tuple[BeatClass, float]:
        kind = found.kind
        if x >= GAP and kind is not BeatClass.MISSED:
            kind = BeatClass.GAP
        elif x <= SHORTEST:
            kind = BeatClass.EXTRA
        if found.claims > 1 or found.level != self._level:
            self._level = found.level
        else:
            self._unknown += 1
            if kind is BeatClass.MISPLACED and self._unknown > 2:
                kind = BeatClass.BURST
        self._claimed.extend([(kind, normality)] * (found.claims - 1))
        self._trust = min(WIDEST, self._trust * WIDER)
        return kind, normality

    def _keep_lock(self, kind: BeatClass) -> None:
        """Learn level and scale anew when most of the last beats had no good explanation."""
        self._lost.append(kind not in (BeatClass.NORMAL, BeatClass.ECTOPIC))
        if sum(self._lost) < LOST:
            return
        recent = list(self._lately)
        self._level = median((a + b) / 2 for a, b in pairwise(recent))
        lags = ([abs(a - b) for a, b in zip(recent, recent[k:], strict=False)] for k in (1, 2, 3))
        self._spread.reset(min(lags, key=median))
        self._trust, self._last = UNSURE, None
        self._claimed.clear()
        self._lost.clear()
