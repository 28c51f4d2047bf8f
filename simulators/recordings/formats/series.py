"""Bare columns of numbers: what is time, what is an interval, and in which unit, is found from the values.

The rules, from the files that programs write: intervals with a median under 10 are seconds, else milliseconds. A time
beside the interval counts only where it fits the intervals, as the time of the beat that begins or that ends them;
a clock that merely says when a row was written would only add its jitter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean, median

from simulators.recordings.formats.tape import GAP_S, Tape
from simulators.refusal import refused

SECONDS_BELOW = 10.0
"""A median interval under 10 is seconds: 10 s is no heart beat, 10 ms is none either."""

MIXED_RATIO = 200.0
"""An interval so many times the median is in another unit (a factor of 1000), not a long gap."""

_TIMES_LEAST = 30
"""Values before a single rising column is taken for beat times."""

_TIMES_SURE = 100
"""As many rising values are beat times wherever they start: no heart slows down at each of 100 beats."""

_TIMES_NEAR = 60
"""Else they must start within so many intervals from 0."""

_BEAT_S = (0.2, 3.0)
"""Plausible median interval. Seconds."""

_FITS_S = GAP_S / 4
"""Mean misfit of a clock that tells when beats were: rounding to 0.1 s, or a gap at a fifth of them."""


@dataclass(slots=True)
class Series:
    """Rows of one or two numbers with the lines they came from."""

    lines: list[int] = field(default_factory=list[int])
    first: list[float] = field(default_factory=list[float])
    second: list[float] = field(default_factory=list[float])


def put(series: Series, tape: Tape) -> None:
    """Put the intervals of a series on the tape. Raises InputError."""
    if not series.lines:
        raise refused("no_beats")
    if not series.second:
        unit = _beat_time_unit(series.first)
        if unit is None:
            _put_intervals(series.lines, series.first, tape)
        else:
            _put_times(series.lines, series.first, unit, tape)
        return
    if series.first == series.second:
        _put_intervals(series.lines, series.first, tape)
    elif _rising(series.first):
        _put_beside(series.lines, series.first, series.second, tape)
    elif _rising(series.second):
        _put_beside(series.lines, series.second, series.first, tape)
    else:
        raise refused("columns_unclear", line=series.lines[0])


def unit_of(intervals: Sequence[float]) -> float:
    """Milliseconds that one unit of these intervals is: 1000 for seconds, 1 for milliseconds."""
    return 1000.0 if median(intervals) < SECONDS_BELOW else 1.0


def in_ms(lines: Sequence[int], intervals: Sequence[float]) -> list[float]:
    """The intervals in milliseconds. Raises InputError where the units are mixed."""
    unit, middle = unit_of(intervals), median(intervals)
    for line, value in zip(lines, intervals, strict=True):
        if value > MIXED_RATIO * middle > 0:
            raise refused("bad_cell", line=line, say="mixed_units", found=f"{value:g}", middle=f"{middle:g}")
    return [value * unit for value in intervals]


def put_timed(lines: Sequence[int], ends: Sequence[float], rr_ms: Sequence[float], tape: Tape) -> None:
    """Put intervals on the tape with the times, in seconds, at which they ended."""
    for line, rr, t in zip(lines, rr_ms, ends, strict=True):
        tape.add_at(rr, t, line)


def _put_beside(lines: Sequence[int], times: Sequence[float], intervals: Sequence[float], tape: Tape) -> None:
    """Put intervals on the tape with a clock that is believed only where it fits them."""
    rr_ms = in_ms(lines, intervals)
    ends = fitting_ends(times, rr_ms)
    if ends is not None:
        put_timed(lines, ends, rr_ms, tape)
    else:
        for line, rr in zip(lines, rr_ms, strict=True):
            tape.add(rr, line)


def _put_intervals(lines: Sequence[int], intervals: Sequence[float], tape: Tape) -> None:
    for line, rr_ms in zip(lines, in_ms(lines, intervals), strict=True):
        tape.add(rr_ms, line)


def _put_times(lines: Sequence[int], times: Sequence[float], unit_s: float, tape: Tape) -> None:
    for line, (before, now) in zip(lines[1:], pairwise(times), strict=True):
        tape.add_at((now - before) * unit_s * 1000, now * unit_s, line)


def fitting_ends(times: Sequence[float], rr_ms: Sequence[float]) -> list[float] | None:
    """Seconds at which each interval ended, where the times fit the intervals; None where they do not."""
    if len(times) < 2:
        return None
    best: tuple[float, list[float]] | None = None
    for unit_s in (1.0, 0.001):
        begins = [t * unit_s + rr / 1000 for t, rr in zip(times, rr_ms, strict=True)]
        for ends in ([t * unit_s for t in times], begins):
            misfit = fmean(
                min(abs(now - before - rr / 1000), GAP_S)
                for (before, now), rr in zip(pairwise(ends), rr_ms[1:], strict=True)
            )
            if misfit < _FITS_S and (best is None or misfit < best[0]):
                best = misfit, ends
    return None if best is None else best[1]


def _beat_time_unit(values: Sequence[float]) -> float | None:
    """Seconds that one unit is, where a single column can only be the times of beats."""
    if len(values) < _TIMES_LEAST or not _rising(values):
        return None
    step = median(now - before for before, now in pairwise(values))
    if len(values) < _TIMES_SURE and values[0] > _TIMES_NEAR * step:
        return None
    low, high = _BEAT_S
    if low <= step <= high:
        return 1.0
    return 0.001 if low <= step / 1000 <= high else None


def _rising(values: Sequence[float]) -> bool:
    return all(before < now for before, now in pairwise(values))
