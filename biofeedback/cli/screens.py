"""The commands that show something live: on the full screen, or as plain lines where that is wished or needed."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from biofeedback.cli import INTERRUPTED, STOPPED_FOR_SAFETY, UNUSABLE, crash, screening
from biofeedback.cli.desk import MACHINE, LiveDesk, Parts, Wishes, open_sitting, screened
from biofeedback.cli.sitting import Sitting
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.errors import BiofeedbackError, UsageError
from biofeedback.events import Event, Key
from biofeedback.ports import Sink
from biofeedback.run.leaving import StandingBy, leaving
from biofeedback.texts import Texts
from biofeedback.tui.ports import Activity
from biofeedback.why import why
from protocols.training import Ending, TrainingProtocol

if TYPE_CHECKING:
    from biofeedback.tui.app import BiofeedbackApp  # the plain lines do without it

MOST_WATCHED = 2


def home(lang: str) -> int:
    """The home screen; without a terminal, the help."""
    if not _screen():
        sys.stderr.write(f"biofeedback: {Texts(lang).say('cli.no_terminal')}\n")
        return 2
    return _show(None, Wishes(lang=lang), bell=False)


def demo(lang: str, plain: bool) -> int:
    """A guided session with a simulated participant: on no terminal at all, headless with its story."""
    if _screen() and not plain:
        return _show(Activity.DEMO, Wishes(lang=lang), bell=False)
    from biofeedback.cli import simulate

    code = simulate.run(simulate.Wanted(None, None, 1, 0.0, (), "on", None, False, lang))
    return code


def practise(protocol: str | None, source: str | None, lang: str, plain: bool, bell: bool, seed: int) -> int:
    """A guided session."""
    wishes = Wishes(protocol=protocol, source=source, seed=seed, lang=lang)
    if _screen() and not plain:
        return _show(Activity.PRACTISE, wishes, bell=bell)
    if sys.stdin.isatty():
        wishes = asyncio.run(screened(wishes, screening.plain(lang)))
    return _plain(Activity.PRACTISE, wishes)


def answers(lang: str, *, show: bool, plain: bool) -> int:
    """The questions before the first session, and what the answers change."""
    if _screen() and not plain and not show:
        return _show(Activity.ANSWERS, Wishes(lang=lang), bell=False)
    return screening.run(lang, show=show)


def watch(sources: tuple[str, ...], lang: str, plain: bool) -> int:
    """The live view of one heart, or of two."""
    if len(sources) > MOST_WATCHED:
        raise UsageError(
            f"at most {MOST_WATCHED} sources can be watched at once, not {len(sources)}",
            reasons=(why("cli.too_many_watched", most=MOST_WATCHED, n=len(sources)),),
        )
    first, second = (*sources, None, None)[:MOST_WATCHED]
    wishes = Wishes(source=first, beside=second, lang=lang)
    activity = Activity.WATCH if second is None else Activity.WATCH_TWO
    if first is not None and second is not None:
        from biofeedback.cli.two import apart, plain_lines

        apart(first, second, lang)
        if plain or not _screen():
            return asyncio.run(plain_lines(wishes, said))
    if _screen() and not plain:
        return _show(activity, wishes, bell=False)
    return _plain(activity, wishes)


def _screen() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _show(activity: Activity | None, wishes: Wishes, *, bell: bool) -> int:
    from biofeedback.tui.app import BiofeedbackApp
    from biofeedback.tui.look import look_for

    look = look_for(wishes.lang, os.environ, sys.stdout.encoding, sound=bell)
    screen = BiofeedbackApp(LiveDesk(wishes), look, begin=activity)
    with suppress(KeyboardInterrupt):  # the session was closed on the way out
        asyncio.run(_shown(screen))
    return last_word(screen)


async def _shown(screen: BiofeedbackApp) -> None:
    """Run the app; whatever ends it, the session is closed in the same loop. What nobody awaits is only written down:
    the loop's own report would be a traceback on the terminal.
    """
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash.of_loop)
    try:
        with leaving(loop, screen.leave_for, screen.stand_by):
            await screen.run_async()
    except Exception as fault:
        screen.take_fault(fault)
    finally:
        await screen.end()


def last_word(screen: BiofeedbackApp) -> int:
    """On the terminal as it was before: what must still be heard, and one calm line for a fault. The exit code."""
    from biofeedback.tui.ended import last_lines

    lines = last_lines(screen.session, screen.look.texts, cut_off=screen.cut_off, unseen=screen.fault is not None)
    if isinstance(screen.fault, BiofeedbackError):
        lines += (f"biofeedback: {screen.look.texts.problem(screen.fault)}",)
    elif screen.fault is not None:
        lines += (f"biofeedback: {crash.told(screen.fault, screen.look.lang)}",)
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
        sys.stdout.flush()
    except OSError:  # the terminal is gone: what is still in the buffers must not become a fault at the very end
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
    if (stopped := code_of(screen.last)) != 0:
        return stopped
    if screen.program_failed:
        return UNUSABLE
    return INTERRUPTED if screen.return_code is None else screen.return_code


def _plain(activity: Activity, wishes: Wishes) -> int:
    return asyncio.run(plain_session(activity, wishes))


async def plain_session(activity: Activity, wishes: Wishes, parts: Parts = MACHINE) -> int:
    """One session as plain lines, from its first word to its exit code."""
    from biofeedback.cli.keys import symptom_keys
    from biofeedback.plain import PlainLines

    sitting = open_sitting(activity, wishes, asks=sys.stdin.isatty(), parts=parts)
    texts = Texts(wishes.lang)
    lines = PlainLines(
        said, texts, protocol=sitting.protocol, view=lambda _: sitting.view(), numbers=not sitting.hides_numbers
    )
    if sys.stdin.isatty():
        said(symptom_keys(texts))
    ending, leave = LastWord(), Leave(sitting)
    standing_by = StandingBy(sitting.press, parts.stop)
    sitting.add(ending)
    sitting.add(standing_by)
    problems = await _lived(sitting, lines, leave, standing_by)
    if sitting.terminal_gone:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left unwritten has nowhere to go
    with suppress(OSError):
        for problem in problems:
            sys.stderr.write(f"biofeedback: {texts.problem(problem)}\n")
    code = code_of(ending.finished)
    if code == 0 and (leave.asked or sitting.terminal_gone):
        code = INTERRUPTED
    if code != 0 or problems:
        return code or problems[0].exit_code
    if sys.stdin.isatty() and ending.finished is not None and invites_note(ending.finished, sitting.protocol):
        said(texts.say("screening.note"))
        sitting.keep_note(" ".join(sys.stdin.readline().split()))
    return 0


async def _lived(sitting: Sitting, lines: Sink, leave: Leave, standing_by: StandingBy) -> list[BiofeedbackError]:
    """The session from its start to its end. What went wrong: it was what it was, whatever became of its journal."""
    from biofeedback.cli.keys import listening

    problems: list[BiofeedbackError] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash.of_loop)
    try:
        sitting.start(lines)
        with leaving(loop, leave.ask, standing_by.ask), listening(sitting):
            await sitting.wait()
    except BiofeedbackError as problem:
        problems.append(problem)
    finally:
        try:
            await sitting.close()
        except BiofeedbackError as problem:
            problems.append(problem)
    return problems


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


def invites_note(ended: Finished, protocol: TrainingProtocol | None) -> bool:
    """Whether to ask for a few words: after a whole practice, and not of somebody who is falling asleep."""
    return ended.outcome is Outcome.COMPLETED and protocol is not None and protocol.ending is not Ending.SILENT


def said(line: str) -> None:
    """Write one line to a person, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class LastWord:
    """A listener for the last word only."""

    def __init__(self) -> None:
        self.finished: Finished | None = None

    def tell(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Keep the last word."""
        for decision in decisions:
            if isinstance(decision, Finished):
                self.finished = decision


def code_of(ended: Finished | None) -> int:
    """The exit code of a session's last word."""
    return STOPPED_FOR_SAFETY if ended is not None and ended.outcome is Outcome.STOPPED else 0
