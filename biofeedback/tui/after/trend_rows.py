"""What weeks of practice come to, as rows of characters. Pure.

Only what was practised is drawn: a day without practice takes no room, is not marked and not counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from biofeedback.review.trends import DayPractised, RatedSession
from biofeedback.signal.own_band import TrendPoint
from biofeedback.text_layout import columns, padded
from biofeedback.tui.look import Charset

LEAST_POINTS = 3
"""Below so many there is nothing to be seen of a course: they are told in words instead."""

GUTTER = 6
"""Room for the numbers of a scale: up to four signs and the line beside them. Columns."""

RATING_STEP = 2
"""Between two rows of the scale of ratings: from 10 to 0 in six rows. An odd rating stands in the row above it."""

HIGHEST_RATING = 10
"""The strongest tension that can be rated."""

PER_SESSION = 3
"""Columns for each rated session."""

RESTING_ROWS = 6
"""Height of the course of a number at rest. Rows."""

PER_DAY = 2
"""Columns for each day with a number."""

BAR_COLUMNS = 24
"""The longest bar. Columns."""

LEAST_BAR = 4
"""A longest bar shorter than this tells nothing. Columns."""

APART = "  "
"""Between a bar and its words."""

MOST_WEEKS = 8
"""Weeks that are shown, the latest: two months. More are in the report."""

DAYS_OF_A_WEEK = 7
"""Days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A length with its name and how it is said."""

    name: str
    value: float
    said: str


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters of a picture of trends."""

    before: str
    after: str
    both: str
    day: str
    band: str
    bar: str
    edge: str


SIGNS = {
    Charset.BRAILLE: Signs("○", "●", "◉", "●", "·", "━", "┤"),
    Charset.BLOCKS: Signs("○", "●", "◉", "●", "·", "█", "┤"),
    Charset.ASCII: Signs("o", "*", "#", "*", ".", "=", "|"),
}
"""Those that a terminal may be able to show."""


def tension_rows(rated: Sequence[RatedSession], width: int, signs: Signs) -> tuple[str, ...]:
    """Tension before and after the latest sessions, of 10; empty: too few were rated to see a course."""
    if len(rated) < LEAST_POINTS:
        return ()
    shown = rated[-max(1, (width - GUTTER) // PER_SESSION) :]
    rows: list[str] = []
    for level in range(HIGHEST_RATING // RATING_STEP, -1, -1):
        cells = (_rating_cell(each, level, signs) for each in shown)
        rows.append(_scaled(str(level * RATING_STEP), "".join(padded(cell, PER_SESSION) for cell in cells), signs))
    return tuple(rows)


def _rating_cell(rated: RatedSession, level: int, signs: Signs) -> str:
    before, after = ((each + 1) // RATING_STEP == level for each in (rated.before, rated.after))
    if before and after:
        return signs.both
    return signs.before if before else signs.after if after else ""


def resting_rows(
    points: Sequence[TrendPoint], width: int, signs: Signs, say: Callable[[float], str]
) -> tuple[str, ...]:
    """A number at rest day by day with the own range behind it; empty: too few days to see a course."""
    if len(points) < LEAST_POINTS:
        return ()
    shown = points[-max(1, (width - GUTTER) // PER_DAY) :]
    bands = [each.band for each in shown if each.band is not None]
    values = [each.value for each in shown] + [end for band in bands for end in (band.low, band.high)]
    low, high = min(values), max(values)
    if high == low:
        low, high = low - 1.0, high + 1.0
    step = (high - low) / (RESTING_ROWS - 1)
    rows: list[str] = []
    for level in range(RESTING_ROWS - 1, -1, -1):
        middle = low + level * step
        cells = (_resting_cell(each, middle, step, signs) for each in shown)
        name = say(middle) if level in (0, RESTING_ROWS - 1) else ""
        rows.append(_scaled(name, "".join(padded(cell, PER_DAY) for cell in cells), signs))
    return tuple(rows)


def _resting_cell(point: TrendPoint, middle: float, step: float, signs: Signs) -> str:
    if middle - step / 2 <= point.value < middle + step / 2:
        return signs.day
    within = point.band is not None and point.band.low - step / 2 <= middle <= point.band.high + step / 2
    return signs.band if within else ""


def _scaled(name: str, cells: str, signs: Signs) -> str:
    return f"{' ' * (GUTTER - 2 - columns(name))}{name} {signs.edge}{cells}".rstrip()


def day_row(days: Sequence[str]) -> str:
    """The first and the last day under a course."""
    return f"{' ' * GUTTER}{days[0]}" if len(set(days)) == 1 else f"{' ' * GUTTER}{days[0]} – {days[-1]}"


def bar_rows(bars: Sequence[Bar], width: int, signs: Signs) -> tuple[str, ...]:
    """Each with its name before it and its words behind it; without bars where there is no room for them."""
    named = max((columns(each.name) for each in bars), default=0)
    said = max((columns(each.said) for each in bars), default=0)
    longest = max((each.value for each in bars), default=0.0)
    room = min(BAR_COLUMNS, width - named - said - 2 * len(APART))
    if room < LEAST_BAR or longest <= 0:
        return tuple(f"{each.name}{APART}{each.said}" for each in bars)
    return tuple(
        f"{padded(each.name, named)}{APART}{signs.bar * max(1, round(room * each.value / longest))}{APART}{each.said}"
        for each in bars
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week in which something was practised; `monday`: its first day, ISO 8601."""

    monday: str
    minutes: float
    days: int


def weeks_of(days: Sequence[DayPractised]) -> tuple[Week, ...]:
    """The weeks with practice in them, the latest last."""
    return tuple(_weeks(days))[-MOST_WEEKS:]


def _weeks(days: Sequence[DayPractised]) -> Iterator[Week]:
    for monday, of_week in groupby(days, key=lambda each: _monday(date.fromisoformat(each.day))):
        held = list(of_week)
        yield Week(monday=monday.isoformat(), minutes=sum(each.minutes for each in held), days=len(held))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday() % DAYS_OF_A_WEEK)
