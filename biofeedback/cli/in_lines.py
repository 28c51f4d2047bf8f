"""A session as plain lines, from its first word to its exit code."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from biofeedback.cli import INTERRUPTED, STOPPED_FOR_SAFETY, crash, terminal
from biofeedback.cli.desk import MACHINE, Parts, open_sitting
from biofeedback.cli.sitting import Sitting
from biofeedback.cli.wishes import Wishes
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.errors import BiofeedbackError, StoreError
from biofeedback.events import Event, Key
from biofeedback.run.leaving import StandingBy, leaving, stop_process
from biofeedback.texts import Texts
from biofeedback.tui.ports import Activity
from protocols.training import Ending, TrainingProtocol


@dataclass(slots=True)
class Told:
    """How a session went that was told in lines."""

    finished: Finished | None = None  # its last word
    left: bool = False  # the person or the system asked for its end
    problems: list[BiofeedbackError] = field(default_factory=list)


async def plain_session(activity: Activity, wishes: Wishes, parts: Parts = MACHINE) -> int:
    """One session; its exit code."""
    sitting = open_sitting(activity, wishes, asks=sys.stdin.isatty(), parts=parts)
    texts = Texts(wishes.lang)
    told = await told_in_lines(sitting, texts, typed=sys.stdin.isatty(), stop=parts.stop)
    if sitting.terminal_gone:
        terminal.give_up()
    with suppress(OSError):
        for problem in told.problems:
            terminal.complain(texts.problem(problem))
    code = _code(told, terminal_gone=sitting.terminal_gone)
    if code != 0:
        return code
    if sitting.unkept:
        terminal.write(texts.say("keeping.not_kept"))
    elif (
        not told.problems
        and sys.stdin.isatty()
        and told.finished is not None
        and invites_note(told.finished, sitting.protocol)
    ):
        terminal.write(texts.say("screening.note"))
        sitting.keep_note(" ".join(sys.stdin.readline().split()))
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
    sitting: Sitting,
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
    from biofeedback.cli.keys import what_to_type
    from biofeedback.cli.source_lines import SourceLines
    from biofeedback.plain import PlainLines

    lines = PlainLines(
        write, texts, protocol=sitting.protocol, view=lambda _: sitting.view(), numbers=not sitting.hides_numbers
    )
    if typed:
        for line in what_to_type(texts, guided=sitting.protocol is not None):
            write(line)
    source, ending, leave = SourceLines(sitting, write, texts), LastWord(), Leave(sitting)
    standing_by = StandingBy(sitting.press, stop)
    for listener in (source, ending, standing_by):
        sitting.add(listener)
    told = Told()
    async with _closed(sitting, told.problems):
        sitting.start(lines)
        async with _answering(sitting, leave, standing_by), source.looking(pause):
            await sitting.wait()
    told.finished, told.left = ending.finished, leave.asked
    return told


@asynccontextmanager
async def _answering(sitting: Sitting, leave: Leave, standing_by: StandingBy) -> AsyncGenerator[None]:
    """Keys and signals reach the session."""
    from biofeedback.cli.keys import listening

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash.of_loop)
    with leaving(loop, leave.ask, standing_by.ask), listening(sitting):
        yield


@asynccontextmanager
async def _closed(sitting: Sitting, problems: list[BiofeedbackError]) -> AsyncGenerator[None]:
    """Whatever happens inside, the session is closed; what went wrong is kept."""
    try:
        yield
    except BiofeedbackError as problem:
        problems.append(problem)
    except OSError as fault:  # of a look at the source, told to a terminal that is gone: the session ended for that
        if not sitting.terminal_gone:
            problems.append(crash.problem(fault))
    except Exception as fault:
        problems.append(crash.problem(fault))
    finally:
        try:
            await sitting.close()
        except BiofeedbackError as problem:
            problems.append(problem)


class Leave:
    """Ends a session in order when it is asked to; asked once more, at once."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._task = asyncio.current_task()
        self.asked = False

    def ask(self) -> None:
        """The person or the system wants it to end."""
        if self.asked and self._task is not None:
            self._task.cancel()
        self.asked = True
        self._sitting.press(Key.STOP)


class LastWord:
    """A listener for the last word only."""

    def __init__(self) -> None:
        self.finished: Finished | None = None

    def tell(self, event: Event, decisions: tuple[Decision, ...]) -> None:
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
