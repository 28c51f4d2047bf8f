"""A kept session as a page to keep, print or show to somebody."""

from __future__ import annotations

from pathlib import Path

from biofeedback.app import written_files
from biofeedback.app.past_sessions import local
from biofeedback.config import data_folder
from biofeedback.store import private
from biofeedback.texts import Texts

FOLDER = "reports"
"""Within the data folder: where pages go that were asked for by a key."""


def write_session_report(number: int, lang: str, out: Path | None = None, *, replace: bool = False) -> Path:
    """Write the page of a session; its file. Raises BiofeedbackError."""
    file = written_files.place(f"session-{number}.html", out)
    return written_files.put(file, _page(number, lang), replace=replace)


def write_by_key(number: int, lang: str) -> str:
    """The same where nobody names a file: into the data folder, in place of an older one. Raises BiofeedbackError."""
    folder = private.folder(data_folder() / FOLDER)
    return str(written_files.put(folder / f"session-{number}.html", _page(number, lang), replace=True))


def lines(number: int, lang: str) -> tuple[str, ...]:
    """What happened in a session, in lines for a person. Raises BiofeedbackError."""
    from biofeedback.app.reviewing import record
    from biofeedback.review.lines import review_lines

    kept = record(number)
    return tuple(review_lines(kept, Texts(lang), began="–" if kept.began is None else local(kept.began)))


def _page(number: int, lang: str) -> bytes:
    # A session begins without what draws pages.
    from biofeedback.app.reviewing import record
    from biofeedback.report.session_page import session_page

    kept = record(number)
    return session_page(kept, Texts(lang), began="–" if kept.began is None else local(kept.began)).encode()
