"""The sessions kept on this machine, as the screen that lists them shows them."""

from __future__ import annotations

from datetime import datetime

from biofeedback.app.ports import PastSession
from biofeedback.errors import BiofeedbackError
from biofeedback.store.sessions import Sessions, StoredSession
from protocols.library import load


def past_sessions() -> tuple[PastSession, ...]:
    """For the screen that lists them, newest first."""
    with Sessions() as store:
        return tuple(_past(session) for session in store.all())


def _past(session: StoredSession) -> PastSession:
    end = session.finished
    title = None
    if session.about.protocol is not None:
        try:
            title = load(session.about.protocol).title
        except BiofeedbackError:  # a file of one's own that is gone: its name is all there is
            title = None
    return PastSession(
        began=local(session.about.started),
        title=title,
        minutes=session.duration_s / 60,
        outcome=None if end is None else end.outcome,
        tension_before=None if end is None else end.tension_before,
        tension_after=None if end is None else end.tension_after,
    )


def local(started: str) -> str:
    """When a session began, for people: date and time where they are."""
    return datetime.fromisoformat(started).astimezone().strftime("%Y-%m-%d %H:%M")
