"""Times as programs write them: dates, times of day, numbers of many units. Read column by column.

Day and month cannot be told apart in `03/04/2026`: both readings are offered, and whichever fits the intervals is
taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isnan, nan

DAY_S = 86_400.0
"""A day, after which a time of day begins anew. Seconds."""

HOUR_S = 3600.0
"""An hour, after which minutes and seconds begin anew. Seconds."""

_HALF = r"(?P<half>[AaPp]\.?\s?[Mm]\.?|上午|下午|午前|午後|오전|오후)"
_CLOCK = (
    r"(?P<before>上午|下午|午前|午後|오전|오후)?\s*(?P<h>\d{1,2})(?:[:.h时時_-]|시\s?)(?P<m>\d{2})"
    rf"(?:(?:[:.m分_-]|분\s?)(?P<s>\d{{2}})[秒초]?(?:[.,:](?P<f>\d{{1,9}}))?)?s?\s*{_HALF}?"
)
_ZONE = (
    r"(?:\s*(?:Z|UTC|GMT|(?P<off>[+-]\d{2}:?\d{2})|(?P<zone>[A-Z]{3,4})|"
    r"[A-Z][a-z]+/[A-Za-z_]+|\[[^\]]*\]|\([^)]{1,40}\)))*"
)
_TIME_OF_DAY = re.compile(rf"{_CLOCK}{_ZONE}")
_LASTED = re.compile(
    r"(?:PT)?(?:(?:(?P<d>\d+)\s*days?,?\s*|(?P<dd>\d+)\.)?(?P<hh>\d+):(?P<mm>\d{2}):(?P<ss>\d{2}(?:[.,]\d{1,9})?)|"
    r"(?:(?P<h>\d+)\s*h(?:ours?)?\s*)?(?:(?P<m>\d+)\s*m(?:in)?\s*)?(?P<s>\d+(?:[.,]\d{1,9})?)\s*(?P<unit>ms|s|secs?|seconds?))",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"(?P<m>\d{1,3}):(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?")
_DAY_NAME = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_DAY_FIRST = r"(?P<y>\d{4})[-/.\u5e74]\s?(?P<a>\d{1,2})[-/.\u6708]\s?(?P<b>\d{1,2})[\u65e5.]?"
_YEAR_FIRST = re.compile(rf"[\[(]?{_DAY_FIRST}(?:[T,\s_]|(?<=日))\s*{_CLOCK}{_ZONE}[\])]?")
_DAY_LAST = r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4}|\d{2})"
_YEAR_LAST = re.compile(rf"[\[(]?{_DAY_NAME}{_DAY_LAST}[T,\s_]\s*{_CLOCK}{_ZONE}[\])]?")
_CLOCK_FIRST = re.compile(rf"{_CLOCK}[,\s]\s*{_DAY_LAST}{_ZONE}")
_CLOCK_THEN_YEAR = re.compile(rf"{_CLOCK}[,\s]\s*{_DAY_FIRST}{_ZONE}")
_NO_YEAR = re.compile(rf"(?P<a>\d{{2}})-(?P<b>\d{{2}})[T\s]\s*{_CLOCK}{_ZONE}")
_PACKED = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<a>\d{2})(?P<b>\d{2})[T_\s-]?(?P<h>\d{2})(?P<m>\d{2})(?P<s>\d{2})(?:[.,]?(?P<f>\d{1,9}))?Z?"
)
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_NAMED = re.compile(
    rf"{_DAY_NAME}(?P<d>\d{{1,2}})\.?[\s/-](?:de\s+)?{_MONTH}[\s/-](?:de\s+)?(?P<y>\d{{4}}|\d{{2}})[,\s:]\s*"
    rf"(?:um\s+|à\s+|a las\s+)?{_CLOCK}{_ZONE}"
)
_NAMED_FIRST = re.compile(rf"{_DAY_NAME}{_MONTH}\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}}),?\s+(?:at\s+)?{_CLOCK}{_ZONE}")
_YEAR_IN_THE_END = re.compile(rf"{_DAY_NAME}{_MONTH}\s+(?P<d>\d{{1,2}})\s+{_CLOCK}{_ZONE}(?:\s+(?P<y>\d{{4}}))?")
_SECONDS = re.compile(r"(.{2,39}):(\d\d)(?:[.,](\d{1,9}))?(|Z|[+-]\d\d:\d\d|[+-]\d{4}|\s?[AaPp][Mm])")
_POINT = ("", ".")
"""What stands behind the two figures of a second."""

_SIXTY = "6"
"""What seconds that a minute may have begin below, as texts are ordered."""

_MOST_DIGITS = 12
"""Characters of a second with its part."""

_MOST_MINUTES = 20_000
"""Minutes of one column that are kept: a fortnight."""

_SUMMER = frozenset(
    {
        "CEST",
        "EEST",
        "WEST",
        "BST",
        "MEST",
        "MESZ",
        "EDT",
        "CDT",
        "MDT",
        "PDT",
        "AKDT",
        "ADT",
        "NDT",
        "AEDT",
        "ACDT",
        "NZDT",
        "IDT",
    }
)
"""Names of zones in which the clock is an hour ahead of the same zone in winter."""

_MONTHS = tuple(
    tuple(each.split())
    for each in (
        "jan ene gen", "feb fév fev", "mar mär mrz mrt maa", "apr avr abr", "may mai maj mag mei", "jun juin giu",
        "jul juil lug", "aug aoû aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic déc",
    )
)  # fmt: skip
"""How the months begin in the languages of the programs that write dates."""

_LEAP_YEAR = "2000"
"""Stands for a year that is not written: only differences matter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one column's times are read: seconds of a cell, None where it is none. They begin anew after `wheel_s`."""

    name: str
    seconds: Callable[[str], float | None]
    wheel_s: float | None = None


