"""Rest over weeks: each day's number, the mean of its week, and the own normal range behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp
from typing import TypeVar

from markupsafe import Markup

from biofeedback.report.drawing import LEFT, RIGHT, WIDTH, Axis, chart, line, number, path, signs, text
from biofeedback.signal.own_band import ROLLING_DAYS, Band, TrendPoint
from biofeedback.texts import Texts

HEIGHT = 250.0
"""Of both panels together, with the days below them."""

_PANELS = ((18.0, 106.0), (128.0, 216.0))
"""Top and foot of each panel: heart rate, RMSSD."""

MARGIN = 0.1
"""Of the range of values, above and below it."""

NAMED_DAYS = 6
"""About so many days are named below."""

T = TypeVar("T")
"""What a day has: a mean, a range."""

_DOT = "m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0"


@dataclass(frozen=True, slots=True)
class _Series:
    points: Sequence[TrendPoint]
    shown: Callable[[float], float]
    name: str


def weeks_chart(rates: Sequence[TrendPoint], ln_rmssds: Sequence[TrendPoint], texts: Texts) -> Markup | None:
    """The chart; None where no day has a baseline."""
    days = [point.day for point in (*rates, *ln_rmssds)]
    if not days:
        return None
    along = Axis(min(days) - 0.5, max(days) + 0.5, LEFT, WIDTH - RIGHT)
    both = (
        _Series(rates, float, texts.say("report.panel_resting_rate")),
        _Series(ln_rmssds, exp, texts.say("report.panel_resting_rmssd")),
    )
    drawn = list(_days(along))
    for series, place in zip(both, _PANELS, strict=True):
        drawn += _panel(series, along, place)
    values = [point.value for point in rates]
    told = texts.say(
        "report.weeks_told", days=len(set(days)), low=min(values, default=0.0), high=max(values, default=0.0)
    )
    return chart("weeks", HEIGHT, texts.say("report.resting"), told, drawn)


def _days(along: Axis) -> Iterator[str]:
    top, foot = _PANELS[0][0], _PANELS[-1][1]
    for day in along.ticks(NAMED_DAYS):
        if day == int(day):
            x = along.at(day)
            yield line(x, top, x, foot, "grid")
            yield text(x, foot + 15, date.fromordinal(int(day)).strftime("%m-%d"), "small")


def _panel(series: _Series, along: Axis, place: tuple[float, float]) -> Iterator[str]:
    top, foot = place
    yield text(LEFT, top - 5, series.name, "small", "start")
    if not series.points:
        return
    shown = [(point, series.shown(point.value)) for point in series.points]
    values = [value for _, value in shown]
    for point in series.points:
        if point.band is not None:
            values += [series.shown(point.band.low), series.shown(point.band.high)]
    spare = max(MARGIN * (max(values) - min(values)), 1.0)
    up = Axis(min(values) - spare, max(values) + spare, foot, top)
    yield from _bands(series, along, up)
    for tick in up.ticks(4):
        yield text(LEFT - 5, up.at(tick) + 4, f"{tick:g}", "small", "end")
    means = [(point.day, series.shown(point.week_mean)) for point in series.points if point.week_mean is not None]
    runs = _without_gaps(means)
    yield path([[(along.at(day), up.at(mean)) for day, mean in run] for run in runs], "course")
    yield signs(((along.at(point.day), up.at(value)) for point, value in shown), "dot", _DOT)


def _bands(series: _Series, along: Axis, up: Axis) -> Iterator[str]:
    banded = [(point.day, point.band) for point in series.points if point.band is not None]
    for run in _without_gaps(banded):
        yield _band(run, series, along, up)


def _band(run: Sequence[tuple[int, Band]], series: _Series, along: Axis, up: Axis) -> str:
    upper = [(along.at(day), up.at(series.shown(band.high))) for day, band in run]
    lower = [(along.at(day), up.at(series.shown(band.low))) for day, band in reversed(run)]
    corners = " ".join(f"{number(x)} {number(y)}" for x, y in (*upper, *lower))
    return f'<path d="M{corners}z" class="band"/>'


def _without_gaps(days: Sequence[tuple[int, T]]) -> list[list[tuple[int, T]]]:
    """In runs: where a whole week has no day, nothing is known of it, and nothing is drawn through it."""
    runs: list[list[tuple[int, T]]] = []
    for each in days:
        if not runs or each[0] - runs[-1][-1][0] > ROLLING_DAYS:
            runs.append([])
        runs[-1].append(each)
    return runs
