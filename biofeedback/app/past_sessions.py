"""The sessions kept on this machine, as the screen that lists them shows them."""

from __future__ import annotations

from datetime import datetime

from biofeedback.app.ports import PastSession
from biofeedback.app.settings import Settings
from biofeedback.errors import BiofeedbackError
from biofeedback.store.sessions import Sessions, StoredSession
from protocols.library import load
from protocols.training import Words


def past_sessions() -> tuple[PastSession, ...]:
    """For the screen that lists them, newest first."""
    with Sessions() as store:
        return tuple(_past(session, _title(session, store)) for session in store.all())


def _title(session: StoredSession, store: Sessions) -> Words | None:
    """The protocol's title as it was then; of an older session, as it is now."""
    if session.about.protocol is None:
        return None
    try:
        return (store.practised(session.id) or load(session.about.protocol)).title
    except BiofeedbackError:  # a file of one's own that is gone: its name is all there is
        return None


def _past(session: StoredSession, title: Words | None) -> PastSession:
    end = session.finished
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


def protocol_changed(session: StoredSession, settings: Settings) -> bool:
    """Whether the protocol of this name asks for something else today. One that is gone says nothing."""
    if settings.protocol is None or not session.about.digest:
        return False
    try:
        return load(settings.protocol).digest != session.about.digest
    except BiofeedbackError:
        return False