def readings(cell: str) -> tuple[Reading, ...]:
    """The ways in which a column of cells like this can be read as dates or times of day; none for numbers."""
    found = tuple(each for each in _READINGS if each.seconds(cell) is not None)
    return found[:1] if found and found[0].name in _CERTAIN else found[:2]


def quickly(readings: Sequence[Reading]) -> Callable[[str], tuple[float, ...]]:
    """The seconds of a cell by each reading, NaN where it is none, for a column of millions of cells.

    What stands before the seconds is read once for all. Where the seconds after the last colon count one by one, which
    is tried out, they are added to the minute.
    """
    minutes: dict[str, tuple[float, ...] | None] = {}

    def seconds(cell: str) -> tuple[float, ...]:
        head, _, tail = cell.rpartition(":")
        known = minutes.get(head)
        if (
            known is not None
            and len(tail) > 1
            and tail[2:3] in _POINT
            and (tail[:2] + tail[3:]).isdecimal()
            and tail < _SIXTY
        ):
            second = float(tail[:_MOST_DIGITS])
            return (known[0] + second,) if len(known) == 1 else tuple([each + second for each in known])
        if tail[2:3] in _POINT and tail.replace(".", "", 1).isdecimal() and 1 < len(tail) <= _MOST_DIGITS:
            second, rest, key = float(tail), "", head
        elif (found := _SECONDS.fullmatch(cell)) is not None:
            head, whole, digits, rest = found.groups()
            second, key = int(whole) + _fraction(digits), f"{head} {rest}"
        else:
            return _by_each(readings, cell)
        if key not in minutes:
            if len(minutes) > _MOST_MINUTES:
                minutes.clear()
            begin, last = (_by_each(readings, f"{head}:{each}{rest}") for each in ("00", "59"))
            even = all(b == a + 59 or (isnan(a) and isnan(b)) for a, b in zip(begin, last, strict=True))
            minutes[key] = begin if even else None
        minute = minutes[key]
        return _by_each(readings, cell) if minute is None or second >= 60 else tuple([each + second for each in minute])

    return seconds


def _by_each(readings: Sequence[Reading], cell: str) -> tuple[float, ...]:
    found = (each.seconds(cell) for each in readings)
    return tuple(nan if value is None else value for value in found)


def time_of_day(cell: str) -> float | None:
    """The seconds since midnight of a cell that is a time of day; None where it is none."""
    found = _TIME_OF_DAY.fullmatch(cell)
    if found is None or (found["s"] is None and "." in cell):  # `0.00` is a number
        return None
    return _clock(found, most_hours=100)  # since the start, perhaps: a day may be over


def _minutes(cell: str) -> float | None:
    found = _MINUTES.fullmatch(cell)
    return None if found is None else 60 * int(found["m"]) + int(found["s"]) + _fraction(found["f"])


def _year_first(cell: str) -> float | None:
    found = _YEAR_FIRST.fullmatch(cell) or _CLOCK_THEN_YEAR.fullmatch(cell)
    if found is None and (found := _NO_YEAR.fullmatch(cell)) is not None:
        return _at(found, _LEAP_YEAR, found["a"], found["b"])
    return None if found is None else _at(found, found["y"], found["a"], found["b"])


def _day_first(cell: str) -> float | None:
    found = _YEAR_LAST.fullmatch(cell) or _CLOCK_FIRST.fullmatch(cell)
    return None if found is None else _at(found, found["y"], found["b"], found["a"])


