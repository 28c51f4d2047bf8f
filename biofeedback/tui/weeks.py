"""The last two weeks in four rows: own tension before and after, day by day. What was not practised stays empty."""

from __future__ import annotations

from biofeedback.app.ports import PractisedDay
from biofeedback.text_layout import padded
from biofeedback.texts import Texts

NAME_COLUMNS = 16
"""Room for what a row shows. Columns."""

DAY_COLUMNS = 4
"""Room for one day. Columns."""


def week_rows(days: tuple[PractisedDay, ...], texts: Texts) -> tuple[str, ...]:
    """Title with the minutes of the last seven days, the days, before, after."""
    minutes = round(sum(day.minutes for day in days[-7:]))
    names = texts.say("tui.weekdays").split()
    return (
        texts.say("tui.weeks_title", minutes=minutes),
        _row("", [names[day.weekday] for day in days]),
        _row(texts.say("tui.weeks_before"), [_rated(day.tension_before, day) for day in days]),
        _row(texts.say("tui.weeks_after"), [_rated(day.tension_after, day) for day in days]),
    )


def _row(name: str, cells: list[str]) -> str:
    return (padded(name, NAME_COLUMNS) + "".join(padded(cell, DAY_COLUMNS) for cell in cells)).rstrip()


def _rated(tension: float | None, day: PractisedDay) -> str:
    if tension is None:
        return "·" if day.minutes else ""
    return str(round(tension))
