"""The commands that show something live: on the full screen, or as plain lines where that is wished or needed."""

from __future__ import annotations

import asyncio
import os
import sys

from biofeedback.cli import keeping, screening, terminal
from biofeedback.cli.desk import screened
from biofeedback.cli.in_lines import plain_session
from biofeedback.cli.on_screen import show
from biofeedback.cli.wishes import Wishes
from biofeedback.errors import UsageError
from biofeedback.texts import Texts
from biofeedback.tui.ports import Activity
from biofeedback.why import why

MOST_WATCHED = 2


def home(lang: str) -> int:
    """The home screen; without a terminal, the help."""
    if not _screen():
        terminal.complain(Texts(lang).say("cli.no_terminal"))
        return 2
    return show(None, Wishes(lang=lang), bell=False)


def demo(lang: str, plain: bool) -> int:
    """A guided session with a simulated participant: on no terminal at all, headless with its story."""
    if _screen() and not plain:
        return show(Activity.DEMO, Wishes(lang=lang), bell=False)
    from biofeedback.cli import simulate

    code = simulate.run(simulate.Wanted(None, None, 1, 0.0, (), "on", None, False, lang))
    return code


def practise(
    protocol: str | None, source: str | None, lang: str, plain: bool, bell: bool, seed: int, *, keep: bool = True
) -> int:
    """A guided session."""
    wishes = Wishes(protocol=protocol, source=source, seed=seed, lang=lang, unkept=() if keep else keeping.NOT_KEPT)
    if _screen() and not plain:
        return show(Activity.PRACTISE, wishes, bell=bell)
    if sys.stdin.isatty():
        wishes = asyncio.run(screened(wishes, screening.plain(lang)))
    else:
        wishes = _unasked(Activity.PRACTISE, wishes)
    return _plain(Activity.PRACTISE, wishes)


def answers(lang: str, *, ask: bool, plain: bool) -> int:
    """The questions before the first session, and what the answers change; `ask` False: only that."""
    if ask and _screen() and not plain:
        return show(Activity.ANSWERS, Wishes(lang=lang), bell=False)
    return screening.run(lang, show=not ask)


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
            return asyncio.run(plain_lines(_unasked(activity, wishes), terminal.write))
    if _screen() and not plain:
        return show(activity, wishes, bell=False)
    return _plain(activity, _unasked(activity, wishes))


def _unasked(activity: Activity, wishes: Wishes) -> Wishes:
    """Where nobody is asked whether to go on without keeping, it is said."""
    wishes = keeping.unasked(activity, wishes)
    if wishes.blind:
        terminal.complain(" ".join(map(Texts(wishes.lang).why, wishes.unkept)))
    return wishes


def _screen() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _plain(activity: Activity, wishes: Wishes) -> int:
    return asyncio.run(plain_session(activity, wishes))