def _month_first(cell: str) -> float | None:
    found = _YEAR_LAST.fullmatch(cell) or _CLOCK_FIRST.fullmatch(cell)
    return None if found is None else _at(found, found["y"], found["a"], found["b"])


def _packed(cell: str) -> float | None:
    found = _PACKED.fullmatch(cell)
    if found is None:
        return None
    day = _day(found["y"], found["a"], found["b"])
    clock = 3600 * int(found["h"]) + 60 * int(found["m"]) + int(found["s"]) + _fraction(found["f"])
    return None if day is None or clock >= DAY_S else day * DAY_S + clock


def _named_month(cell: str) -> float | None:
    found = _NAMED.fullmatch(cell) or _NAMED_FIRST.fullmatch(cell) or _YEAR_IN_THE_END.fullmatch(cell)
    if found is None:
        return None
    said = found["month"].lower()
    fitting = [
        (len(begin), number) for number, each in enumerate(_MONTHS, 1) for begin in each if said.startswith(begin)
    ]
    return _at(found, found["y"] or _LEAP_YEAR, str(max(fitting)[1]), found["d"]) if fitting else None


def _iso(cell: str) -> float | None:
    if len(cell) < 8 or cell.isdecimal():
        return None
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        seconds = _year_first(cell)
        return None if seconds is None else seconds - _1970_S
    since = moment.replace(tzinfo=None) - datetime(1970, 1, 1)  # noqa: DTZ001 - only differences matter
    return (since - (moment.utcoffset() or timedelta())).total_seconds()


def _lasted(cell: str) -> float | None:
    """A time since the start in words: `1 min 2.5 s`, `0 days 00:01:02.5`, `PT62.5S`, `62.5 s`."""
    found = _LASTED.fullmatch(cell)
    if found is None or (found["hh"] and not (found["d"] or found["dd"])):
        return None  # a time of day
    names = ("d" if found["d"] else "dd", "hh", "h", "mm", "m", "ss", "s")
    parts = [float((found[name] or "0")[:12].replace(",", ".")) for name in names]
    if (found["unit"] or "").lower() == "ms":
        return parts[6] / 1000
    return DAY_S * parts[0] + HOUR_S * (parts[1] + parts[2]) + 60 * (parts[3] + parts[4]) + parts[5] + parts[6]


def _at(found: re.Match[str], year: str, month: str, day: str) -> float | None:
    days, clock = _day(year, month, day), _clock(found)
    return None if days is None or clock is None else days * DAY_S + clock - _offset(found["off"], found["zone"])


def _offset(ahead: str | None, name: str | None) -> float:
    """Seconds that a zone is ahead: where a clock is put back in autumn, its zone changes, and no time is lost.

    Of a name only whether it is one of summer: names are not unique, and only differences matter.
    """
    if ahead is None:
        return HOUR_S if name in _SUMMER else 0.0
    digits = ahead[1:].replace(":", "")
    return (3600 * int(digits[:2]) + 60 * int(digits[2:])) * (-1 if ahead[0] == "-" else 1)


def _day(year: str, month: str, day: str) -> int | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)).toordinal()
    except ValueError:
        return None


def _clock(found: re.Match[str], most_hours: int = 24) -> float | None:
    hours, minutes, seconds = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    half = (found["half"] or found["before"] or "").lower().replace(".", "").replace(" ", "")
    if hours >= most_hours or minutes >= 60 or seconds > 60 or (half and hours > 12):
        return None
    if half:
        hours = hours % 12 + (12 if half in ("pm", "下午", "午後", "오후") else 0)
    return 3600 * hours + 60 * minutes + seconds + _fraction(found["f"])


def _fraction(digits: str | None) -> float:
    return int(digits) / 10 ** len(digits) if digits else 0.0


YEAR_FIRST = "year first"
"""Name of the reading of dates with the year first, in seconds since 1970."""

_1970_S = DAY_S * date(1970, 1, 1).toordinal()
"""From where `_day` counts to 1970. Seconds."""

TIME_OF_DAY = Reading("time of day", time_of_day, DAY_S)
"""The reading of a clock without a date."""

_READINGS = (
    Reading(YEAR_FIRST, _iso),
    Reading("day first", _day_first),
    Reading("month first", _month_first),
    Reading("packed", _packed),
    Reading("month in words", _named_month),
    Reading("minutes", _minutes, HOUR_S),
    TIME_OF_DAY,
    Reading("time since the start", _lasted),
)

_CERTAIN = (YEAR_FIRST, "packed", "month in words")
"""Readings of dates beside which there is no other."""
