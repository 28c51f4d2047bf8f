"""A session as plain lines, from its first word to its exit code."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from biofeedback.app import crash_report
from biofeedback.app.ports import Activity
from biofeedback.app.running_session import RunningSession
from biofeedback.app.session_factory import MACHINE, Parts, open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.cli import INTERRUPTED, STOPPED_FOR_SAFETY, terminal
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.errors import BiofeedbackError, StoreError
from biofeedback.events import Event, Key
from biofeedback.run.leaving import StandingBy, leaving, stop_process
from biofeedback.texts import Texts
from protocols.training import Ending, TrainingProtocol


@dataclass(slots=True)
class Told:
    """How a session went that was told in lines."""

    finished: Finished | None = None  # its last word
    left: bool = False  # the person or the system asked for its end
    problems: list[BiofeedbackError] = field(default_factory=list)


async def plain_session(activity: Activity, request: SessionRequest, parts: Parts = MACHINE) -> int:
    """One session; its exit code."""
    session = open_session(activity, request, asks=sys.stdin.isatty(), parts=parts)
    texts = Texts(request.lang)
    told = await told_in_lines(session, texts, typed=sys.stdin.isatty(), stop=parts.stop)
    if session.terminal_gone:
        terminal.give_up()
    with suppress(OSError):
        for problem in told.problems:
            terminal.complain(texts.problem(problem))
    code = _code(told, terminal_gone=session.terminal_gone)
    if code != 0:
        return code
    if session.unkept:
        terminal.write(texts.say("keeping.not_kept"))
    elif (
        not told.problems
        and sys.stdin.isatty()
        and told.finished is not None
        and invites_note(told.finished, session.protocol)
    ):
        terminal.write(texts.say("screening.note"))
        session.keep_note(" ".join(sys.stdin.readline().split()))
    return 0


def _code(told: Told, *, terminal_gone: bool) -> int:
    """The session's own. It was what it was, whatever became of its journal: that is told, and changes nothing here."""
    if (code := code_of(told.finished)) != 0:
        return code
    if told.left or terminal_gone:
        return INTERRUPTED
    grave = (each for each in told.problems if not isinstance(each, StoreError))
    return next((each.exit_code for each in grave), 0)


async def told_in_lines(
    session: RunningSession,
    texts: Texts,
    *,
    typed: bool,
    write: Callable[[str], None] = terminal.write,
    pause: Callable[[], Awaitable[object]] | None = None,
    stop: Callable[[], None] = stop_process,
) -> Told:
    """A session as plain lines, to its end. `typed`: somebody is at the keyboard.

    `pause` waits between two looks at what the source says; `stop` stops the process until it is continued.
    """
    from biofeedback.plain.keys import what_to_type
    from biofeedback.plain.lines import PlainLines
    from biofeedback.plain.source_lines import SourceLines

    lines = PlainLines(
        write, texts, protocol=session.protocol, view=lambda _: session.view(), numbers=not session.hides_numbers
    )
    if typed:
        for line in what_to_type(texts, guided=session.protocol is not None):
            write(line)
    source, ending, leave = SourceLines(session, write, texts), LastWord(), Leave(session)
    standing_by = StandingBy(session.press, stop)
    for listener in (source, ending, standing_by):
        session.add(listener)
    told = Told()
    async with _closed(session, told.problems):
        session.start(lines)
        async with _answering(session, leave, standing_by), source.looking(pause):
            await session.wait()
    told.finished, told.left = ending.finished, leave.asked
    return told


@asynccontextmanager
async def _answering(session: RunningSession, leave: Leave, standing_by: StandingBy) -> AsyncGenerator[None]:
    """Keys and signals reach the session."""
    from biofeedback.plain.keys import listening

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash_report.of_loop)
    with leaving(loop, leave.ask, standing_by.ask), listening(session):
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


def invites_note(ended: Finished, protocol: TrainingProtocol | None) -> bool:
    """Whether to ask for a few words: after a whole practice, and not of somebody who is falling asleep."""
    return ended.outcome is Outcome.COMPLETED and protocol is not None and protocol.ending is not Ending.SILENT


def code_of(ended: Finished | None) -> int:
    """The exit code of a session's last word."""
    return STOPPED_FOR_SAFETY if ended is not None and ended.outcome is Outcome.STOPPED else 0
