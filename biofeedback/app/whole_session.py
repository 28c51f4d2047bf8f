"""A live session from its start to its last word, shown by a face. Whatever happens, it is closed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from biofeedback.app import crash_report
from biofeedback.app.ports import WatchedHeart
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.errors import BiofeedbackError
from biofeedback.events import Event, Key
from biofeedback.ports import Sink
from biofeedback.run.leaving import StandingBy, leaving, stop_process
from protocols.training import Ending, TrainingProtocol

if TYPE_CHECKING:  # a screen that shows home yet has no session
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


async def to_its_end(session: RunningSession, face: Face, *, stop: Callable[[], None] = stop_process) -> Ended:
    """Lead a session that has not begun yet to its end. `stop` stops the process until it is continued."""
    ended, last_word, leave = Ended(), LastWord(), Leave(session)
    standing_by = StandingBy(session.press, stop)
    for listener in (last_word, standing_by):
        session.add(listener)
    async with _closed(session, ended.problems):
        session.start(face)
        with _answering(leave.ask, standing_by.ask):
            async with face.attending():
                await session.wait()
    ended.finished = last_word.finished
    ended.left = leave.asked
    return ended


class Screen(Protocol):
    """A full screen that leads its sessions itself."""

    async def run_async(self) -> object:
        """From its first page until it is left."""
        ...

    def leave_for(self) -> None:
        """The system wants the program to end."""
        ...

    def stand_by(self) -> None:
        """The system wants the process to stop until it is continued."""
        ...

    def keep_fault(self, fault: Exception) -> None:
        """It failed for this."""
        ...

    async def end(self) -> None:
        """Close the session that is open, if there is one."""
        ...


async def screen_to_its_end(screen: Screen) -> None:
    """The same for a screen: whatever ends it, the session is closed in the same loop. What nobody awaits is only
    written down: the loop's own report would be a traceback on the terminal.
    """
    try:
        with _answering(screen.leave_for, screen.stand_by):
            await screen.run_async()
    except Exception as fault:
        screen.keep_fault(fault)
    finally:
        await screen.end()


async def pair_to_its_end(pair: WatchedPair, face: PairFace) -> None:
    """The same for two that are watched: one that fails leaves the other alone. How each ended is known to the pair."""
    from biofeedback.app.watched_pair import Unheard, to_the_end

    async def followed(heart: WatchedHeart) -> None:
        async with face.following(heart):
            await to_the_end(heart)

    try:
        pair.start(Unheard())
        with _answering(lambda: pair.press(Key.STOP), stop_process), face.attending():
            await asyncio.gather(*(followed(heart) for heart in pair.hearts))
    finally:
        await pair.close()


@contextmanager
def _answering(leave: Callable[[], None], stand_by: Callable[[], None]) -> Generator[None]:
    """The signals of the system reach the session; what nobody waits for is only written down."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash_report.of_loop)
    with leaving(loop, leave, stand_by):
        yield


@asynccontextmanager
async def _closed(session: RunningSession, problems: list[BiofeedbackError]) -> AsyncGenerator[None]:
    """Whatever happens inside, the session is closed; what went wrong is kept."""
    try:
        yield
    except BiofeedbackError as problem:
        problems.append(problem)
    except OSError as fault:  # of a look at the source, told to a terminal that is gone: the session ended for that
        if not session.terminal_gone:
            problems.append(crash_report.problem(fault))
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
