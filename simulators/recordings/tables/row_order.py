"""Rows that do not stand in the order in which they were recorded, or stand twice: put right by their clock.

Spreadsheets sort by another column, parts of an export are put together the other way round, packets are written late.
A clock may be wrong just as well. So rows are moved only where each then ends as much later as its interval lasts, and
in the file's own order does not.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, islice, pairwise
from math import isnan
from operator import lt
from statistics import median

from biofeedback.why import Why, why
from simulators.recordings.formats.clock import LOST_S
from simulators.recordings.formats.tape import GAP_S
from simulators.recordings.tables import clock_values
from simulators.recordings.tables.cleared import picked
from simulators.recordings.tables.clocks import Column, Fit, Judged, judge
from simulators.recordings.tables.rows import Rows
from simulators.recordings.tables.timing import tells_the_date
from simulators.refusal import refused

_FEW_ROWS = 3
"""Rows that stand alone: their cells may be wrong. More of them in their own order have been moved together."""

_BLOCK = 10
"""Rows one after the other that stand twice, times and all: no heart and no clock repeats itself so."""

_MOST_FALLS = 20
"""Places where a clock goes back at which repeated blocks are looked for: each may cost a look at all before it."""

_LEAST_ROWS = 30
"""Rows before a clock that cannot order them refuses a file."""

_CLASHES = 4
"""Of the places where the file's order breaks a quarter may clash with the clock afterwards: a logger's jitter."""

_APART = 2
"""Of those places a half may have lost time before them afterwards: a strap with many gaps."""

_WINDOW = 16
"""Rows over which a clock of arrival may not fall behind: two recordings would lie in one another there."""

_FAR_STEPS = 10
"""Steps: a clock that goes on by so many at once begins another block."""

_PIECE = 8
"""Rows in which a clock may fall behind the sum of the intervals by no more than twice a stall."""

_DISORDER = 0.25
"""Of the pieces: loggers that stamp each row when they come to it, and stall, have one in a hundred."""

_QUARTER_S = 900.0
"""Clocks are set back by whole quarters of an hour where a zone or the summer time changes. Seconds."""

_CLOSE = 0.002
"""Of a quarter of an hour: two seconds near it are it."""

_TIED = 0.01
"""Of the rows may share their time with one that stood elsewhere: which was first is not known then."""

_SOME = 0.25
"""Of the rows may stand twice one after the other; with more of them they may be the beats of packets."""


def in_order(rows: Rows, rr_ms: Sequence[float], judged: Sequence[Judged]) -> tuple[Rows, Why] | None:
    """The rows in the order of a clock, or once each, with what was done; None where they are left as they stand.

    `rr_ms`: their intervals. Raises InputError where they are out of order beside a clock that is too coarse to tell
    which was first.
    """
    if any(each.fit is Fit.BEATS and not each.bad for each in judged):
        return None
    for each in judged:
        if not each.is_sure or (times := _times(each.column)) is None:
            continue
        found = _without_repeats(rows, times) or _by(each, times, rows, rr_ms)
        if found is not None:
            return found
    return None


def _times(column: Column) -> array[float] | None:
    """The values of a clock, an empty cell with the one before it; None where there are none."""
    values = clock_values.unwrapped(column.values, column.wheel_s) if column.wheel_s else column.values
    if not any(map(isnan, values)):
        return array("d", values)
    before = next((value for value in values if not isnan(value)), None)
    if before is None:
        return None
    found = array("d")
    for value in values:
        before = before if isnan(value) else value
        found.append(before)
    return found


def _without_repeats(rows: Rows, times: Sequence[float]) -> tuple[Rows, Why] | None:
    """Without blocks of rows that repeat those before them."""
    falls = clock_values.falls_at(times)
    if len(falls) > _MOST_FALLS:
        return None
    left = {k for fall in falls for k in range(fall, fall + _repeats(rows.values, times, fall))}
    if not left:
        return None
    return picked(rows, [k for k in range(len(times)) if k not in left]), why("remarks.some_twice", count=len(left))


def _repeats(values: Sequence[float], times: Sequence[float], place: int) -> int:
    """How many rows from a place on, at which the clock goes back, are the same as those right before it."""
    for size in range(_BLOCK, min(place, len(times) - place) + 1):
        begin = place - size
        if times[begin] < times[place]:
            return 0
        if (
            times[begin] == times[place]
            and times[begin:place] == times[place : place + size]
            and values[begin:place] == values[place : place + size]
        ):
            return size
    return 0


def _by(clock: Judged, times: Sequence[float], rows: Rows, rr_ms: Sequence[float]) -> tuple[Rows, Why] | None:
    """The rows in the order of one clock. Raises InputError where it is theirs, and cannot order them."""
    places = _places(times)
    in_place = all(map(lt, places, islice(places, 1, None)))
    once = [places[0], *(b for a, b in pairwise(places) if not (times[a] == times[b] and rr_ms[a] == rr_ms[b]))]
    if in_place and len(once) == len(places):
        return None
    exact, left = _sorted(clock.column, times, rr_ms, once), len(places) - len(once)
    if exact.fit is Fit.BEATS and left <= _SOME * len(places) and _is_better(exact, once, places, times, rr_ms, GAP_S):
        told = why("remarks.some_twice", count=left) if in_place else why("remarks.sorted", name=clock.column.name)
        return picked(rows, once), told
    coarse = _sorted(clock.column, times, rr_ms, places)
    if in_place or coarse.fit is not Fit.ARRIVAL or _falls_behind(coarse.seconds, [rr_ms[k] for k in places]):
        return None
    tied = sum(times[a] == times[b] and b != a + 1 for a, b in pairwise(places))
    in_blocks = tied <= _TIED * len(places) and _smallest_block(places) > _FEW_ROWS
    if in_blocks and _is_better(coarse, places, places, times, rr_ms, 2 * LOST_S):
        return picked(rows, places), why("remarks.sorted", name=clock.column.name)
    clash = clock.fit is not Fit.ARRIVAL or (clock.restarts and tied > _TIED * len(places))
    if clash and len(places) >= _LEAST_ROWS and _is_disorder(_at(coarse, places, places, times), rr_ms):
        raise refused("bad_time", say="out_of_order", name=clock.column.name)
    return None


def _places(times: Sequence[float]) -> list[int]:
    """The rows in the order of their times."""
    places = sorted(range(len(times)), key=times.__getitem__)
    ordered = array("d", map(times.__getitem__, places))
    if not all(map(lt, ordered, islice(ordered, 1, None))):
        places.sort(key=_begins(times).__getitem__)
        places.sort(key=times.__getitem__)
    return places


def _begins(times: Sequence[float]) -> array[float]:
    """Where the block of each row begins: of rows that share a time those of the earlier block were first."""
    steps = [b - a for a, b in pairwise(times)]
    far = _FAR_STEPS * median([each for each in steps if each > 0] or [0.0])
    found = array("d", times[:1])
    for now, step in zip(times[1:], steps, strict=True):
        found.append(found[-1] if 0 <= step <= far else now)
    return found


def _sorted(column: Column, times: Sequence[float], rr_ms: Sequence[float], places: Sequence[int]) -> Judged:
    """How a clock fits the intervals in its own order."""
    values = array("d", map(times.__getitem__, places))
    return judge(replace(column, values=values, wheel_s=None), array("d", map(rr_ms.__getitem__, places)))


def _is_better(
    judged: Judged,
    places: Sequence[int],
    all_places: Sequence[int],
    times: Sequence[float],
    rr_ms: Sequence[float],
    tolerance_s: float,
) -> bool:
    """Whether the clock agrees where rows follow one another anew, and did not where the file's order is given up.

    Blocks between which time passed are moved by a date only: another clock may have begun anew, or been full.
    """
    if not _is_whole(judged.seconds, [times[k] for k in places]):
        return False
    at, stays = _at(judged, places, all_places, times), bytearray(len(times))
    for a, b in pairwise(places):
        stays[b] = b == a + 1
    broken = _off(((k - 1, k) for k in range(1, len(times)) if not stays[k]), at, rr_ms)
    anew = _off(((a, b) for a, b in pairwise(places) if b != a + 1), at, rr_ms)
    short, long = (sum(sign * x > tolerance_s for x in broken) for sign in (-1, 1))
    if not short or sum(x < -tolerance_s for x in anew) > (short + long) / _CLASHES:
        return False
    apart = sum(x > tolerance_s for x in anew)
    set_back = any(x < 0 and abs(x / _QUARTER_S - round(x / _QUARTER_S)) < _CLOSE for x in broken)
    dated = tells_the_date(judged.column)
    moved = dated and apart <= short and not set_back and _smallest_block(places) > _FEW_ROWS
    return moved or apart <= (short + long) / _APART


def _at(judged: Judged, places: Sequence[int], all_places: Sequence[int], times: Sequence[float]) -> array[float]:
    """When each row of the file was, in seconds; one that is left out is at the time of the one it repeats."""
    at, kept = array("d", times), -1
    for place in all_places:
        kept += kept + 1 < len(places) and places[kept + 1] == place
        at[place] = judged.seconds[kept]
    return at


def _is_disorder(at: Sequence[float], rr_ms: Sequence[float]) -> bool:
    """Whether the rows are further out of order than packets of a logger are early or late; lost time is none."""
    lags = [t - total / 1000 for t, total in zip(at, accumulate(rr_ms), strict=True)]
    pieces = [lags[k : k + _PIECE] for k in range(0, len(lags) - _PIECE, _PIECE)]
    fell = [max(top - lag for top, lag in zip(accumulate(piece, max), piece, strict=True)) for piece in pieces]
    far = sum(each > 2 * LOST_S for each in fell)
    return far > _DISORDER * len(pieces)


def _is_whole(seconds: Sequence[float], times: Sequence[float]) -> bool:
    """Whether every cell was believed: seconds and cells run alike, but for the length of an interval."""
    low, high = len(times) // 4, 3 * len(times) // 4
    if not times[high] > times[low]:
        return False
    unit_s = (seconds[high] - seconds[low]) / (times[high] - times[low])
    return all(abs(s - seconds[low] - unit_s * (t - times[low])) < LOST_S for s, t in zip(seconds, times, strict=True))


def _off(pairs: Iterable[tuple[int, int]], at: Sequence[float], rr_ms: Sequence[float]) -> list[float]:
    """Seconds by which the clock runs longer than the interval where one row follows another."""
    return [at[b] - at[a] - rr_ms[b] / 1000 for a, b in pairs]


def _smallest_block(places: Sequence[int]) -> int:
    """The fewest rows that were moved together."""
    cuts = [0, *(k for k, (a, b) in enumerate(pairwise(places), start=1) if b != a + 1), len(places)]
    return min(b - a for a, b in pairwise(cuts))


def _falls_behind(seconds: Sequence[float], rr_ms: Sequence[float]) -> bool:
    """Whether a clock of arrival lasts less long than its intervals anywhere, by more than a radio's stall."""
    lags = [t - total / 1000 for t, total in zip(seconds, accumulate(rr_ms), strict=True)]
    return any(now - before < -LOST_S for before, now in zip(lags, lags[_WINDOW:], strict=False))
