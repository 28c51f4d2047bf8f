"""`trends`: how practising goes over weeks, in a few calm lines or as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from biofeedback.app.trends import GroupTrend, Trends, trends
from biofeedback.cli import terminal
from biofeedback.signal.own_band import TrendPoint
from biofeedback.texts import Texts
from protocols.groups import shipped

SCHEMA = "biofeedback.trends/1"
"""What the JSON object is, and of which version."""

DIGITS = 3
"""Decimals of its numbers: below what any of them can tell."""


def run(as_json: bool, lang: str) -> int:
    """Print what the sessions kept here come to."""
    found, texts = trends(), Texts(lang)
    if as_json:
        terminal.give(msgspec.json.encode({"schema": SCHEMA, **_table(found)}).decode())
    else:
        for line in lines(found, texts):
            terminal.write(line)
    return 0


def _table(found: Trends) -> dict[str, object]:
    table: dict[str, object] = msgspec.to_builtins(found)
    for name, points in (("resting_hr_bpm", found.resting_hr_bpm), ("resting_ln_rmssd", found.resting_ln_rmssd)):
        table[name] = [{**msgspec.to_builtins(each), "day": _day(each)} for each in points]
    return {key: _rounded(each) for key, each in table.items()}


def _rounded(value: object) -> object:
    match value:
        case float():
            return round(value, DIGITS)
        case dict():
            return {key: _rounded(each) for key, each in value.items()}
        case list() | tuple():
            return [_rounded(each) for each in value]
        case _:
            return value


def _day(point: TrendPoint) -> str:
    return date.fromordinal(point.day).isoformat()


def lines(found: Trends, texts: Texts) -> Iterator[str]:
    """What they come to, a sentence each."""
    if not found.sessions:
        yield texts.say("trends.none")
        return
    yield texts.say(
        "trends.practised",
        sessions=found.sessions,
        days=len(found.days),
        minutes=found.minutes,
        first=found.days[0].day,
    )
    if (ratings := found.ratings) is not None:
        yield texts.say("trends.ratings", sessions=ratings.sessions, before=ratings.before, after=ratings.after)
    if found.settled_share is not None:
        yield texts.say("trends.settled", percent=100 * found.settled_share)
    yield from _resting("trends.hr", found.resting_hr_bpm, texts)
    yield from _resting("trends.ln_rmssd", found.resting_ln_rmssd, texts)
    for part in found.parts:
        change = part.tension_change
        code = "trends.part" if change is None else "trends.part_rated"
        name = texts.say(f"trends.{part.part.value}")
        yield texts.say(code, part=name, sessions=part.sessions, change=0.0 if change is None else change)
    for group in found.groups:
        yield _group(group, texts)


def _resting(code: str, points: tuple[TrendPoint, ...], texts: Texts) -> Iterator[str]:
    if not points:
        return
    last = points[-1]
    yield texts.say(code, value=last.value, day=_day(last))
    if last.week_mean is None:
        yield texts.say("trends.no_week")
    elif last.band is None or last.place is None:
        yield texts.say(f"{code}_week", mean=last.week_mean)
    else:
        place = texts.say(f"trends.{last.place.value}")
        yield texts.say(f"{code}_band", mean=last.week_mean, low=last.band.low, high=last.band.high, place=place)


def _group(group: GroupTrend, texts: Texts) -> str:
    known = shipped().get(group.group)
    title = group.group if known is None else known.name.say(texts.lang)
    name = texts.say("trends.group", group=title, times=group.times, rest=group.rest_s)
    return name if not group.settle_pauses else name + texts.say("trends.group_pauses", pauses=group.settle_pauses)
