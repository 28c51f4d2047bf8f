"""The commands that show something live: on the full screen, or as plain lines where that is wished or needed."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable

from biofeedback.cli import STOPPED_FOR_SAFETY, screening, terminal
from biofeedback.cli.desk import LiveDesk, Wishes, open_sitting, screened
from biofeedback.cli.sitting import Sitting
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.errors import UsageError
from biofeedback.events import Event
from biofeedback.texts import Texts
from biofeedback.tui.ports import Activity
from biofeedback.why import why
from protocols.training import Ending, TrainingProtocol

MOST_WATCHED = 2


def home(lang: str) -> int:
    """The home screen; without a terminal, the help."""
    if not _screen():
        terminal.complain(Texts(lang).say("cli.no_terminal"))
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
            return asyncio.run(plain_lines(wishes, terminal.write))
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
    ended = screen.run()
    return screen.return_code or code_of(ended)


def _plain(activity: Activity, wishes: Wishes) -> int:
    return asyncio.run(_plain_session(activity, wishes))


async def _plain_session(activity: Activity, wishes: Wishes) -> int:
    sitting = open_sitting(activity, wishes, asks=sys.stdin.isatty())
    texts = Texts(wishes.lang)
    finished = await told_in_lines(sitting, texts, typed=sys.stdin.isatty())
    if sys.stdin.isatty() and finished is not None and invites_note(finished, sitting.protocol):
        terminal.write(texts.say("screening.note"))
        sitting.keep_note(" ".join(sys.stdin.readline().split()))
    return code_of(finished)


async def told_in_lines(
    sitting: Sitting,
    texts: Texts,
    *,
    typed: bool,
    write: Callable[[str], None] = terminal.write,
    pause: Callable[[], Awaitable[object]] | None = None,
) -> Finished | None:
    """A session as plain lines, to its end and its last word. `typed`: somebody is at the keyboard.

    `pause` waits between two looks at what the source says.
    """
    from biofeedback.cli.keys import listening, what_to_type
    from biofeedback.cli.source_lines import SourceLines
    from biofeedback.plain import PlainLines

    lines = PlainLines(
        write, texts, protocol=sitting.protocol, view=lambda _: sitting.view(), numbers=not sitting.hides_numbers
    )
    if typed:
        for line in what_to_type(texts, guided=sitting.protocol is not None):
            write(line)
    source, ending = SourceLines(sitting, write, texts), LastWord()
    sitting.add(source)
    sitting.add(ending)
    try:
        sitting.start(lines)
        with listening(sitting):
            async with source.looking(pause):
                await sitting.wait()
    finally:
        await sitting.close()
    return ending.finished


def invites_note(ended: Finished, protocol: TrainingProtocol | None) -> bool:
    """Whether to ask for a few words: after a whole practice, and not of somebody who is falling asleep."""
    return ended.outcome is Outcome.COMPLETED and protocol is not None and protocol.ending is not Ending.SILENT


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
