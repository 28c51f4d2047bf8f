"""A number that is taken every few days against the same person's own normal range, as the field does it.

One day's number says little: it wanders by as much as a month of change. So a mean over seven days is followed, and
compared with a band around the person's own mean whose half width is the smallest worthwhile change, half their own
day-to-day standard deviation: Plews et al. (2012), doi:10.1007/s00421-012-2354-4, and (2013),
doi:10.1007/s40279-013-0071-8; Buchheit (2014), doi:10.3389/fphys.2014.00073. Variability is taken as ln RMSSD there
and here. Both are absent until there is enough to take them from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import fmean, stdev

ROLLING_DAYS = 7
"""Days of the mean that is followed, the day itself the last of them: a week, as in the papers above."""

LEAST_ROLLING = 3
"""Days with a number below which a week has no mean: Plews et al. (2014), doi:10.1123/ijspp.2013-0455, found three a
week enough in trained triathletes. Of other people it says nothing: there the mean may be rougher."""

BAND_DAYS = 60
"""Days that the band is taken from, up to the day itself: two months, within which seasons change little. Our
choice: the papers take weeks before a block of training."""

LEAST_BAND = 10
"""Days with a number below which there is no band: the error of a standard deviation from ten is a quarter of it. Our
choice."""

WORTHWHILE = 0.5
"""The smallest worthwhile change in day-to-day standard deviations (the papers above)."""


class Place(Enum):
    """Where the mean of a week stands."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayValue:
    """One number of one day; `day` counts days from any fixed one."""

    day: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The own normal range, in the unit of the value."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """A day's number with the mean of its week and the band; None: too few days so far."""

    day: int
    value: float
    week_mean: float | None
    band: Band | None
    place: Place | None


def against_own_band(values: Sequence[DayValue]) -> tuple[TrendPoint, ...]:
    """Each day with what was known up to it: nothing that came later changes it. `values`: one a day, days rising."""
    return tuple(_point(values[: k + 1]) for k in range(len(values)))


def _point(known: Sequence[DayValue]) -> TrendPoint:
    today = known[-1]
    week = [each.value for each in known if each.day > today.day - ROLLING_DAYS]
    season = [each.value for each in known if each.day > today.day - BAND_DAYS]
    mean = fmean(week) if len(week) >= LEAST_ROLLING else None
    band = _band(season) if len(season) >= LEAST_BAND else None
    return TrendPoint(
        day=today.day,
        value=today.value,
        week_mean=mean,
        band=band,
        place=None if mean is None or band is None else _place(mean, band),
    )


def _band(values: Sequence[float]) -> Band:
    middle, half = fmean(values), WORTHWHILE * stdev(values)
    return Band(low=middle - half, high=middle + half)


def _place(mean: float, band: Band) -> Place:
    if mean < band.low:
        return Place.BELOW
    return Place.ABOVE if mean > band.high else Place.WITHIN
