"""How the heart answered each muscle group: averages locked to the schedule, for the end of a session.

One tension and its release tell little: a heart at rest wanders by as much. The schedule is known to the second, so the
answers are averaged over groups; thirteen repeats make the standard deviation 3.6 times smaller.

Each rest is compared with the seconds just before its own tension, so that a drift over the session cancels out. The
other side of it: a calm that stays from one group to the next is no answer here. That is the shift watch's business.

A stretch of rest through which a sensor saw the body move is left out; a tension moves, and stays as it is.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from biofeedback.findings import Beat, BeatClass, Estimate
from biofeedback.signal.shift import always_quiet
from biofeedback.signal.stats import OUTSIDE, mean_of_some, trimmed_mean
from biofeedback.signal.window import LEAST_COVERAGE
from biofeedback.ticks import TICKS_PER_S, to_ms

SEGMENT_S = 10.0
"""Seconds before the tension that it is compared with: two breaths, and the rest may be no longer."""
VAGAL_LATENCY_S = 1.0
"""Vagal withdrawal begins about half a second after the muscle; the first second of a tension is left out."""
REBOUND_S = 8.0
"""Seconds after a tension in which the rate swings below rest: left out of the answer, and judged as part of the
tension."""
ANSWER_S = 40.0
"""Rest after the rebound that counts as the answer, at most: four stretches as long as the one before the tension."""
LEAST_SEGMENT_BEATS = 3
"""Normal intervals below which a stretch has no mean."""
LEAST_REPEATS = 4
"""Tensions below which nothing can be told: from three differences on, Student's t is no longer mostly its own tail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResponse:
    """The answer to one muscle group, or to all of them (`group` None), averaged over `repeats`.

    `rise_bpm` is how much faster the heart went under tension than just before it, `fall_bpm` how much slower it went
    in the rest after it (positive: slower), `rmssd_gain` the change of ln RMSSD in that rest (absent where breathing
    was paced there: another pace changes RMSSD by itself). None: cannot tell.

    The whole is a trimmed mean over repeats with its 95 % interval. The interval of a group takes the spread from all
    repeats of the session, since a group is seldom tensed more than twice (too wide rather than too narrow, where
    groups differ), and the groups share the 5 %: one session in twenty says something wrong of any of them.
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


class _SegmentSums:
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

    def fills(self, seconds: float) -> bool:
        return self.n >= LEAST_SEGMENT_BEATS and self.ticks >= LEAST_COVERAGE * seconds * TICKS_PER_S

    @property
    def hr_bpm(self) -> float:
        return 60.0 * TICKS_PER_S * self.n / self.ticks

    @property
    def ln_rmssd(self) -> float | None:
        if self.pairs < LEAST_SEGMENT_BEATS or self.square == 0:
            return None
        return math.log(to_ms(math.sqrt(self.square / self.pairs)))


class _Tension:
    """One tension with the rest after it. Each beat goes where its own time says, however late it became final."""

    def __init__(self, group: str, t: float, quiet_from: float, unquiet: Callable[[float, float], bool]) -> None:
        self.group = group
        self.begun = t
        self.released = math.inf
        self.ended = math.inf
        self.paced = False
        self._unquiet = unquiet
        self._quiet_from = quiet_from  # before that an earlier tension still sounds
        self._before = _SegmentSums()
        self._during = _SegmentSums()
        self._after = [_SegmentSums() for _ in range(round(ANSWER_S / SEGMENT_S))]

    @property
    def over(self) -> float:
        """When no beat counts any more."""
        return min(self.ended, self.released + REBOUND_S + ANSWER_S)

    def push(self, t: float, ticks: int, step: int | None) -> None:
        if self.begun - SEGMENT_S < t <= self.begun:
            if t > self._quiet_from:
                self._before.add(ticks, step)
        elif self.begun + VAGAL_LATENCY_S < t <= self.released:
            self._during.add(ticks, step)
        elif self.released + REBOUND_S < t <= self.over:
            place = int((t - self.released - REBOUND_S) / SEGMENT_S)
            self._after[min(place, len(self._after) - 1)].add(ticks, step)

    def repeat(self) -> _Repeat:
        """Each stretch of the rest is as long as the one before: ln RMSSD is lower the shorter a stretch is."""
        before = self._before if self._rested(self._before, self.begun - SEGMENT_S) else None
        held = self._during.fills(self.released - self.begun - VAGAL_LATENCY_S)
        whole = int((self.over - self.released - REBOUND_S) / SEGMENT_S + 1e-9)
        settled = self.released + REBOUND_S
        after = [
            segment
            for k, segment in enumerate(self._after[: max(0, whole)])
            if self._rested(segment, settled + k * SEGMENT_S)
        ]
        if before is None or 2 * len(after) <= whole:
            after = []
        rate = _mean([segment.hr_bpm for segment in after])
        fast = _mean([each for segment in after if (each := segment.ln_rmssd) is not None])
        return _Repeat(
            group=self.group,
            rise_bpm=self._during.hr_bpm - before.hr_bpm if before is not None and held else None,
            fall_bpm=before.hr_bpm - rate if before is not None and rate is not None else None,
            rmssd_gain=None if self.paced or before is None else _difference(fast, before.ln_rmssd),
        )

    def _rested(self, segment: _SegmentSums, began: float) -> bool:
        return segment.fills(SEGMENT_S) and not self._unquiet(began, began + SEGMENT_S)


class ResponseLog:
    """Told of each tension and release, and given the final beats in order, it keeps what each group answered.

    `unquiet` (begin and end, seconds): whether the body moved through such a stretch, where a sensor tells it.
    """

    def __init__(self, unquiet: Callable[[float, float], bool] = always_quiet) -> None:
        self._unquiet = unquiet
        self._recent: deque[tuple[float, int, int | None]] = deque()
        self._last: int | None = None
        self._open: deque[_Tension] = deque()  # the one in hand, and the one before while its beats become final
        self._quiet_from = -math.inf
        self._repeats: list[_Repeat] = []

    def tense(self, t: float, group: str) -> None:
        """The tension of a group begins at `t`; the rest of the one before it has ended."""
        self.end(t)
        tension = _Tension(group, t, self._quiet_from, self._unquiet)
        for beat in self._recent:
            tension.push(*beat)
        self._open.append(tension)
        self._quiet_from = math.inf  # until it is let go

    def release(self, t: float, *, paced: bool = False) -> None:
        """The tension ends after its time; `paced`: the breathing of the rest follows a cue."""
        self._quiet_from = t + REBOUND_S
        if self._open:
            self._open[-1].released = t
            self._open[-1].paced = paced

    def end(self, t: float) -> None:
        """The rest after the last release is over; a tension that was broken off is not kept at all."""
        if not self._open:
            return
        last = self._open[-1]
        if last.released == math.inf:
            self._open.pop()
            self._quiet_from = t + REBOUND_S
        else:
            last.ended = min(last.ended, t)

    def push(self, beat: Beat) -> None:
        """The next final beat."""
        if beat.kind is not BeatClass.NORMAL:
            self._last = None
            return
        t, ticks = beat.t, beat.rr_ticks
        step = None if beat.gap or self._last is None else ticks - self._last
        self._last = ticks
        self._recent.append((t, ticks, step))
        while self._recent[0][0] < t - SEGMENT_S:
            self._recent.popleft()
        while self._open and self._open[0].over < t:
            self._repeats.append(self._open.popleft().repeat())
        for tension in self._open:
            tension.push(t, ticks, step)

    def responses(self, t: float) -> tuple[GroupResponse, ...]:
        """The answer over all groups, then one for each in the order they were met, as known at `t`; none: ()."""
        self.end(t)
        repeats = [*self._repeats, *(tension.repeat() for tension in self._open)]
        if not repeats:
            return ()
        groups = dict.fromkeys(repeat.group for repeat in repeats)
        return (_average(None, repeats, 1), *(_average(group, repeats, len(groups)) for group in groups))


def _difference(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a - b


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _average(group: str | None, repeats: Sequence[_Repeat], groups: int) -> GroupResponse:
    ours = [repeat for repeat in repeats if group in (None, repeat.group)]

    def estimate(answer: Callable[[_Repeat], float | None]) -> Estimate | None:
        values = [value for repeat in repeats if (value := answer(repeat)) is not None]
        own = [value for repeat in ours if (value := answer(repeat)) is not None]
        if len(values) < LEAST_REPEATS or not own:
            return None
        return trimmed_mean(values) if group is None else mean_of_some(own, values, OUTSIDE / groups)

    return GroupResponse(
        group=group,
        repeats=len(ours),
        rise_bpm=estimate(lambda repeat: repeat.rise_bpm),
        fall_bpm=estimate(lambda repeat: repeat.fall_bpm),
        rmssd_gain=estimate(lambda repeat: repeat.rmssd_gain),
    )
