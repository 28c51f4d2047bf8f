"""Pages to keep, print or show to somebody, written where the person says."""

from __future__ import annotations

from pathlib import Path

from biofeedback.app import reporting, trends
from biofeedback.cli import terminal
from biofeedback.review.trends import lines
from biofeedback.texts import Texts


def of_weeks(out: Path | None, lang: str, *, replace: bool) -> int:
    """Write the page of all that was practised, and say where it is."""
    from biofeedback.app.weeks_report import write_weeks_report

    texts, found = Texts(lang), trends.trends()
    file = write_weeks_report(found, lines(found, texts), lang, out, replace=replace)
    terminal.write(texts.say("report.written", file=str(file)))
    return 0


def of_session(number: int, out: Path | None, lang: str, *, replace: bool) -> int:
    """Write the page of one session, and say where it is."""
    file = reporting.write_session_report(number, lang, out, replace=replace)
    terminal.write(Texts(lang).say("report.written", file=str(file)))
    return 0
