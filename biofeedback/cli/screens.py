"""The commands that show something live: on the full screen, or as plain lines where that is wished or needed."""

from __future__ import annotations

import asyncio
import os
import sys

from biofeedback.cli import STOPPED_FOR_SAFETY, keeping, screening
from biofeedback.cli.desk import LiveDesk, Wishes, open_sitting, screened
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


def practise(
    protocol: str | None, source: str | None, lang: str, plain: bool, bell: bool, seed: int, *, keep: bool = True
) -> int:
    """A guided session."""
    wishes = Wishes(protocol=protocol, source=source, seed=seed, lang=lang, unkept=() if keep else keeping.NOT_KEPT)
    if _screen() and not plain:
        return _show(Activity.PRACTISE, wishes, bell=bell)
    if sys.stdin.isatty():
        wishes = asyncio.run(screened(wishes, screening.plain(lang)))
    else:
        wishes = _unasked(Activity.PRACTISE, wishes)
    return _plain(Activity.PRACTISE, wishes)


def answers(lang: str, *, show: bool, plain: bool) -> int:
    """The questions before the first session, and what the answers change."""
    if _screen() and not plain and not show:
        return _show(Activity.ANSWERS, Wishes(lang=lang), bell=False)
    return screening.run(lang, show=show)


def watch(sources: tuple[str, ...], lang: str, plain: bool, *, keep: bool = True) -> int:
    """The live view of one heart, or of two."""
    if len(sources) > MOST_WATCHED:
        raise UsageError(
            f"at most {MOST_WATCHED} sources can be watched at once, not {len(sources)}",
            reasons=(why("cli.too_many_watched", most=MOST_WATCHED, n=len(sources)),),
        )
    first, second = (*sources, None, None)[:MOST_WATCHED]
    wishes = Wishes(source=first, beside=second, lang=lang, unkept=() if keep else keeping.NOT_KEPT)
    activity = Activity.WATCH if second is None else Activity.WATCH_TWO
    if first is not None and second is not None:
        from biofeedback.cli.two import apart, plain_lines

        apart(first, second, lang)
        if plain or not _screen():
            return asyncio.run(plain_lines(_unasked(activity, wishes), said))
    if _screen() and not plain:
        return _show(activity, wishes, bell=False)
    return _plain(activity, _unasked(activity, wishes))


def _unasked(activity: Activity, wishes: Wishes) -> Wishes:
    """Where nobody is asked whether to go on without keeping, it is said."""
    wishes = keeping.unasked(activity, wishes)
    if wishes.blind:
        said_of_it = " ".join(map(Texts(wishes.lang).why, wishes.unkept))
        sys.stderr.write(f"biofeedback: {said_of_it}\n")
    return wishes


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
    from biofeedback.cli.keys import listening, symptom_keys
    from biofeedback.plain import PlainLines

    sitting = open_sitting(activity, wishes, asks=sys.stdin.isatty())
    texts = Texts(wishes.lang)
    lines = PlainLines(
        said, texts, protocol=sitting.protocol, view=lambda _: sitting.view(), numbers=not sitting.hides_numbers
    )
    if sys.stdin.isatty():
        said(symptom_keys(texts))
    ending = LastWord()
    sitting.add(ending)
    try:
        sitting.start(lines)
        with listening(sitting):
            await sitting.wait()
    finally:
        await sitting.close()
    if sitting.unkept:
        said(texts.say("keeping.not_kept"))
    elif sys.stdin.isatty() and ending.finished is not None and invites_note(ending.finished, sitting.protocol):
        said(texts.say("screening.note"))
        sitting.keep_note(" ".join(sys.stdin.readline().split()))
    return code_of(ending.finished)


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
