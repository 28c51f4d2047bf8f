"""Whether a column of times fits the intervals beside it: judged by its values, whatever it is called.

A clock may tell when each beat was, or when its interval arrived or was written, which wavers and may be shared by
several; it may run in any unit, begin anew, be written newest first, or be no clock of these intervals at all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import accumulate, pairwise
from statistics import fmean, median

from simulators.recordings.formats.tape import GAP_S

AGREES = 1.15
"""Clock and sum of the intervals may differ by 15 %: straps lose beats, phones stall."""

_UNITS_S = (1.0, 1e-3, 1e-6, 1e-9, 86_400.0)
"""Seconds in the units of clocks without a stated one: s, ms, us, ns, days of a spreadsheet."""

_RARE_UNITS_S = (1 / 1024, 1 / 256, 1 / 128, 60.0, 3600.0)
"""Rarer ones, tried where none of the others fits."""

_WINDOW = 16
"""Intervals over which clock and sum are compared: a packet holds fewer, a gap is in few windows."""

_LEAST_TO_JUDGE = 30
"""Intervals before a clock may refuse a file."""

_SLACK_S = 3.0
"""A clock of whole seconds and late packets may hide so much at its ends. Seconds."""

_LATE_STEPS = 25
"""Steps that a clock of arrival may go back where late packets were written after others."""

_MOST_FALLS = 0.02
"""Of the rows: a clock that goes back more often is none."""

_LEAST_FILLED = 0.5
"""Of the rows: a column that is empty more often is no clock."""

_MOST_BAD = 0.05
"""Of the rows: cells that are no time, or stand out of order by themselves."""

_FITS_S = GAP_S / 4
"""Mean misfit of a clock that tells when beats were: rounding to 0.1 s, or a gap at a fifth of them. Seconds."""

_CLOSE_S = 0.02
"""Two thirds of the beats this near say that a clock is the beats' own, however many gaps it has. Seconds."""

_COARSE_S = 0.5
"""A clock of whole seconds cannot tell when a beat was. Seconds."""

_EPOCH_S = 1e8
"""Times above this count from 1970 or so: the recording's own begin is taken as its 0. Seconds."""

_EVEN = 0.7
"""Of the windows: an unnamed column must run evenly with the intervals to be taken for their clock."""


class Fit(Enum):
    """How a column fits the intervals."""

    BEATS = auto()  # the time of each beat
    ARRIVAL = auto()  # when an interval arrived or was written
    BEHIND = auto()  # it lasts less long than the intervals together
    AHEAD = auto()  # it runs faster than the intervals all the time
    NEWEST_FIRST = auto()
    COUNTS = auto()  # it only numbers the rows
    NONE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that may be a clock: `values` in seconds for dates (`dated`), else in any unit; NaN where there is none.

    `named`: its name says that it is a time. `wheel_s`: it begins anew after so many seconds.
    """

    name: str
    values: Sequence[float]
    dated: bool
    named: bool
    counter: bool = False
    wheel_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A column's verdict: `seconds` of each interval's end (BEATS) or arrival, without holes; `ratio` of clock to sum.

    `misfit_s`: mean misfit, the less the better; `restarts`: places where it begins anew; `bad`: cells not believed.
    """

    column: Column
    fit: Fit
    seconds: list[float]
    ratio: float = 1.0
    misfit_s: float = GAP_S
    restarts: frozenset[int] = frozenset()
    bad: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether it is a clock whatever it fits: by its name, its form, or the years it counts."""
        return self.column.named or self.column.dated


def judge(column: Column, rr_ms: Sequence[float]) -> Judged:
    """How a column fits the intervals of its rows."""
    values = _unwrapped(column.values, column.wheel_s) if column.wheel_s else list(column.values)
    filled = [v for v in values if not math.isnan(v)]
    if len(filled) < max(2, _LEAST_FILLED * len(values)):
        return Judged(column=column, fit=Fit.NONE, seconds=[])
    falls = sum(b < a for a, b in pairwise(filled))
    rises = sum(b > a for a, b in pairwise(filled))
    if falls and not rises > _MOST_FALLS * falls:
        return Judged(column=column, fit=Fit.NEWEST_FIRST, seconds=[])
    values, bad = _without_outliers(values)
    restarts = _restarts(values)
    if len(restarts) > max(1, _MOST_FALLS * len(values)) or bad > max(1, _MOST_BAD * len(values)) or not rises:
        return Judged(column=column, fit=Fit.NONE, seconds=[])
    if _counts_rows(column, values):
        return Judged(column=column, fit=Fit.COUNTS, seconds=[])
    return _against(column, values, rr_ms, restarts, bad)


def _against(column: Column, values: list[float], rr_ms: Sequence[float], restarts: frozenset[int], bad: int) -> Judged:
    """A rising column against the intervals."""
    ratios = _window_ratios(values, rr_ms, restarts)
    if not ratios or (middle := median(ratios)) <= 0:
        return Judged(column=column, fit=Fit.NONE, seconds=[])
    unit_s = 1.0 if column.dated else _unit(middle)
    seconds = _filled([v * unit_s for v in values], rr_ms)
    ratio = _whole_ratio(seconds, rr_ms, restarts)
    judged = Judged(column=column, fit=Fit.ARRIVAL, seconds=seconds, ratio=ratio, restarts=restarts, bad=bad)
    if not column.named and not column.dated:
        even = sum(1 / AGREES < each / middle < AGREES for each in ratios) / len(ratios)
        if len(values) < _WINDOW or even < _EVEN or not 1 / AGREES < middle * unit_s < AGREES:
            return _with(judged, Fit.NONE)
    beats = _as_beats(judged, rr_ms, unit_s)
    if beats is not None:
        return beats
    if ratio < 1 / AGREES:
        return _with(judged, Fit.BEHIND if len(values) >= _LEAST_TO_JUDGE else Fit.NONE)
    if middle * unit_s > AGREES and len(values) >= 2 * _LEAST_TO_JUDGE:
        return _with(judged, Fit.AHEAD, ratio=middle * unit_s)
    return judged if len(values) >= _WINDOW // 2 else _with(judged, Fit.NONE)


def _with(judged: Judged, fit: Fit, *, ratio: float | None = None) -> Judged:
    return Judged(
        column=judged.column,
        fit=fit,
        seconds=judged.seconds,
        ratio=judged.ratio if ratio is None else ratio,
        restarts=judged.restarts,
        bad=judged.bad,
    )


def _as_beats(judged: Judged, rr_ms: Sequence[float], unit_s: float) -> Judged | None:
    """The clock as the beats' own, where it fits as the time that ends or begins each interval."""
    times, best = judged.seconds, None
    coarse = all(abs(t - round(t)) < 1e-6 for t in times[:200]) or judged.restarts
    if coarse or len(times) < 2:
        return None
    for ends in (times, [t + rr / 1000 for t, rr in zip(times, rr_ms, strict=True)]):
        off = [b - a - rr / 1000 for (a, b), rr in zip(pairwise(ends), rr_ms[1:], strict=True)]
        misfit = fmean(min(abs(x), GAP_S) for x in off)
        close = sum(abs(x) <= _CLOSE_S for x in off) >= 2 / 3 * len(off)
        back = sum(x < -GAP_S for x in off)
        rising = all(b > a for a, b in pairwise(ends))
        if rising and back <= 0.01 * len(off) and (close or misfit < _FITS_S) and (best is None or misfit < best[0]):
            best = misfit, ends
    if best is None:
        return None
    ends = best[1]
    begin = ends[0] - rr_ms[0] / 1000 if judged.column.dated or abs(ends[0]) > _EPOCH_S else 0.0
    return Judged(
        column=judged.column,
        fit=Fit.BEATS,
        seconds=[t - begin for t in ends],
        ratio=judged.ratio,
        misfit_s=best[0],
        bad=judged.bad,
    )


