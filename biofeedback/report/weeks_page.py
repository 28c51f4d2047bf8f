"""Some weeks of practice on a page: for the person, or for somebody who accompanies them."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.report.page import filled
from biofeedback.report.tension_chart import Rated, tension_chart
from biofeedback.report.weeks_chart import weeks_chart
from biofeedback.signal.own_band import TrendPoint
from biofeedback.texts import Texts

MOST_SESSIONS = 24
"""Sessions with a row of their own, the newest: so that the page stays two pages on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session in words."""

    number: int
    began: str
    what: str
    minutes: float
    outcome: str
    pattern: str
    """What it was stopped for; empty: it was not."""
    tension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """What the page tells."""

    first: str
    """The first day, for people."""
    last: str
    version: str
    lines: tuple[str, ...]
    """How practising went, a sentence each."""
    rates: tuple[TrendPoint, ...]
    """Resting heart rate, /min, a day each."""
    ln_rmssds: tuple[TrendPoint, ...]
    rated: tuple[Rated, ...]
    rows: tuple[SessionRow, ...]
    """The newest first."""


def weeks_page(weeks: Weeks, texts: Texts) -> str:
    """The page."""
    values: dict[str, object] = {
        "span": f"{weeks.first} – {weeks.last}",
        "lines": weeks.lines,
        "resting": weeks_chart(weeks.rates, weeks.ln_rmssds, texts),
        "tension": tension_chart(weeks.rated, texts),
        "rows": [
            (str(row.number), row.began, row.what, f"{row.minutes:.0f}", row.outcome, row.pattern, row.tension)
            for row in weeks.rows[:MOST_SESSIONS]
        ],
        "more": max(0, len(weeks.rows) - MOST_SESSIONS),
        "origin": texts.say("report.weeks_origin", version=weeks.version),
    }
    return filled("weeks.html", values, texts)
