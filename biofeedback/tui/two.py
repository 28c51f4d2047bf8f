"""Two hearts side by side, only watched: each with its own session, so that nothing of one reaches the other."""

from __future__ import annotations

import asyncio

from biofeedback.app.ports import SessionRunner
from biofeedback.decisions import Decision
from biofeedback.errors import BiofeedbackError
from biofeedback.events import Event, Key, Symptom
from biofeedback.ports import Sink
from biofeedback.tui.session import Session
from biofeedback.view import SessionView
from biofeedback.why import Why
from protocols.training import Words


class WatchedPair:
    """Two watched sessions as one SessionRunner: it is over when both are. `sessions` hold what was told of each."""

    def __init__(self, first: SessionRunner, second: SessionRunner) -> None:
        self.sessions = (Session(first, _nothing), Session(second, _nothing))

    @property
    def protocol_title(self) -> Words | None:
        """Nothing is practised."""
        return None

    def group_name(self, group: str) -> Words | None:
        """No group is practised."""
        return None

    @property
    def source_name(self) -> str:
        """Both sources."""
        return " + ".join(session.runner.source_name for session in self.sessions)

    @property
    def hides_numbers(self) -> bool:
        """Whether either is better off without numbers."""
        return any(session.runner.hides_numbers for session in self.sessions)

    @property
    def unkept(self) -> tuple[Why, ...]:
        """Each says it for itself."""
        return ()

    def start(self, listener: Sink) -> None:
        """Begin both. The listener hears that something happened; what it was, the session it happened to."""
        for session in self.sessions:
            session.runner.start(_Told(session, listener))

    def press(self, key: Key) -> None:
        """The person asked both for something."""
        for session in self.sessions:
            session.runner.press(key)

    def rate(self, tension: int | None) -> None:
        """Nobody is asked."""

    def report(self, symptom: Symptom) -> None:
        """Whose symptom it is, nobody can tell here."""

    def let_go(self) -> None:
        """Nothing is tensed."""

    def keep_note(self, text: str) -> None:
        """The same words are kept with both."""
        for session in self.sessions:
            session.runner.keep_note(text)

    def view(self) -> SessionView:
        """The first that is not over, else the first."""
        return next((s for s in self.sessions if not s.over), self.sessions[0]).runner.view()

    def source_says(self) -> tuple[Why, ...]:
        """Each says it for itself."""
        return ()

    async def wait(self) -> None:
        """Return when both are over. What ended one for good is its own trouble, and is told where it stands."""
        await asyncio.gather(*(to_the_end(session) for session in self.sessions))

    async def close(self) -> None:
        """Let go of both. Raises what kept the first of them from being written down, after both were let go of."""
        ends = await asyncio.gather(*(s.runner.close() for s in self.sessions), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end


class _Told:
    """Tells the session, and lets the other listener know that something happened."""

    def __init__(self, session: Session, listener: Sink) -> None:
        self._session = session
        self._listener = listener

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self._session.on_step(event, decisions)
        self._listener.on_step(event, ())


def _nothing(decisions: tuple[Decision, ...]) -> None:
    """The screen looks at both of them anyway."""


async def to_the_end(session: Session) -> None:
    """Wait until a session is over and let go of its source; what went wrong is kept with it."""
    try:
        await session.runner.wait()
    except BiofeedbackError as problem:
        session.trouble = problem
    finally:
        session.over = True
        try:
            await session.runner.close()
        except BiofeedbackError as problem:
            session.unkept = problem
