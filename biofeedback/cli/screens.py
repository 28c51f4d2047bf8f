"""The commands that show something live: on the full screen, or as plain lines where that is wished or needed."""

from __future__ import annotations

import asyncio
import os
import sys

from biofeedback import browser
from biofeedback.app.ports import Activity
from biofeedback.app.session_request import SessionRequest, is_worn
from biofeedback.cli import terminal
from biofeedback.cli.on_screen import show
from biofeedback.cues.words import SoundMode
from biofeedback.errors import UsageError
from biofeedback.texts import Texts, sentences
from biofeedback.why import Why, why

MOST_WATCHED = 2
"""Hearts at once: as many as a screen holds one above the other."""


def home(lang: str) -> int:
    """The home screen; without a terminal, the help."""
    if not _screen():
        terminal.complain(Texts(lang).say("cli.no_terminal"))
        return 2
    return show(None, SessionRequest(lang=lang))


def demo(lang: str, plain: bool, sound: SoundMode | None = None, *, tour: bool = False) -> int:
    """A guided session with a simulated participant: on no terminal at all, headless with its story.

    `plain`: in lines, as fast as life until it is quickened. `tour`: one that is led from station to station.
    """
    if tour:
        if _screen() and not plain:
            return show(Activity.TOUR, SessionRequest(lang=lang))
        from biofeedback.cli import touring

        return touring.walk(lang)
    if _screen() and not plain:
        return show(Activity.DEMO, SessionRequest(lang=lang, sound=sound))
    if _typed():
        return _plain(Activity.DEMO, _unasked(Activity.DEMO, SessionRequest(lang=lang, sound=sound)))
    from biofeedback.cli import simulate

    code = simulate.run(simulate.Wanted(None, None, 1, 0.0, (), "on", None, False, lang))
    return code


def practise(
    protocol: str | None,
    source: str | None,
    lang: str,
    plain: bool,
    sound: SoundMode | None,
    seed: int,
    *,
    keep: bool = True,
    sensors: tuple[str, ...] = (),
) -> int:
    """A guided session."""
    request = SessionRequest(
        protocol=protocol, source=source, seed=seed, lang=lang, sound=sound, unkept=_unkept(keep), sensors=sensors
    )
    if _screen() and not plain:
        return show(Activity.PRACTISE, request)
    if sys.stdin.isatty():
        from biofeedback.app.opening import screened
        from biofeedback.cli import screening

        if is_worn(request):
            screening.ask_later(lang)
        request = asyncio.run(screened(request, screening.plain(lang)))
    else:
        request = _unasked(Activity.PRACTISE, request)
    return _plain(Activity.PRACTISE, request)


def answers(lang: str, *, ask: bool, plain: bool) -> int:
    """The questions before the first session, and what the answers change; `ask` False: only that."""
    if ask and _screen() and not plain:
        return show(Activity.ANSWERS, SessionRequest(lang=lang))
    from biofeedback.cli import screening

    return screening.run(lang, show=not ask)


def watch_as_json(
    sources: tuple[str, ...], lang: str, *, keep: bool = True, sensors: tuple[str, ...] = (), lsl: bool = False
) -> int:
    """One heart, as lines for a program."""
    from biofeedback.cli.in_lines import streamed

    if len(sources) > 1:
        raise UsageError("with --json one source is watched", reasons=(why("cli.one_as_json"),))
    first = next(iter(sources), None)
    request = SessionRequest(source=first, lang=lang, unkept=_unkept(keep), sensors=sensors, lsl=lsl)
    return asyncio.run(streamed(_unasked(Activity.WATCH, request)))


def watch(
    sources: tuple[str, ...],
    lang: str,
    plain: bool,
    *,
    keep: bool = True,
    sensors: tuple[str, ...] = (),
    lsl: bool = False,
) -> int:
    """The live view of one heart, or of two."""
    if len(sources) > MOST_WATCHED:
        raise UsageError(
            f"at most {MOST_WATCHED} sources can be watched at once, not {len(sources)}",
            reasons=(why("cli.too_many_watched", most=MOST_WATCHED, n=len(sources)),),
        )
    first, second = (*sources, None, None)[:MOST_WATCHED]
    unkept = _unkept(keep)
    request = SessionRequest(source=first, beside=second, lang=lang, unkept=unkept, sensors=sensors, lsl=lsl)
    activity = Activity.WATCH if second is None else Activity.WATCH_TWO
    if first is not None and second is not None:
        from biofeedback.app.watched_pair import apart

        apart(first, second, lang)
        if plain or not _screen():
            from biofeedback.cli.in_lines import plain_pair

            return asyncio.run(plain_pair(_unasked(activity, request)))
    if _screen() and not plain:
        return show(activity, request)
    return _plain(activity, _unasked(activity, request))


def _unkept(keep: bool) -> tuple[Why, ...]:
    """That nothing is to be kept, where that is wished."""
    from biofeedback.app import keeping

    return () if keep else keeping.NOT_KEPT


def _unasked(activity: Activity, request: SessionRequest) -> SessionRequest:
    """Where nobody is asked whether to go on without keeping, it is said."""
    from biofeedback.app import keeping

    request = keeping.unasked(activity, request)
    if request.blind:
        terminal.complain(sentences(map(Texts(request.lang).why, request.unkept), Texts(request.lang)))
    return request


def _screen() -> bool:
    if os.environ.get(browser.MARK):  # our own server is at the other end
        return True
    return _typed() and os.environ.get("TERM") != "dumb"


def _typed() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _plain(activity: Activity, request: SessionRequest) -> int:
    from biofeedback.cli.in_lines import plain_session  # and all that runs a session, which home does without

    return asyncio.run(plain_session(activity, request))
