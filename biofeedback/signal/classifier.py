"""Tells for every interval whether it is a normal one, finally, after at most two more.

Disturbed intervals are named and left out; nothing is interpolated or corrected. Only accepted intervals teach what is
natural, and the penalty of a disturbance falls as disturbances come often, so frequent early beats do not hide behind a
threshold that they widened themselves. What stays unexplained for long is a new level, and is learnt anew.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from math import exp, log
from statistics import median

from msgspec import Struct

from biofeedback.findings import Beat, BeatClass, RawBeat
from biofeedback.signal.breath_steps import Breath
from biofeedback.signal.breath_wave import BreathWave
from biofeedback.signal.change_model import Ar2Innovations
from biofeedback.signal.hypotheses import Explanation, cheapest_disturbance, least_penalty
from biofeedback.signal.natural import Context, normal_cost
from biofeedback.signal.running_median import RecentNumbers
from biofeedback.ticks import TICKS_PER_MS, TICKS_PER_S

LOOK_AHEAD = 2
"""Beats after which the class of one is final."""
CLEARLY_NORMAL_SCALES = 1.25
"""An innovation this small, followed by one no greater than `NEXT_NORMAL_SCALES`, is normal: no other explanation is
tried. Scales."""
NEXT_NORMAL_SCALES = 3.0
"""The greatest innovation that may follow such a one. Scales."""
SURE_NATS = 2.5
"""An interval that costs so much less than any disturbance is normal: none is tried. The likeliest of them is taken to
cost so much more than a fault's penalty."""
SHORTEST_TICKS = 240 * TICKS_PER_MS
"""No ventricle is ready sooner."""
GAP_TICKS = 3000 * TICKS_PER_MS
"""Longer than any interval at rest: a gap in the recording, unless it is k intervals."""
LEAST_RATE = 0.0215
"""How often disturbances are expected, a beat, at least."""
FIRST_RATE = 0.025
"""How often they are expected, a beat, at first."""
MOST_RATE = 0.45
"""How often they are expected, a beat, at most."""
RATE_MEMORY_BEATS = 60
"""Beats over which it is learnt how often they come."""
MOST_RATE_FOR_COEFFICIENTS = 0.18
"""Disturbances a beat above which the coefficients of change are neither learnt nor used."""
DISPLACEMENT_SHARE = 0.35
"""A disturbance moves a beat by up to so much, as a share of the interval."""
WIDENING_EXPLAINED = 0.96
"""What is natural is wider by this factor after a level that an explanation gave."""
WIDENING_UNSURE = 1.7
"""The same at the start and after a gap."""
WIDENING_STEP = 1.3
"""And by this factor more with each unexplained interval."""
MOST_WIDENING = 4.0
"""Up to so much. Factor."""
RECENT_BEATS = 16
"""The last beats that are remembered, to notice a wrong level by. Beats."""
LOST_BEATS = 9
"""So many of `RECENT_BEATS` without a good explanation: the level itself must be wrong. Beats."""
SLIGHT_CHANGE_SHARE = 0.09
"""Refused changes no larger than this share of the level teach the scale too, so that it cannot freeze."""
OUTGROWN_SCALES = 1.5
"""Intervals less alike than this, at every lag, have outgrown the scale."""
ECTOPY_CHANGE_SHARE = 0.06
"""But more than this share of the level between most intervals is ectopy, not a scale to learn."""
NEW_LEVEL_SPREAD_SHARE = 0.12
"""Four intervals in a row that spread by less than this share, and longer than before, are a new level."""
BURST_BEATS = 3
"""Unexplained intervals in a row are a burst from this one on."""
LEVEL_MEDIAN_BEATS = 11
"""Intervals whose median the level may come back to: about two breaths."""


class Verdict(Struct, frozen=True):
    """What one interval is, and whether that leaves the level in doubt."""

    kind: BeatClass
    normality: float
    doubtful: bool


