"""A live session from its start to its last word, shown by a face. Whatever happens, it is closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from biofeedback.app import crash_report
from biofeedback.app.ports import WatchedHeart
from biofeedback.app.whole_screen import answering
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.errors import BiofeedbackError, OutputGone
from biofeedback.events import Event, Key
from biofeedback.ports import Sink
from biofeedback.run.leaving import leaving, stop_process
from biofeedback.run.standing_by import StandingBy
from protocols.training import Ending, TrainingProtocol

if TYPE_CHECKING:  # whoever only shows a session does not load what runs it
    from biofeedback.app.running_session import RunningSession
    from biofeedback.app.watched_pair import WatchedPair


class Face(Sink, Protocol):
    """What shows a session: it hears every event first."""

    def attending(self) -> AbstractAsyncContextManager[None]:
        """While this is on, the person can lead the session, and is told what its source says of itself."""
        ...


class PairFace(Protocol):
    """What shows two hearts. It listens to each by itself (`WatchedPair.listen`)."""

    def attending(self) -> AbstractContextManager[None]:
        """While this is on, the person can lead both."""
        ...

    def following(self, heart: WatchedHeart) -> AbstractAsyncContextManager[None]:
        """While this is on, what its source says of itself is told; and at the end, why it failed."""
        ...


@dataclass(slots=True)
class Ended:
    """How a session went."""

    finished: Finished | None = None  # its last word
    left: bool = False  # the person or the system asked for its end
    problems: list[BiofeedbackError] = field(default_factory=list)


@contextmanager
def put_together() -> Generator[None]:
    """Around a session from before its journal is begun: a signal that comes meanwhile waits for the loop.

    The loop runs again once the session is led to its end, where it is answered: what was begun is closed.
    """
    with leaving(asyncio.get_running_loop(), _wait_for_session, _wait_for_session):
        yield


def _wait_for_session() -> None:
    """Whoever answers later takes the place of this."""


async def to_its_end(session: RunningSession, face: Face, *, stop: Callable[[], None] = stop_process) -> Ended:
    """Lead a session that has not begun yet to its end. `stop` stops the process until it is continued."""
    ended, last_word, leave = Ended(), LastWord(), Leave(session)
    standing_by = StandingBy(session.press, stop)
    for listener in (last_word, standing_by):
        session.add(listener)
    async with _closed(session, ended):
        session.start(face)
        with answering(leave.ask, standing_by.ask):
            async with face.attending():
                await session.wait()
    ended.finished = last_word.finished
    ended.left = ended.left or leave.asked
    return ended


async def pair_to_its_end(pair: WatchedPair, face: PairFace) -> bool:
    """The same for two that are watched: one that fails leaves the other alone. How each ended is known to the pair.

    Whether the person or the system asked for the end.
    """
    from biofeedback.app.watched_pair import Unheard, to_the_end

    left = False

    def leave() -> None:
        nonlocal left
        left = True
        pair.press(Key.STOP)

    async def followed(heart: WatchedHeart) -> None:
        async with face.following(heart):
            await to_the_end(heart)

    try:
        pair.start(Unheard())
        with answering(leave, stop_process), face.attending():
            await asyncio.gather(*(followed(heart) for heart in pair.hearts))
    finally:
        await pair.close()
    return left


@asynccontextmanager
async def _closed(session: RunningSession, ended: Ended) -> AsyncGenerator[None]:
    """Whatever happens inside, the session is closed; what went wrong is kept."""
    problems = ended.problems
    try:
        yield
    except OutputGone:  # before its first word, or of a look at the source
        ended.left = True
    except BiofeedbackError as problem:
        problems.append(problem)
    except Exception as fault:
        problems.append(crash_report.problem(fault))
    finally:
        try:
            await session.close()
        except BiofeedbackError as problem:
            problems.append(problem)


class Leave:
    """Ends a session in order when it is asked to; asked once more, at once."""

    def __init__(self, session: RunningSession) -> None:
        self._session = session
        self._task = asyncio.current_task()
        self.asked = False

    def ask(self) -> None:
        """The person or the system wants it to end."""
        if self.asked and self._task is not None:
            self._task.cancel()
        self.asked = True
        self._session.press(Key.STOP)


class LastWord:
    """A listener for the last word only."""

    def __init__(self) -> None:
        self.finished: Finished | None = None

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Keep the last word."""
        for decision in decisions:
            if isinstance(decision, Finished):
                self.finished = decision


def invites_note(finished: Finished | None, protocol: TrainingProtocol | None) -> bool:
    """Whether to ask for a few words: after a whole practice, and not of somebody who is falling asleep."""
    completed = finished is not None and finished.outcome is Outcome.COMPLETED
    return completed and protocol is not None and protocol.ending is not Ending.SILENT
