"""A session on the full screen: whatever ends the screen, the session is closed and the last word is calm."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from biofeedback.app import crash_report
from biofeedback.app.ports import Activity
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.cli import terminal
from biofeedback.cli.exit_codes import INTERRUPTED, UNUSABLE
from biofeedback.cli.in_lines import code_of
from biofeedback.errors import BiofeedbackError
from biofeedback.run.leaving import leaving

if TYPE_CHECKING:
    from biofeedback.tui.app import BiofeedbackApp  # the plain lines do without it


def show(activity: Activity | None, request: SessionRequest, *, bell: bool) -> int:
    """The screens, from this one on (None: home); the exit code."""
    from biofeedback.tui.app import BiofeedbackApp
    from biofeedback.tui.look import look_for

    look = look_for(request.lang, os.environ, terminal.encoding(), sound=bell)
    screen = BiofeedbackApp(LiveSessionFactory(request), look, begin=activity, remark=terminal.remark)
    with suppress(KeyboardInterrupt):  # the session was closed on the way out
        asyncio.run(_shown(screen))
    return last_word(screen)


async def _shown(screen: BiofeedbackApp) -> None:
    """Run the app; whatever ends it, the session is closed in the same loop. What nobody awaits is only written down:
    the loop's own report would be a traceback on the terminal.
    """
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash_report.of_loop)
    try:
        with leaving(loop, screen.leave_for, screen.stand_by):
            await screen.run_async()
    except Exception as fault:
        screen.keep_fault(fault)
    finally:
        await screen.end()


def last_word(screen: BiofeedbackApp) -> int:
    """On the terminal as it was before: what must still be heard, and one calm line for a fault. The exit code."""
    from biofeedback.tui.ended import last_lines

    texts = screen.look.texts
    lines = last_lines(screen.session, texts, cut_off=screen.cut_off, unseen=screen.fault is not None)
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
    if (stopped := code_of(screen.last)) != 0:
        return stopped
    if screen.program_failed:
        return UNUSABLE
    return INTERRUPTED if screen.return_code is None else screen.return_code
