"""How the heart answered each muscle group: averages locked to the schedule, for the end of a session.

One tension and its release tell little: a heart at rest wanders by as much. The schedule is known to the second, so the
answers are averaged over groups; thirteen repeats make the standard deviation 3.6 times smaller.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from biofeedback.findings import Beat, BeatClass, Estimate
from biofeedback.ticks import TICKS_PER_S, to_ms

BEFORE_S = 10.0
"""Seconds before the tension that it is compared with: two breaths, and the rest may be no longer."""
LATENCY_S = 1.0
"""Vagal withdrawal begins about half a second after the muscle; the first second of a tension is left out."""
REBOUND_S = 8.0
"""Seconds after the release in which the rate swings below rest, left out of the answer."""
AFTER_S = 30.0
"""Rest after the rebound that counts as the answer, at most."""
LEAST_BEATS = 3
"""Normal intervals below which a stretch has no mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResponse:
    """The answer to one muscle group, or to all of them (`group` None), averaged over `repeats`.

    `rise_bpm` is how much faster the heart went under tension than just before it, `fall_bpm` how much slower it went
    in the rest after it (positive: slower), `rmssd_gain` the change of ln RMSSD in that rest. Intervals are 95 %
    ones over repeats; a single repeat gives None.
    """

    group: str | None
    repeats: int
    rise_bpm: Estimate | None
    fall_bpm: Estimate | None
    rmssd_gain: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Repeat:
    group: str
    rise_bpm: float | None
    fall_bpm: float | None
    rmssd_gain: float | None


class _Stretch:
    """Sums over the normal intervals of a stretch of time."""

    __slots__ = ("n", "pairs", "square", "ticks")

    def __init__(self) -> None:
        self.n = self.ticks = self.pairs = self.square = 0

    def add(self, ticks: int, step: int | None) -> None:
        self.n += 1
        self.ticks += ticks
        if step is not None:
            self.pairs += 1
            self.square += step * step

    @property
    def hr_bpm(self) -> float | None:
        return 60.0 * TICKS_PER_S * self.n / self.ticks if self.n >= LEAST_BEATS else None

    @property
    def ln_rmssd(self) -> float | None:
        if self.pairs < LEAST_BEATS or self.square == 0:
            return None
        return math.log(to_ms(math.sqrt(self.square / self.pairs)))


class ResponseLog:
    """Told of each tension and release, and given the final beats in order, it keeps what each group answered."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, int, int | None]] = deque()
        self._last: int | None = None
        self._group: str | None = None
        self._tense_t = self._release_t = math.inf
        self._before, self._during, self._after = _Stretch(), _Stretch(), _Stretch()
        self._repeats: list[_Repeat] = []

    def tense(self, t: float, group: str) -> None:
        """The tension of a group begins at `t`; the rest of the one before it has ended."""
        self.end()
        self._group, self._tense_t = group, t
        self._before, self._during, self._after = _Stretch(), _Stretch(), _Stretch()
        for at, ticks, step in self._recent:
            if t - BEFORE_S <= at <= t:
                self._before.add(ticks, step)

    def release(self, t: float) -> None:
        """The tension ends."""
        self._release_t = t

    def end(self) -> None:
        """The rest after the last release is over, or the group was left; without a release nothing is kept of it."""
        group, released = self._group, self._release_t < math.inf
        self._group, self._tense_t, self._release_t = None, math.inf, math.inf
        if group is not None and released:
            before, after = self._before, self._after
            self._repeats.append(
                _Repeat(
                    group=group,
                    rise_bpm=_difference(self._during.hr_bpm, before.hr_bpm),
                    fall_bpm=_difference(before.hr_bpm, after.hr_bpm),
                    rmssd_gain=_difference(after.ln_rmssd, before.ln_rmssd),
                )
            )

    def push(self, beat: Beat) -> None:
        """The next final beat."""
        if beat.kind is not BeatClass.NORMAL:
            self._last = None
            return
        t, ticks = beat.t, beat.rr_ticks
        step = None if beat.gap or self._last is None else ticks - self._last
        self._last = ticks
        recent = self._recent
        recent.append((t, ticks, step))
        while recent[0][0] < t - BEFORE_S:
            recent.popleft()
        if self._tense_t + LATENCY_S < t <= self._release_t:
            self._during.add(ticks, step)
        elif self._release_t + REBOUND_S < t <= self._release_t + REBOUND_S + AFTER_S:
            self._after.add(ticks, step)

    def responses(self) -> tuple[GroupResponse, ...]:
        """One answer for each group, in the order they were first met, without those never released."""
        groups = dict.fromkeys(repeat.group for repeat in self._repeats)
        return tuple(_average(group, [r for r in self._repeats if r.group == group]) for group in groups)

    def overall(self) -> GroupResponse:
        """The answer over all repeats of all groups."""
        return _average(None, self._repeats)


def _difference(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def _average(group: str | None, repeats: Sequence[_Repeat]) -> GroupResponse:
    return GroupResponse(
        group=group,
        repeats=len(repeats),
        rise_bpm=_mean([r.rise_bpm for r in repeats if r.rise_bpm is not None]),
        fall_bpm=_mean([r.fall_bpm for r in repeats if r.fall_bpm is not None]),
        rmssd_gain=_mean([r.rmssd_gain for r in repeats if r.rmssd_gain is not None]),
    )


def _mean(values: Sequence[float]) -> Estimate | None:
    """Mean with its 95 % interval by Student's t (expansion of its quantile in 1/df, within 4 % from 3 df up)."""
    n = len(values)
    if n < 2:
        return None
    mean = math.fsum(values) / n
    sd = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))
    df = n - 1
    quantile = 12.706 if df == 1 else 4.303 if df == 2 else 1.96 + 2.37 / df + 2.82 / df**2
    half = quantile * sd / math.sqrt(n)
    return Estimate(value=mean, low=mean - half, high=mean + half)
