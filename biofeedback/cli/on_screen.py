"""A session on the full screen: whatever ends the screen, the session is closed and the last word is calm."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from biofeedback.app import crash_report
from biofeedback.app.appearance import appearance
from biofeedback.app.ports import Activity
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.whole_screen import screen_to_its_end
from biofeedback.cli import terminal
from biofeedback.cli.exit_codes import INTERRUPTED, UNUSABLE
from biofeedback.errors import BiofeedbackError

if TYPE_CHECKING:
    from biofeedback.texts import Texts
    from biofeedback.tui.app import BiofeedbackApp  # the plain lines do without it


def show(activity: Activity | None, request: SessionRequest) -> int:
    """The screens, from this one on (None: home); the exit code."""
    from biofeedback.tui.app import BiofeedbackApp
    from biofeedback.tui.look import look_for

    wished = appearance()
    look = look_for(request.lang, os.environ, terminal.encoding(), theme=wished.theme, still=wished.still)
    screen = BiofeedbackApp(LiveSessionFactory(request), look, begin=activity, remark=terminal.remark)
    with suppress(KeyboardInterrupt):  # the session was closed on the way out
        asyncio.run(screen_to_its_end(screen))
    return last_word(screen)


def last_word(screen: BiofeedbackApp) -> int:
    """On the terminal as it was before: what must still be heard, and one calm line for a fault. The exit code."""
    texts = screen.look.texts
    lines = _last_lines(screen, texts)
    try:
        for line in lines:
            terminal.remark(line)
        if isinstance(screen.fault, BiofeedbackError):
            terminal.complain(texts.problem(screen.fault))
        elif screen.fault is not None:
            terminal.complain(crash_report.describe(screen.fault, screen.look.lang))
        terminal.flush()
    except OSError:
        terminal.give_up()
    if screen.last is not None:
        from biofeedback.cli.last_code import code_of

        if (stopped := code_of(screen.last)) != 0:
            return stopped
    if screen.program_failed:
        return UNUSABLE
    return INTERRUPTED if screen.return_code is None else screen.return_code


def _last_lines(screen: BiofeedbackApp, texts: Texts) -> tuple[str, ...]:
    """What must still be heard. Where no session was, nothing is, and nothing is loaded for it."""
    if screen.session is None and not screen.cut_off:
        return ()
    from biofeedback.tui.ended import last_lines

    return last_lines(screen.session, texts, cut_off=screen.cut_off, unseen=screen.fault is not None)
