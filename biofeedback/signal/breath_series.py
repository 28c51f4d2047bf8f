"""A number of each beat as an even wave of half a minute, if the beats allow it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import sub
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from biofeedback.signal.periodogram import Floats

KEPT_S = 45.0
"""Beats that are kept: a look, and what comes late. Seconds."""
LEAST_BEAT_EVERY_S = 2.0
"""Beats of a look, at least: one in so many seconds shows breaths up to 15 a minute."""
MOST_APART_S = 4.0
"""Where two beats lie farther apart, what is between them is a guess. Seconds."""
MOST_LATE_S = 3.0
"""The newest beat is at most so old: classes are final after two more. Seconds."""
MARGIN_S = 1.5
"""So much of a look may lack at either end. Seconds."""
BEFORE_S = 3.0
"""So much before it is taken too, that the curve has its bend. Seconds."""
MOST_SPREADS = 3.5
"""A value farther from the median than so many (robust) standard deviations is put there: one cough, one early beat."""
_SD_OF_MEDIAN = 1.4826
"""Standard deviations in a median distance, of normal numbers."""


def wave(times: Sequence[float], values: Sequence[float], t: float, span_s: float, *, robust: bool) -> Floats | None:
    """The `span_s` seconds up to `t` evenly at 4 Hz, or to the newest of `times` (s); None where beats are lacking.

    `robust`: values far from the others are drawn to them.
    """
    heard = _heard(times, values, t, span_s)
    if heard is None:
        return None
    from biofeedback.signal.periodogram import evenly

    return _last(evenly(heard.times, _drawn_in(heard.values) if robust else heard.values), heard, t, span_s)


def waves(times: Sequence[float], values: Sequence[float], ends: Sequence[float], span_s: float) -> list[Floats | None]:
    """The same up to each of `ends` (s), of the `times` until then; not robust."""
    looks = [_heard(times[: bisect_right(times, t)], values, t, span_s) for t in ends]
    known = [(each.times, each.values) for each in looks if each is not None]
    if not known:
        return [None] * len(ends)
    from biofeedback.signal.periodogram import all_evenly

    curves = iter(all_evenly(known))
    return [None if each is None else _last(next(curves), each, t, span_s) for each, t in zip(looks, ends, strict=True)]


class _Heard(NamedTuple):
    times: Sequence[float]
    values: Sequence[float]


def _heard(times: Sequence[float], values: Sequence[float], t: float, span_s: float) -> _Heard | None:
    """The times of a look, and their values; None where they are too few."""
    first = bisect_left(times, t - span_s - BEFORE_S)
    values, times = values[first : len(times)], times[first:]
    if len(times) < span_s / LEAST_BEAT_EVERY_S or times[-1] < t - MOST_LATE_S:
        return None
    if times[0] > t - span_s + MARGIN_S or max(map(sub, times[1:], times)) > MOST_APART_S:
        return None
    return _Heard(times, values)


def _last(curve: Floats, heard: _Heard, t: float, span_s: float) -> Floats:
    """Without what was taken before the look, so that the curve has its bend."""
    from biofeedback.signal.periodogram import RATE_HZ

    return curve[max(0, round((t - span_s - heard.times[0]) * RATE_HZ)) :]


def _drawn_in(values: Sequence[float]) -> list[float]:
    middle = sorted(values)[len(values) // 2]
    far = MOST_SPREADS * _SD_OF_MEDIAN * sorted(abs(x - middle) for x in values)[len(values) // 2]
    return [min(max(x, middle - far), middle + far) for x in values]
