"""What Textual would do with a fault, done calmly.

Textual renders a traceback with the locals of every frame and prints it on the terminal. Here the locals are somebody's
heartbeats, and the fault may have come while they were tensing. So a fault is kept for whoever runs the app, the
session is told first, and nothing is printed. These are the only places where Textual's private names are overridden;
`tests/tui/test_faults.py` fails where an upgrade renames one.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TypeVar

from rich.console import RenderableType
from textual.app import App
from textual.driver import Driver
from textual.worker import WorkerFailed

Result = TypeVar("Result")


class FaultKeepingApp(App[Result]):
    """An app that leaves in order, whatever fails in a handler, in drawing, in a worker or while composing."""

    def __init__(self) -> None:
        super().__init__()
        self.fault: Exception | None = None  # the first one that nothing caught: it ended the app

    def before_leaving_on_fault(self) -> None:
        """Something failed and the app is about to end: what cannot wait until then."""

    def keep_fault(self, fault: Exception) -> None:
        """Keep the first fault, and let what cannot wait be done. Never raises."""
        if self.fault is None:
            self.fault = fault
            with contextlib.suppress(Exception):  # the way out must stay open, whatever else is broken
                self.before_leaving_on_fault()

    def _handle_exception(self, error: Exception) -> None:
        """All of Textual's paths end here: handlers, timers, drawing, composing, workers, the driver."""
        failed = error.error if isinstance(error, WorkerFailed) else error
        self.keep_fault(failed if isinstance(failed, Exception) else error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave, as Textual would, but without its bell and its traceback."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """The same for what Textual reports without an exception, such as the end of the thread that reads the keys."""
        self.keep_fault(RuntimeError("the screen gave up"))
        super().panic()

    def get_driver_class(self) -> type[Driver]:
        """Textual's own driver, but one that outlives its terminal; whatever was asked for otherwise stays."""
        found = super().get_driver_class()
        if found.__module__ == "textual.drivers.web_driver":
            from biofeedback.tui.browser_driver import BrowserDriver

            return BrowserDriver
        if sys.platform == "win32" or found.__module__ != "textual.drivers.linux_driver":
            return found
        from biofeedback.tui.terminal import TerminalDriver

        return TerminalDriver
