"""How practising goes over weeks: counted and averaged from the sessions kept here, for a person to look at.

Only what a body did with a strap on counts. A number that cannot be honestly given is absent. Nothing is kept of it:
it goes when the sessions are deleted, and no missed day is counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean

from biofeedback.app import history
from biofeedback.app.group_rests import GroupRest, group_rests
from biofeedback.decisions import BaselineSet, Finished, PhaseBegan
from biofeedback.review.trends import (
    DayPractised,
    GroupTrend,
    PartOfDay,
    PartTrend,
    RatedSession,
    Ratings,
    Trends,
)
from biofeedback.signal.own_band import DayValue, against_own_band
from biofeedback.signal.stats import OUTSIDE, mean_of_some
from biofeedback.store.sessions import Sessions, SourceKind, StoredSession

LEAST_RATED = 4
"""Sessions rated before and after below which their change has no interval (`signal/stats.py`)."""


BEGINS = ((5, PartOfDay.MORNING), (11, PartOfDay.MIDDAY), (14, PartOfDay.AFTERNOON), (18, PartOfDay.EVENING))
"""The hours from which the parts of the day last, up to `NIGHT_FROM`: as people name them."""

NIGHT_FROM = 22
"""The hour from which it is night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Practice:
    """One session, as far as it counts here."""

    session: StoredSession
    end: Finished
    began: datetime
    rests: tuple[GroupRest, ...]
    baselines: tuple[BaselineSet, ...]


def trends(since: date | None = None) -> Trends:
    """What the sessions from this day on come to; None: all of them. Raises StoreError."""
    with Sessions() as store:
        practices = [each for each in _practices(store) if since is None or each.began.date() >= since]
    rests = [rest for practice in practices for rest in practice.rests]
    return Trends(
        days=tuple(_days(practices)),
        sessions=len(practices),
        minutes=math.fsum(practice.session.duration_s for practice in practices) / 60,
        completed=sum(history.practised(practice.session).completed for practice in practices),
        rated=tuple(_rated_sessions(practices)),
        ratings=_ratings(practices),
        settled_share=1 - sum(rest.settle_pause for rest in rests) / len(rests) if rests else None,
        resting_hr_bpm=against_own_band(_daily(practices, _rate)),
        resting_ln_rmssd=against_own_band(_daily(practices, _ln_rmssd)),
        groups=tuple(_groups(rests)),
        parts=tuple(_parts(practices)),
    )


def _practices(store: Sessions) -> Iterator[_Practice]:
    """The oldest first."""
    for session in reversed(store.all()):
        end = session.finished
        if end is None or not history.counts(session):
            continue
        calm = session.about.source_kind is SourceKind.STRAP and not history.practised(session).trouble
        yield _Practice(
            session=session,
            end=end,
            began=datetime.fromisoformat(session.about.started).astimezone(),
            rests=group_rests(store.of_kind(session.id, PhaseBegan)),
            # What was measured before an unusual rhythm or a symptom is nobody's rest.
            baselines=store.of_kind(session.id, BaselineSet) if calm else (),
        )


def _days(practices: Iterable[_Practice]) -> Iterator[DayPractised]:
    lengths: dict[date, list[float]] = {}
    for practice in practices:
        lengths.setdefault(practice.began.date(), []).append(practice.session.duration_s)
    for day, each in sorted(lengths.items()):
        yield DayPractised(day=day.isoformat(), sessions=len(each), minutes=math.fsum(each) / 60)


def _rated(practice: _Practice) -> tuple[int, int] | None:
    before, after = practice.session.tension_before, practice.session.tension_after
    return None if before is None or after is None else (before, after)


def _rated_sessions(practices: Iterable[_Practice]) -> Iterator[RatedSession]:
    for practice in practices:
        if (rated := _rated(practice)) is not None:
            yield RatedSession(day=practice.began.date().isoformat(), before=rated[0], after=rated[1])


def _ratings(practices: Iterable[_Practice]) -> Ratings | None:
    rated = [each for practice in practices if (each := _rated(practice)) is not None]
    if not rated:
        return None
    changes = [float(after - before) for before, after in rated]
    return Ratings(
        sessions=len(rated),
        before=fmean(before for before, _ in rated),
        after=fmean(after for _, after in rated),
        change=mean_of_some(changes, changes, OUTSIDE) if len(changes) >= LEAST_RATED else None,
    )


def _daily(practices: Iterable[_Practice], taken: Callable[[BaselineSet], float | None]) -> list[DayValue]:
    """The mean of each day's baselines, the days rising."""
    found: dict[int, list[float]] = {}
    for practice in practices:
        for baseline in practice.baselines:
            if (value := taken(baseline)) is not None:
                found.setdefault(practice.began.date().toordinal(), []).append(value)
    return [DayValue(day=day, value=fmean(each)) for day, each in sorted(found.items())]


def _rate(baseline: BaselineSet) -> float | None:
    return baseline.hr_bpm


def _ln_rmssd(baseline: BaselineSet) -> float | None:
    return None if baseline.rmssd_ms is None or baseline.rmssd_ms <= 0 else math.log(baseline.rmssd_ms)


def _groups(rests: Sequence[GroupRest]) -> Iterator[GroupTrend]:
    for group in dict.fromkeys(rest.group for rest in rests):
        of_it = [rest for rest in rests if rest.group == group]
        yield GroupTrend(
            group=group,
            times=len(of_it),
            rest_s=fmean(rest.length_s for rest in of_it),
            settle_pauses=sum(rest.settle_pause for rest in of_it),
        )


def _parts(practices: Sequence[_Practice]) -> Iterator[PartTrend]:
    for part in PartOfDay:
        of_it = [practice for practice in practices if part_of_day(practice.began.hour) is part]
        changes = [after - before for practice in of_it if (rated := _rated(practice)) for before, after in (rated,)]
        if of_it:
            yield PartTrend(
                part=part,
                sessions=len(of_it),
                rated=len(changes),
                tension_change=fmean(changes) if changes else None,
            )


def part_of_day(hour: int) -> PartOfDay:
    """The part of the day that an hour, 0 to 23, belongs to."""
    if hour >= NIGHT_FROM:
        return PartOfDay.NIGHT
    return next((part for begins, part in reversed(BEGINS) if hour >= begins), PartOfDay.NIGHT)
