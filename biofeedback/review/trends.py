"""What weeks of practice come to, as values and in sentences. Numbers are looked at, not graded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from biofeedback.findings import Estimate
from biofeedback.signal.own_band import TrendPoint
from biofeedback.texts import Texts
from protocols.groups import shipped

LEAST_AVERAGED = 3
"""Rated sessions, or times, below which nothing is called an average: as a week has a mean from three days on."""


class PartOfDay(Enum):
    """When a session was begun, where the person is."""

    MORNING = "morning"  # 5 to 11 o'clock
    MIDDAY = "midday"  # 11 to 14
    AFTERNOON = "afternoon"  # 14 to 18
    EVENING = "evening"  # 18 to 22
    NIGHT = "night"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """The own tension before and after, 0 to 10: means over the sessions in which both were given."""

    sessions: int
    before: float
    after: float
    change: Estimate | None  # after less before, with its 95 % interval; None: too few sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedSession:
    """The own tension before and after one session."""

    day: str  # ISO 8601, where the person is
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTrend:
    """One muscle group over all sessions."""

    group: str
    times: int  # it was tensed and let go
    rest_s: float  # from the release to what came next, a settle pause included: the mean, in seconds
    settle_pauses: int  # how often the body had not come back when its rest was over


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTrend:
    """The sessions of one part of the day."""

    part: PartOfDay
    sessions: int
    rated: int  # those of them that were rated both before and after
    tension_change: float | None  # after less before, the mean of those that were rated; None: none was


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPractised:
    """One day on which something was practised."""

    day: str  # ISO 8601, where the person is
    sessions: int
    minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """All of it. Sessions are those that the programme counts: with a strap, and further than the first group."""

    days: tuple[DayPractised, ...]  # the earliest first
    sessions: int
    minutes: float
    completed: int
    rated: tuple[RatedSession, ...]  # those rated both before and after, the earliest first
    ratings: Ratings | None  # None: never rated both before and after
    settled_share: float | None  # of all groups, those after which no settle pause was needed; None: none was tensed
    resting_hr_bpm: tuple[TrendPoint, ...]  # one a day on which a baseline could be taken; `day` is a date's ordinal
    resting_ln_rmssd: tuple[TrendPoint, ...]  # the same, ln ms
    groups: tuple[GroupTrend, ...]  # in the order in which they were first practised
    parts: tuple[PartTrend, ...]  # of the day, only those practised in


def day_of(point: TrendPoint) -> str:
    """Its day, ISO 8601."""
    return date.fromordinal(point.day).isoformat()


def lines(found: Trends, texts: Texts) -> Iterator[str]:
    """What they come to, a sentence each."""
    yield practised_line(found, texts)
    if not found.sessions:
        return
    yield from rating_lines(found, texts)
    yield from settled_lines(found, texts)
    yield from resting_lines("trends.hr", found.resting_hr_bpm, texts)
    yield from resting_lines("trends.ln_rmssd", found.resting_ln_rmssd, texts)
    yield from part_lines(found, texts)
    for group in found.groups:
        if group.times >= LEAST_AVERAGED:
            yield _group(group, texts)
    if seldom := sum(group.times < LEAST_AVERAGED for group in found.groups):
        yield texts.say("trends.seldom", groups=seldom, least=LEAST_AVERAGED)


def practised_line(found: Trends, texts: Texts) -> str:
    """How often and how long, or that nothing was practised yet."""
    if not found.sessions:
        return texts.say("trends.none")
    return texts.say(
        "trends.practised",
        sessions=found.sessions,
        days=len(found.days),
        minutes=found.minutes,
        first=found.days[0].day,
    )


def rating_lines(found: Trends, texts: Texts) -> Iterator[str]:
    """The own tension; nothing where it was never rated."""
    if (ratings := found.ratings) is not None:
        yield texts.say("trends.ratings", sessions=ratings.sessions, before=ratings.before, after=ratings.after)


def settled_lines(found: Trends, texts: Texts) -> Iterator[str]:
    """How often the body came back by itself."""
    if found.settled_share is not None:
        yield texts.say("trends.settled", percent=100 * found.settled_share)


def part_lines(found: Trends, texts: Texts) -> Iterator[str]:
    """The parts of the day."""
    for part in found.parts:
        change = part.tension_change
        told = change is not None and part.rated >= LEAST_AVERAGED
        code, name = "trends.part_rated" if told else "trends.part", texts.say(f"trends.{part.part.value}")
        yield texts.say(code, part=name, sessions=part.sessions, change=change or 0.0)


def resting_lines(code: str, points: tuple[TrendPoint, ...], texts: Texts) -> Iterator[str]:
    """The last day with the mean of its week and the own range, as far as they are known."""
    if not points:
        return
    last = points[-1]
    yield texts.say(code, value=last.value, day=day_of(last))
    if last.week_mean is None:
        yield texts.say("trends.no_week")
    elif last.band is None or last.place is None:
        yield texts.say(f"{code}_week", mean=last.week_mean)
    else:
        place = texts.say(f"trends.{last.place.value}")
        yield texts.say(f"{code}_band", mean=last.week_mean, low=last.band.low, high=last.band.high, place=place)


def group_name(group: str, texts: Texts) -> str:
    """A muscle group by its id, in words."""
    known = shipped().get(group)
    return group if known is None else known.name.say(texts.lang)


def _group(group: GroupTrend, texts: Texts) -> str:
    title = group_name(group.group, texts)
    name = texts.say("trends.group", group=title, times=group.times, rest=group.rest_s)
    return name if not group.settle_pauses else name + texts.say("trends.group_pauses", pauses=group.settle_pauses)
