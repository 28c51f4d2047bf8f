"""The last fourteen days for the home screen, from the sessions that are kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from statistics import fmean

from biofeedback.app.history import counts
from biofeedback.app.ports import PractisedDay
from biofeedback.clock import wall_time
from biofeedback.store.sessions import Sessions, StoredSession

DAYS = 14
"""Two weeks: long enough to see a habit, short enough for one row."""


def two_weeks() -> tuple[PractisedDay, ...]:
    """The day of today last. Raises StoreError."""
    today = _day(wall_time())
    with Sessions() as store:
        kept = [session for session in store.all() if counts(session)]
    return tuple(_of(today - timedelta(days=back), kept) for back in reversed(range(DAYS)))


def _of(day: date, kept: list[StoredSession]) -> PractisedDay:
    that_day = [session for session in kept if _day(session.about.started) == day]
    return PractisedDay(
        weekday=day.weekday(),
        minutes=sum(session.duration_s for session in that_day) / 60,
        tension_before=_mean([session.tension_before for session in that_day]),
        tension_after=_mean([session.tension_after for session in that_day]),
    )


def _mean(rated: list[int | None]) -> float | None:
    given = [each for each in rated if each is not None]
    return fmean(given) if given else None


def _day(wall: str) -> date:
    return datetime.fromisoformat(wall).astimezone().date()
