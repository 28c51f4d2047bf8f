"""All that was practised here as one page: to keep, print or show to somebody."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from biofeedback import __version__
from biofeedback.app import history, written_files
from biofeedback.app.past_sessions import local, past_sessions
from biofeedback.decisions import EndCause
from biofeedback.errors import UsageError
from biofeedback.events import Reported
from biofeedback.report.tension_chart import Rated
from biofeedback.report.weeks_page import SessionRow, Weeks, weeks_page
from biofeedback.review.told import symptom_said
from biofeedback.review.trends import Trends
from biofeedback.store.sessions import Sessions, StoredSession
from biofeedback.texts import Texts
from biofeedback.why import why


def write_weeks_report(
    found: Trends, lines: Iterable[str], lang: str, out: Path | None = None, *, replace: bool = False
) -> Path:
    """Write the page of some trends and what is said of them; its file.

    Raises UsageError where nothing was practised, or where another file is not to give way.
    """
    if not found.sessions:
        raise UsageError(
            "nothing was practised here yet, so there is nothing to report",
            reasons=(why("report.nothing_practised"),),
        )
    texts = Texts(lang)
    with Sessions() as store:
        counted = [session for session in store.all() if history.counts(session)]
        stopped_for = {session.id: _stopped_for(session, store, texts) for session in counted}
    titles = {each.number: each.title.say(lang) for each in past_sessions() if each.title is not None}
    weeks = Weeks(
        first=found.days[0].day,
        last=found.days[-1].day,
        version=__version__,
        lines=tuple(lines),
        rates=found.resting_hr_bpm,
        ln_rmssds=found.resting_ln_rmssd,
        rated=tuple(_rated(reversed(counted))),
        rows=tuple(
            _row(session, titles.get(session.id) or texts.say("report.watched"), stopped_for[session.id], texts)
            for session in counted
        ),
    )
    file = written_files.place("weeks.html", out)
    return written_files.put(file, weeks_page(weeks, texts).encode(), replace=replace)


def _rated(sessions: Iterable[StoredSession]) -> Iterable[Rated]:
    for session in sessions:
        if session.tension_before is not None and session.tension_after is not None:
            yield Rated(session.tension_before, session.tension_after)


def _stopped_for(session: StoredSession, store: Sessions, texts: Texts) -> str:
    """The pattern that was seen, or what the person said felt wrong last; empty: neither ended it."""
    end = session.finished
    if end is not None and end.rule is not None:
        return texts.say(f"tui.pattern_{end.rule.value}")
    if end is not None and end.cause is EndCause.SYMPTOM and (said := store.of_kind(session.id, Reported)):
        return symptom_said(said[-1].symptom, texts)
    return ""


def _row(session: StoredSession, title: str, stopped_for: str, texts: Texts) -> SessionRow:
    end = session.finished
    rated = session.tension_before is not None and session.tension_after is not None
    return SessionRow(
        number=session.id,
        began=local(session.about.started),
        what=title,
        minutes=session.duration_s / 60,
        outcome=texts.say("report.outcome_cut_off" if end is None else f"report.outcome_{end.outcome.value}"),
        pattern=stopped_for,
        tension=f"{session.tension_before} → {session.tension_after}" if rated else "",
    )