class BeatClassifier:
    """Turns raw intervals into classified ones, one for one and in order."""

    def __init__(self) -> None:
        self._pending: deque[RawBeat] = deque()
        self._claimed: deque[Verdict] = deque()  # of the next intervals
        self._model = Ar2Innovations(TICKS_PER_S)
        self._median = RecentNumbers(maxlen=LEVEL_MEDIAN_BEATS)
        self._breath = BreathWave()
        self._level: float | None = None  # where the interval before was, or would have been undisturbed
        self._widening = WIDENING_UNSURE
        self._last: int | None = None  # the interval before, where it was normal
        self._change: int | None = None  # the change to it, where that was between normal ones
        self._earlier_change: int | None = None  # the change before that, likewise
        self._recent: deque[int] = deque(maxlen=RECENT_BEATS)  # raw intervals
        self._doubts: deque[bool] = deque(maxlen=RECENT_BEATS)
        self._refused: deque[bool] = deque(maxlen=RECENT_BEATS)
        self._unexplained = 0  # intervals in a row
        self._fault_rate = FIRST_RATE  # faults come from the strap
        self._early_rate = FIRST_RATE  # early beats come from the heart
        self._index = 0

    def push(self, raw: RawBeat) -> tuple[Beat, ...]:
        """Take one interval; give the one before the last, with its final class."""
        self._pending.append(raw)
        self._breath.push(raw.rr_ticks / TICKS_PER_MS, raw.gap)
        if len(self._pending) <= LOOK_AHEAD:
            return ()
        return (self._finalise(),)

    def flush(self) -> tuple[Beat, ...]:
        """Classify what is pending: nothing more will come."""
        return tuple(self._finalise() for _ in range(len(self._pending)))

    def _finalise(self) -> Beat:
        raw = self._pending.popleft()
        if raw.gap:
            self._claimed.clear()
            self._widening = max(self._widening, WIDENING_UNSURE)
            self._forget_neighbours()
        verdict = self._claimed.popleft() if self._claimed else self._judge(raw)
        kind = verdict.kind
        refused = kind is not BeatClass.NORMAL
        self._recent.append(raw.rr_ticks)
        self._doubts.append(verdict.doubtful)
        self._refused.append(refused)
        if refused:
            self._forget_neighbours()
            self._check_level()
        normality = verdict.normality
        beat = Beat(index=self._index, t=raw.t, rr_ticks=raw.rr_ticks, kind=kind, normality=normality, gap=raw.gap)
        self._index += 1
        return beat

    def _check_level(self) -> None:
        """Whether so much is refused that the level or the scale must be wrong."""
        if sum(self._doubts) >= LOST_BEATS:
            self._reinitialise(self._smallest_lagged_changes())
        elif sum(self._refused) >= LOST_BEATS:
            self._reconsider_scale()

    def _forget_neighbours(self) -> None:
        """The next interval has no normal one before it."""
        self._last = None
        self._change = None
        self._earlier_change = None

    def _judge(self, raw: RawBeat) -> Verdict:
        x = raw.rr_ticks
        y, z = self._ahead()
        model = self._model
        level = self._level
        if level is None:
            level = self._level = float(median(v for v in (x, y, z) if v is not None))
            model = self._model = Ar2Innovations(level)
        change, earlier = self._change or 0, self._earlier_change or 0
        spread = log(DISPLACEMENT_SHARE * level / model.scale)
        fault_penalty = spread - log(self._fault_rate)
        if self._last is not None and x > SHORTEST_TICKS:
            phi1, phi2, scale = model.phi1, model.phi2, model.scale
            innovation = x - level - phi1 * change - phi2 * earlier
            next_innovation = 0.0 if y is None else y - x - phi1 * (x - level) - phi2 * change
            if abs(innovation) <= CLEARLY_NORMAL_SCALES * scale and abs(next_innovation) <= NEXT_NORMAL_SCALES * scale:
                return self._accept(x, 1 / (1 + exp(model.neg_log_likelihood(innovation) - fault_penalty)))
        early_penalty = spread - log(self._early_rate)
        usual = self._median.high if self._median else level
        wave, settled = self._breath, self._earlier_change is not None
        breath = Breath(wave.breathing, TICKS_PER_MS * wave.peak_ms, TICKS_PER_MS * wave.swing_ms)
        context = Context(
            model, level, change, earlier, self._widening, usual, fault_penalty, early_penalty, x, y, z, breath, settled
        )
        cost = normal_cost(context)
        if cost < least_penalty(context) - SURE_NATS and SHORTEST_TICKS < x < GAP_TICKS:
            return self._accept(x, 1 / (1 + exp(cost - fault_penalty - SURE_NATS)))
        found = cheapest_disturbance(context)
        normality = 1 / (1 + exp(max(-50.0, min(50.0, cost - found.cost))))
        if SHORTEST_TICKS < x < GAP_TICKS and (cost <= found.cost or self._begins_slower_level(x, y, z)):
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

    def _begins_slower_level(self, x: int, y: int | None, z: int | None) -> bool:
        """Whether `x` is one of four intervals alike and longer than before: a slower level, not four missed beats."""
        if y is None or z is None or not self._recent:
            return False
        four = (self._recent[-1], x, y, z)
        return min(four) > (self._level or 0.0) and max(four) - min(four) < NEW_LEVEL_SPREAD_SHARE * x

    def _accept(self, x: int, normality: float) -> Verdict:
        change = None
        if self._last is not None:
            change = x - self._last
            self._model.learn(change, self._change, None if self._often_disturbed else self._earlier_change)
            if abs(change) > (most := self._model.most_telling):
                change = most if change > 0 else -most
        self._earlier_change = self._change
        self._change = change
        self._last = x
        self._level = float(x)
        self._widening = 1.0
        self._unexplained = 0
        self._median.append(x)
        if self._fault_rate > LEAST_RATE:
            self._fault_rate = _lowered(self._fault_rate)
        if self._early_rate > LEAST_RATE:
            self._early_rate = _lowered(self._early_rate)
        return Verdict(BeatClass.NORMAL, normality, False)

    @property
    def _often_disturbed(self) -> bool:
        """Whether so much is refused that early beats may be among the accepted, and would teach how they alternate."""
        return self._fault_rate + self._early_rate > MOST_RATE_FOR_COEFFICIENTS

    def _refuse(self, x: int, found: Explanation, normality: float) -> Verdict:
        kind = found.kind
        self._learn_slight_change(x, found)
        if kind is BeatClass.ECTOPIC:
            self._early_rate = _raised(self._early_rate)
        else:
            self._fault_rate = _raised(self._fault_rate)
        if x >= GAP_TICKS and kind is not BeatClass.MISSED:
            kind = BeatClass.GAP
        elif x <= SHORTEST_TICKS:
            kind = BeatClass.EXTRA
        if found.claims > 1 or found.level != self._level:
            self._level = found.level
            self._widening = WIDENING_EXPLAINED
            self._median.append(round(found.level))
        else:
            self._widening = min(MOST_WIDENING, self._widening * WIDENING_STEP)
            self._unexplained += 1
            if kind in (BeatClass.MISPLACED, BeatClass.MISSED) and self._unexplained >= BURST_BEATS:
                kind = BeatClass.BURST
        if self._often_disturbed:
            self._model.forget_coefficients()
        verdict = Verdict(kind, normality, kind is not BeatClass.ECTOPIC or found.claims == 1)
        self._claimed.extend([verdict] * (found.claims - 1))
        return verdict

    def _learn_slight_change(self, x: int, found: Explanation) -> None:
        """Let slight changes that are refused teach the scale too: few do not move it, many must be natural."""
        level = self._level or 0.0
        if abs(x - level) < SLIGHT_CHANGE_SHARE * level:
            self._model.learn_refused(round(abs(x - level)))
        if found.kind is BeatClass.MISPLACED and found.claims > 1:
            change = abs(self._pending[0].rr_ticks - x)
            if change < 2 * SLIGHT_CHANGE_SHARE * level:
                self._model.learn_refused(change)

    def _smallest_lagged_changes(self) -> list[int]:
        """Absolute changes between the last intervals as they came, at the lag where they are most alike.

        In bigeminy every second interval is alike, in trigeminy every third: early beats do not count as natural.
        """
        recent = list(self._recent)
        lags = ([abs(a - b) for a, b in zip(recent, recent[k:], strict=False)] for k in (1, 2, 3))
        return min(lags, key=median)

    def _reconsider_scale(self) -> None:
        """Most of the last intervals were refused: early beats, or has natural change outgrown its scale?"""
        self._refused.clear()
        changes = self._smallest_lagged_changes()
        if OUTGROWN_SCALES * self._model.scale < median(changes) < ECTOPY_CHANGE_SHARE * (self._level or 0.0):
            self._reinitialise(changes)

    def _reinitialise(self, changes: list[int]) -> None:
        """Learn level and scale anew; means of neighbours hold through alternating beats."""
        self._level = median((a + b) / 2 for a, b in pairwise(self._recent))
        self._model.reinitialise(changes)
        self._median.clear()
        self._median.append(round(self._level))
        self._widening = WIDENING_UNSURE
        self._forget_neighbours()
        self._claimed.clear()
        self._doubts.clear()
        self._refused.clear()


def _lowered(rate: float) -> float:
    """How often disturbances are expected after a beat without one."""
    return max(LEAST_RATE, rate * (1 - 1 / RATE_MEMORY_BEATS))


def _raised(rate: float) -> float:
    """The same after one with."""
    return min(MOST_RATE, rate + (1 - rate) / RATE_MEMORY_BEATS)
