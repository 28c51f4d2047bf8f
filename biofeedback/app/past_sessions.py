"""The sessions kept on this machine: listed for a screen or in full, told again, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from biofeedback.app.ports import PastSession
from biofeedback.app.settings import Settings
from biofeedback.decisions import Decision
from biofeedback.errors import BiofeedbackError, UsageError
from biofeedback.store.sessions import Kind, Sessions, StoredSession
from biofeedback.why import why
from protocols.library import load
from protocols.training import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSessions:
    """All that is kept."""

    sessions: tuple[StoredSession, ...]
    """The newest first."""
    left_before: tuple[Path, ...]
    """Files of earlier sessions that could not be used, and were left as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSession:
    """One session, and what was decided in it, in order."""

    session: StoredSession
    decisions: tuple[Decision, ...]


def kept() -> KeptSessions:
    """All sessions."""
    with Sessions() as store:
        return KeptSessions(sessions=store.all(), left_before=store.left_before)


def told(number: int) -> ToldSession:
    """The session of this number. Raises UsageError where there is none."""
    with Sessions() as store:
        return ToldSession(session=store.get(number), decisions=store.decisions(number))


def get(number: int) -> StoredSession:
    """What is kept under this number. Raises UsageError where nothing is."""
    with Sessions() as store:
        return store.get(number)


def protocol_text(number: int) -> str:
    """The file of its protocol as it was when it was practised, word for word. Raises UsageError where none is kept."""
    with Sessions() as store:
        practised = store.practised(number)
    if practised is None:
        raise UsageError(f"session {number} kept no protocol", reasons=(why("cli.no_protocol_kept", id=number),))
    return practised.text


def delete(number: int) -> bool:
    """Delete it for good; whether it was overwritten at once, which another program that holds its lines can delay."""
    with Sessions() as store:
        return store.delete(number)


def past_sessions() -> tuple[PastSession, ...]:
    """For the screen that lists them, newest first."""
    with Sessions() as store:
        return tuple(_past(session, _title(session, store)) for session in store.all())


def of_one(session: StoredSession) -> PastSession:
    """One of them."""
    with Sessions() as store:
        return _past(session, _title(session, store))


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
        number=session.id,
        began=local(session.about.started),
        title=title,
        minutes=session.duration_s / 60,
        outcome=None if end is None else end.outcome,
        tension_before=session.tension_before,
        tension_after=session.tension_after,
        imported=session.kind is Kind.RECORDING,
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
