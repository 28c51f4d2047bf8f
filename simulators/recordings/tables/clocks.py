"""Whether a column of times fits the intervals beside it: judged by its values, whatever it is called.

A clock may tell when each beat was, or when its interval arrived or was written, which wavers and may be shared by
several; it may run in any unit, begin anew, be written newest first, or be no clock of these intervals at all.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import accumulate, islice, repeat
from operator import add, gt, lt, sub, truediv
from statistics import fmean, median

from simulators.recordings.formats.tape import GAP_S, LONGEST_GAP_S
from simulators.recordings.tables import clock_values

AGREES = 1.15
"""Clock and sum of the intervals may differ by 15 %: straps lose beats, phones stall."""

_UNITS_S = (1.0, 1e-3, 1e-6, 1e-9, 86_400.0)
"""Seconds in the units of clocks without a stated one: s, ms, us, ns, days of a spreadsheet."""

_RARE_UNITS_S = (1 / 1024, 1 / 256, 1 / 128, 60.0, 3600.0, 0.1, 0.01, 1e-7)
"""Rarer ones, tried where none of the others fits: the last is what Windows counts in."""

_RATES_HZ = (100, 125, 128, 130, 200, 250, 256, 300, 360, 400, 500, 512, 1024, 2000, 4000, 5000)
"""Samples a second of what beats are found in: a column may tell at which sample each was."""

_RATE_FITS = 0.005
"""Samples are counted exactly: their unit must fit to half a percent."""

EPOCHS = ((1e9, 3e9), (1e12, 3e12), (1e15, 3e15), (1e18, 3e18))
"""Numbers that count seconds, ms, us or ns since 1970: from 2001 to 2065."""

_PACKET = 9
"""Intervals that may share a time: as many as a strap's packet holds."""

_RARE_FITS = 0.03
"""A rarer unit must fit to within 3 %: with more of them one would always come near."""

_WINDOW = 16
"""Intervals over which clock and sum are compared: a packet holds fewer, a gap is in few windows."""

_LEAST_TO_JUDGE = 30
"""Intervals before a clock may refuse a file."""

_SLACK_S = 3.0
"""A clock of whole seconds and late packets may hide so much at its ends. Seconds."""

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

_EPOCHS_END_S = 4e8
"""A tenth of the seconds from 1970 to 2096: what is above is no date. Seconds."""

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

    `named`: its name says that it is a time. `wheel_s`: it begins anew after so many seconds. `unit_s`: of its numbers,
    where its name says one.
    """

    name: str
    values: Sequence[float]
    dated: bool
    named: bool
    counter: bool = False
    wheel_s: float | None = None
    unit_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A column's verdict: `seconds` of each interval's end (BEATS) or arrival, without holes; `ratio` of clock to sum.

    `misfit_s`: mean misfit, the less the better; `restarts`: places where it begins anew; `bad`: cells not believed.
    """

    column: Column
    fit: Fit
    seconds: Sequence[float]
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
    values = _gone_on(column)
    filled = clock_values.known(values)
    if len(filled) < max(2, _LEAST_FILLED * len(values)):
        return Judged(column=column, fit=Fit.NONE, seconds=[])
    falls = sum(map(lt, islice(filled, 1, None), filled))
    rises = sum(map(gt, islice(filled, 1, None), filled))
    if falls and not rises > _MOST_FALLS * falls and clock_values.falls(filled):
        return _backwards(column, rr_ms)
    values, bad = clock_values.without_outliers(values)
    restarts = clock_values.restarts(values)
    if len(restarts) > max(1, _MOST_FALLS * len(values)) or bad > max(1, _MOST_BAD * len(values)) or not rises:
        return _disordered(column, filled, rr_ms)
    if _counts_rows(column, values):
        return Judged(column=column, fit=Fit.COUNTS, seconds=[])
    return _against(column, values, rr_ms, restarts, bad)


