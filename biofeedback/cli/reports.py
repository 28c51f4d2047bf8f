"""Pages to keep, print or show to somebody, written where the person says."""

from __future__ import annotations

from pathlib import Path

from biofeedback.app import reporting
from biofeedback.cli import terminal
from biofeedback.texts import Texts


def of_session(number: int, out: Path | None, lang: str, *, replace: bool) -> int:
    """Write the page of one session, and say where it is."""
    file = reporting.write_session_report(number, lang, out, replace=replace)
    terminal.write(Texts(lang).say("report.written", file=str(file)))
    return 0
