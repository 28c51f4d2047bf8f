"""Two hearts watched at once: the plain lines of both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from biofeedback.app import crash_report
from biofeedback.app.running_session import RunningSession
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.watched_pair import open_two
from biofeedback.cli import UNUSABLE
from biofeedback.decisions import Decision
from biofeedback.events import Event, Key
from biofeedback.plain.keys import listening
from biofeedback.plain.lines import PlainLines
from biofeedback.plain.source_lines import SourceLines
from biofeedback.run.leaving import leaving, stop_process
from biofeedback.texts import Texts
from biofeedback.tui.session import Session
from biofeedback.tui.two import WatchedPair, to_the_end
from biofeedback.view import SessionView


async def plain_lines(request: SessionRequest, write: Callable[[str], None]) -> int:
    """Both as plain lines, each begun with its number. One that fails is told so, and the other goes on."""
    sessions, texts = await open_two(request), Texts(request.lang)
    two = WatchedPair(*sessions)
    sources: list[SourceLines] = []
    for number, session in enumerate(sessions, 1):
        numbered = _numbered(number, write)
        numbered(session.source_name)
        session.add(PlainLines(numbered, texts, view=_view_of(session)), first=True)
        sources.append(SourceLines(session, numbered, texts))
        session.add(sources[-1])

    async def followed(session: Session, number: int) -> None:
        async with sources[number - 1].looking():
            await to_the_end(session)
        if session.trouble is not None:
            write(f"{number}  {texts.problem(session.trouble)}")

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash_report.of_loop)

    def leave() -> None:
        two.press(Key.STOP)

    try:
        two.start(_Nobody())
        with leaving(loop, leave, stop_process), listening(two):
            await asyncio.gather(*(followed(session, number) for number, session in enumerate(two.sessions, 1)))
    finally:
        await two.close()
    return UNUSABLE if any(session.trouble or session.unkept for session in two.sessions) else 0


def _numbered(number: int, write: Callable[[str], None]) -> Callable[[str], None]:
    return lambda line: write(f"{number}  {line}")


def _view_of(session: RunningSession) -> Callable[[float], SessionView]:
    return lambda _: session.view()


class _Nobody:
    """The lines are written by a listener of each."""

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Nothing to do."""