def _gone_on(column: Column) -> list[float]:
    """The values past midnight, and past what a counter holds."""
    if column.wheel_s:
        return clock_values.unwrapped(column.values, column.wheel_s)
    full = None if column.dated or not column.named else clock_values.full_at(column.values)
    return list(column.values) if full is None else clock_values.turned(column.values, full)


def _against(column: Column, values: list[float], rr_ms: Sequence[float], restarts: frozenset[int], bad: int) -> Judged:
    """A rising column against the intervals."""
    ratios = _window_ratios(values, rr_ms, restarts)
    if not ratios or (middle := median(ratios)) <= 0:
        return Judged(column=column, fit=Fit.NONE, seconds=[])
    counted = column.unit_s is None and not any(_is_since_1970(v) for v in values[:1])
    unit_s = 1.0 if column.dated else _unit(middle, column.unit_s, may_count=counted)
    seconds = array("d", clock_values.filled([v * unit_s for v in values], rr_ms))
    if _has_far_step(seconds):
        seconds = array("d", clock_values.filled(clock_values.without_far_ends(seconds, LONGEST_GAP_S), rr_ms))
        if _has_far_step(seconds):
            return Judged(column=column, fit=Fit.NONE, seconds=[])
    ratio = _whole_ratio(seconds, rr_ms, restarts)
    judged = Judged(column=column, fit=Fit.ARRIVAL, seconds=seconds, ratio=ratio, restarts=restarts, bad=bad)
    if not column.named and not column.dated:
        even = sum(1 / AGREES < each / middle < AGREES for each in ratios) / len(ratios)
        if len(values) < _WINDOW or even < _EVEN or not 1 / AGREES < middle * unit_s < AGREES:
            return replace(judged, fit=Fit.NONE)
    beats = _as_beats(judged, rr_ms, unit_s)
    if beats is not None:
        return beats
    if ratio < 1 / AGREES:
        return replace(judged, fit=Fit.BEHIND if len(values) >= _LEAST_TO_JUDGE else Fit.NONE)
    if middle * unit_s > AGREES and len(values) >= 2 * _LEAST_TO_JUDGE:
        return replace(judged, fit=Fit.AHEAD, ratio=middle * unit_s)
    return judged if len(values) >= _WINDOW // 2 else replace(judged, fit=Fit.NONE)


def _has_far_step(seconds: Sequence[float]) -> bool:
    return any(map(LONGEST_GAP_S.__lt__, map(abs, map(sub, islice(seconds, 1, None), seconds))))


def _backwards(column: Column, rr_ms: Sequence[float]) -> Judged:
    """A falling column: newest first where its name says that it is a time, or where it fits the other way round."""
    fits = column.named or column.dated
    if not fits:
        turned = judge(replace(column, values=list(reversed(column.values))), rr_ms[::-1])
        fits = turned.fit in (Fit.BEATS, Fit.ARRIVAL)
    return Judged(column=column, fit=Fit.NEWEST_FIRST if fits else Fit.NONE, seconds=[])


def _disordered(column: Column, filled: Sequence[float], rr_ms: Sequence[float]) -> Judged:
    """A column that goes to and fro: no clock; but dates that cover less time than the intervals contradict them."""
    first, last = min(filled), max(filled)
    unit_s = (
        1.0 if column.dated else next((unit for unit in _UNITS_S if _EPOCH_S < first * unit < 10 * _EPOCHS_END_S), 0)
    )
    ratio = ((last - first) * unit_s + _SLACK_S) / max(sum(rr_ms) / 1000, 1e-9)
    many = len(rr_ms) >= _LEAST_TO_JUDGE and len(set(filled)) >= len(filled) / _PACKET
    behind = many and unit_s > 0 and column.wheel_s is None and ratio < 1 / AGREES
    return Judged(column=column, fit=Fit.BEHIND if behind else Fit.NONE, seconds=[], ratio=ratio)