def _unit(ratio: float) -> float:
    """Seconds in a unit of a clock that runs at so many of its units in a second of intervals."""
    best = min(_UNITS_S, key=lambda unit: abs(math.log(ratio * unit)))
    if 1 / AGREES < ratio * best < AGREES:
        return best
    rare = min(_RARE_UNITS_S, key=lambda unit: abs(math.log(ratio * unit)))
    return rare if abs(math.log(ratio * rare)) < 0.03 else best


def _window_ratios(values: Sequence[float], rr_ms: Sequence[float], restarts: frozenset[int]) -> list[float]:
    """Units of the clock in a second of intervals, window by window."""
    size = max(1, min(_WINDOW, (len(values) - 1) // 8))
    sums = list(accumulate(rr_ms))
    found: list[float] = []
    for begin in range(0, len(values) - size, size):
        end = begin + size
        ran = values[end] - values[begin]
        if not math.isnan(ran) and not any(begin < k <= end for k in restarts):
            found.append(ran * 1000 / (sums[end] - sums[begin]))
    return found


def _whole_ratio(seconds: Sequence[float], rr_ms: Sequence[float], restarts: frozenset[int]) -> float:
    """The whole clock to the whole sum, with the slack of a clock of whole seconds."""
    ran = sum(b - a for k, (a, b) in enumerate(pairwise(seconds), start=1) if k not in restarts)
    return (ran + _SLACK_S) / max(sum(rr_ms[1:]) / 1000, 1e-9)


def _counts_rows(column: Column, values: Sequence[float]) -> bool:
    """Whether a column only numbers the rows."""
    if column.dated:
        return False
    steps = {b - a for a, b in pairwise(values)}
    return steps == {1.0} or (column.counter and len(steps) == 1)


def _unwrapped(values: Sequence[float], wheel: float) -> list[float]:
    """Past midnight, where only the time of day is written, the day after follows."""
    found: list[float] = []
    turns, before = 0, math.nan
    for value in values:
        now = value + turns * wheel
        if before - now > wheel / 2 and value < wheel:
            turns += 1
            now += wheel
        found.append(now)
        before = before if math.isnan(now) else now
    return found


def _without_outliers(values: Sequence[float]) -> tuple[list[float], int]:
    """Without single cells that stand out of an order which goes on behind them; how many those are, and empty ones."""
    found = list(values)
    for k in range(1, len(found) - 1):
        before, now, after = found[k - 1], found[k], found[k + 1]
        if (now < before <= after) or (now > after >= before):
            found[k] = math.nan
    return found, sum(map(math.isnan, found))


def _restarts(values: Sequence[float]) -> frozenset[int]:
    """Places at which it begins anew: it goes back by more than late packets do."""
    steps = [b - a for a, b in pairwise(values) if b > a]
    most = _LATE_STEPS * median(steps) if steps else 0.0
    places: set[int] = set()
    before = -math.inf
    for k, value in enumerate(values):
        if value < before - most:
            places.add(k)
        if not math.isnan(value):
            before = value
    return frozenset(places)


def _filled(seconds: Sequence[float], rr_ms: Sequence[float]) -> list[float]:
    """With each hole filled from the time before it and the intervals since."""
    found = list(seconds)
    first = next((k for k, t in enumerate(found) if not math.isnan(t)), 0)
    for k in range(first - 1, -1, -1):
        found[k] = found[k + 1] - rr_ms[k + 1] / 1000
    for k in range(first + 1, len(found)):
        if math.isnan(found[k]) and not math.isnan(found[k - 1]):
            found[k] = found[k - 1] + rr_ms[k] / 1000
    return found
