"""The terminal under the screens: it may go away, be stopped and come back, and the program still leaves in order.

Not on Windows, where terminals know none of this.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Generator
from io import TextIOWrapper
from typing import Any, TextIO, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from biofeedback.tui.terminal_gone import TerminalGone


class Lasting:
    """A terminal to write to. Once it is gone, what is written is dropped and `gone` has been called, once.

    Textual's writing thread would end on the first error, its queue would fill, and leaving would wait for ever.
    """

    def __init__(self, file: TextIO, gone: Callable[[], None]) -> None:
        self._file = file
        self._gone = gone
        self._lost = False

    def write(self, text: str) -> int:
        """Write, where there is something to write to."""
        if not self._lost:
            with self._guarded():
                self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, where there is something to flush to."""
        if not self._lost:
            with self._guarded():
                self._file.flush()

    def fileno(self) -> int:
        """The terminal's own."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """As the terminal says."""
        return self._file.isatty()

    @contextlib.contextmanager
    def _guarded(self) -> Generator[None]:
        try:
            yield
        except OSError:
            self._lost = True
            self._gone()


class TerminalDriver(LinuxDriver):
    """Textual's driver, but for what follows. Its app hears `TerminalGone`."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        before = signal.getsignal(signal.SIGTSTP)
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = cast(TextIOWrapper, Lasting(cast(TextIO, self._file), self._lose))
        if before not in (signal.SIG_DFL, signal.SIG_IGN, None):  # somebody answers it already, with a hold
            signal.signal(signal.SIGTSTP, before)

    def _lose(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: all was left already
            self._loop.call_soon_threadsafe(self._app.post_message, TerminalGone())

    def _run_input_thread(self) -> None:
        """Textual would hand a traceback with its locals to the app; here the fault itself is handed over."""
        try:
            self.run_input_thread()
        except OSError:
            self._lose()
        except Exception as fault:
            self._loop.call_soon_threadsafe(self._app._handle_exception, fault)

    def _sigcont_application(self, *_: object) -> None:
        """Go on after a stop.

        Where the stop was not ours (SIGSTOP), Textual would begin a second time over the first: two threads would read
        the keys, and the terminal would be left raw at the end. Not in the handler itself: it may have interrupted a
        write, which holds the lock that is needed.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
        elif self._auto_restart:
            self._loop.call_soon_threadsafe(self._come_back)

    def _come_back(self) -> None:
        if self._writer_thread is None or self._app._exit:
            return
        self.suspend_application_mode()
        self._must_signal_resume = True  # makes the screen paint itself anew
        self.resume_application_mode()