def _as_beats(judged: Judged, rr_ms: Sequence[float], unit_s: float) -> Judged | None:
    """The clock as the beats' own, where it fits as the time that ends or begins each interval."""
    times, best = judged.seconds, None
    coarse = all(abs(t - round(t)) < 1e-6 for t in times[:200]) or judged.restarts
    if coarse or len(times) < 2:
        return None
    lasted = array("d", map(truediv, rr_ms, repeat(1000)))
    for ends in (times, array("d", map(add, times, lasted))):
        off = array("d", map(sub, map(sub, islice(ends, 1, None), ends), islice(lasted, 1, None)))
        apart = array("d", map(abs, off))
        misfit = fmean(array("d", map(min, apart, repeat(GAP_S))))
        close = sum(map(_CLOSE_S.__ge__, apart)) >= 2 / 3 * len(off)
        back = sum(map((-GAP_S).__gt__, off))
        rising = all(map(gt, islice(ends, 1, None), ends))
        if rising and back <= 0.01 * len(off) and (close or misfit < _FITS_S) and (best is None or misfit < best[0]):
            best = misfit, ends
    if best is None:
        return None
    ends = best[1]
    begin = ends[0] - rr_ms[0] / 1000 if judged.column.dated or abs(ends[0]) > _EPOCH_S else 0.0
    return Judged(
        column=judged.column,
        fit=Fit.BEATS,
        seconds=array("d", (t - begin for t in ends)),
        ratio=judged.ratio,
        misfit_s=best[0],
        bad=judged.bad,
    )


def _is_since_1970(value: float) -> bool:
    """Whether a number can be s, ms, us or ns since 1970."""
    return any(low < value < high for low, high in EPOCHS)


def _unit(ratio: float, stated: float | None, *, may_count: bool) -> float:
    """Seconds in a unit of a clock that runs at so many of its units in a second of intervals.

    `may_count`: it may count samples, or have one of the rarer units.
    """
    if stated is not None and 1 / AGREES < ratio * stated < AGREES:
        return stated
    best = min(_UNITS_S, key=lambda unit: abs(math.log(ratio * unit)))
    if 1 / AGREES < ratio * best < AGREES or not may_count:
        return best
    sample = min((1 / hz for hz in _RATES_HZ), key=lambda unit: abs(math.log(ratio * unit)))
    if abs(math.log(ratio * sample)) < _RATE_FITS:
        return sample
    rare = min(_RARE_UNITS_S, key=lambda unit: abs(math.log(ratio * unit)))
    return rare if abs(math.log(ratio * rare)) < _RARE_FITS else best


def _window_ratios(values: Sequence[float], rr_ms: Sequence[float], restarts: frozenset[int]) -> list[float]:
    """Units of the clock in a second of intervals, window by window."""
    size = max(1, min(_WINDOW, (len(values) - 1) // 8))
    sums = list(accumulate(rr_ms))
    found: list[float] = []
    for begin in range(0, len(values) - size, size):
        end = begin + size
        ran, lasted = values[end] - values[begin], sums[end] - sums[begin]
        if lasted > 0 and math.isfinite(ran) and not any(begin < k <= end for k in restarts):
            found.append(ran * 1000 / lasted)
    return found


def _whole_ratio(seconds: Sequence[float], rr_ms: Sequence[float], restarts: frozenset[int]) -> float:
    """The whole clock to the whole sum, with the slack of a clock of whole seconds."""
    steps = map(sub, islice(seconds, 1, None), seconds)
    ran: float = sum(step for k, step in enumerate(steps, start=1) if k not in restarts) if restarts else sum(steps)
    return (ran + _SLACK_S) / max(sum(rr_ms[1:]) / 1000, 1e-9)


def _counts_rows(column: Column, values: Sequence[float]) -> bool:
    """Whether a column only numbers the rows."""
    if column.dated:
        return False
    step = values[1] - values[0]
    even = all(map(step.__eq__, map(sub, islice(values, 1, None), values)))
    return even and (step == 1 or column.counter)
