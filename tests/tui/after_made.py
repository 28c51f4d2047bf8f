"""Weeks and sessions of a test, for the screens that look back; and patience until one of them is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from textual.screen import Screen

from biofeedback.decisions import EndCause, Finished
from biofeedback.review.record import SessionRecord
from biofeedback.review.trends import DayPractised, GroupTrend, PartOfDay, PartTrend, RatedSession, Ratings, Trends
from biofeedback.signal.own_band import DayValue, against_own_band
from biofeedback.why import why
from tests.report import made
from tests.tui.drive import Stage

FIRST = date(2026, 3, 2).toordinal()  # a Monday


def rested(*values: float) -> tuple[DayValue, ...]:
    return tuple(DayValue(day=FIRST + 2 * k, value=value) for k, value in enumerate(values))


WEEKS = Trends(
    days=tuple(
        DayPractised(day=date.fromordinal(FIRST + 2 * k).isoformat(), sessions=1, minutes=18.0) for k in range(14)
    ),
    sessions=14,
    minutes=252.0,
    completed=13,
    rated=tuple(
        RatedSession(day=date.fromordinal(FIRST + 2 * k).isoformat(), before=6 - k % 2, after=(2, 3, 5)[k % 3])
        for k in range(13)
    ),
    ratings=Ratings(sessions=13, before=5.5, after=3.2, change=None),
    settled_share=0.9,
    resting_hr_bpm=against_own_band(rested(64, 66, 63, 65, 62, 64, 61, 63, 62, 60, 62, 61, 59, 61)),
    resting_ln_rmssd=against_own_band(rested(3.1, 3.2, 3.3, 3.0, 3.4, 3.3, 3.5, 3.3, 3.4, 3.6, 3.5, 3.4, 3.7, 3.6)),
    groups=(
        GroupTrend(group="right_arm", times=26, rest_s=24.0, settle_pauses=0),
        GroupTrend(group="face", times=24, rest_s=31.5, settle_pauses=2),
    ),
    parts=(PartTrend(part=PartOfDay.EVENING, sessions=14, rated=14, tension_change=-2.3),),
)
FEW = replace(
    WEEKS,
    days=WEEKS.days[:1],
    sessions=1,
    minutes=18.0,
    rated=WEEKS.rated[:1],
    ratings=Ratings(sessions=1, before=6.0, after=2.0, change=None),
    resting_hr_bpm=WEEKS.resting_hr_bpm[:1],
    resting_ln_rmssd=(),
)


def ended_by_symptom(number: int) -> SessionRecord:
    """Panic ended it."""
    whole = made.session(number)
    decisions = tuple(
        replace(each, cause=EndCause.SYMPTOM, why=why("symptoms.advice_panic")) if isinstance(each, Finished) else each
        for each in whole.decisions
    )
    return replace(whole, decisions=decisions)


async def until(on: Stage, *screens: type[Screen[Any]]) -> None:
    """What is kept is read in a thread of its own."""
    for _ in range(300):
        if isinstance(on.app.screen, screens):
            return await on.settle()
        await on.pilot.pause(0.01)
    raise AssertionError(f"{screens} never came: {on.app.screen}")
