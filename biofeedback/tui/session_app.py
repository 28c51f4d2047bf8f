"""The app's hold on the session that runs in it: whatever covers, stops or ends the app, the body is told first."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType

from biofeedback.errors import BiofeedbackError, ProgramFault
from biofeedback.tui.look import Look
from biofeedback.tui.terminal_gone import TerminalGone
from biofeedback.tui.themed_app import ThemedApp

if TYPE_CHECKING:  # home is painted before anything is loaded that a session is made of
    from biofeedback.decisions import Finished
    from biofeedback.tui.session import Session

INTERRUPTED = 130
"""Exit code of a program that Ctrl-C ended."""


class SessionApp(ThemedApp["Finished"]):
    """An app with at most one session, and all the ways to leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+z", "stand_by", show=False, priority=True),
    ]

    def __init__(self, look: Look, remark: Callable[[str], None]) -> None:
        super().__init__(look)
        self._remark = remark  # writes a line on the terminal, where the screens have left it
        self.session: Session | None = None
        self.cut_off = False  # the app ends in the middle of a tension: its last word is the release
        self.terminal_gone = False
        self.last: Finished | None = None  # the last word of the last session that had one
        self._standing_by = False
        self._let_go_last = False  # a tension was on when the program was asked to stand by

    @property
    def program_failed(self) -> bool:
        """Whether the program itself was at fault when the app or its last session ended."""
        session = self.session
        of_session = () if session is None else (session.trouble, session.unkept)
        return self.fault is not None or any(isinstance(each, ProgramFault) for each in of_session)

    @property
    def preparing(self) -> bool:
        """Whether a session is about to begin, or runs."""
        return any(worker.group == "session" for worker in self.workers)

    def push_screen(self, screen: Any, *args: Any, **named: Any) -> Any:
        """Whatever is laid over a running session holds it: nobody strains behind what they read."""
        if self.session is not None:
            self.session.hold()
        return super().push_screen(screen, *args, **named)

    # ------------------------------------------------------------------------------------------------ leaving

    def before_leaving_on_fault(self) -> None:
        """The release is not left to the end, which may be late."""
        if self.session is not None and not self.session.over:
            self.break_off(self.session)

    def break_off(self, session: Session) -> None:
        """The session is about to end otherwise than by its own word: say the release past everything."""
        self.cut_off = self.cut_off or session.tensing
        self._let_go_aloud(session)

    async def let_go(self, session: Session) -> None:
        """End a session by force."""
        session.over = True
        await self.close(session)

    async def close(self, session: Session) -> None:
        """Let go of the source and the journal. A full disk is reported on the last page; it takes nothing from it."""
        if session.finished is None:  # nothing may be asked of the body between here and the end
            self._let_go_aloud(session)
        try:
            await session.runner.close()
        except BiofeedbackError as problem:
            session.unkept = problem

    async def end(self) -> None:
        """Whatever ended the app: close the session that still runs. To be awaited in the loop of the app, after it."""
        session = self.session
        if session is None:
            return
        if not session.over:
            self.break_off(session)
            try:
                await self.let_go(session)
            except Exception as fault:  # the way out must stay open
                self.keep_fault(fault)
        self.last = session.finished or self.last

    async def action_leave(self, code: int = 0) -> None:
        """End what runs, the release first, then leave."""
        session = self.session
        if session is not None and not session.over:
            from biofeedback.events import Key

            self._ask_for_the_end(session)
            await session.answered(Key.STOP)
            await self.let_go(session)
            self.last = session.finished or self.last
        self.exit(self.last, return_code=code)

    async def action_interrupt(self) -> None:
        """Ctrl-C: the same, and say so in the exit code."""
        await self.action_leave(INTERRUPTED)

    def leave_for(self, code: int = INTERRUPTED) -> None:
        """The system wants the program to end (SIGTERM, SIGHUP). To be called in the loop.

        The session is asked at once, so that a release is said before anything else is done.
        """
        if self.session is not None and not self.session.over:
            self._ask_for_the_end(self.session)
        self.call_later(self.action_leave, code)

    def _let_go_aloud(self, session: Session) -> None:
        try:
            session.runner.let_go()
        except Exception as fault:  # what comes after it must still be done
            self.keep_fault(fault)

    def _ask_for_the_end(self, session: Session) -> None:
        self.cut_off = self.cut_off or session.tensing
        session.stop()

    @on(TerminalGone)
    def nobody_there(self) -> None:
        """The terminal was closed: nobody can read what is asked for."""
        if not self.terminal_gone:
            self.terminal_gone = True
            self.leave_for(INTERRUPTED)

    # ------------------------------------------------------------------------------------------------ standing by

    def stand_by(self) -> None:
        """The program is to be stopped for a while (SIGTSTP, Ctrl-Z). To be called in the loop."""
        if not self._standing_by:
            self._standing_by = True
            self.call_later(self._stand_by)

    def action_stand_by(self) -> None:
        """Ctrl-Z."""
        self.stand_by()

    async def _stand_by(self) -> None:
        from biofeedback.events import Key

        session = self.session
        self._let_go_last = session is not None and session.tensing
        try:
            if session is not None and session.hold() and not await session.answered(Key.PAUSE):
                self.break_off(session)  # it hangs, and nothing can be said any more once the program is stopped
            self.action_suspend_process()
        finally:
            self._standing_by = False

    def action_suspend_process(self) -> None:
        """Give the terminal back and stop, until somebody continues the program; then paint anew.

        Textual stops only this process, and for good: whoever started us (`uv run`) would go on waiting, and in a
        terminal without a shell nothing could ever continue us. The system's own answer to SIGTSTP minds both.
        """
        if sys.platform == "win32":
            return
        try:
            with self.suspend():
                if self._let_go_last:  # the page that says it has gone
                    self._remark(self.look.texts.say("tui.let_go_last"))
                before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
                try:
                    os.kill(0, signal.SIGTSTP)  # the whole group, as the terminal would
                finally:
                    signal.signal(signal.SIGTSTP, before)
        except SuspendNotSupported:
            pass
