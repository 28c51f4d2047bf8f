"""The browser in the place of a terminal: where nobody is at the other end any more, the program leaves in order."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress

from textual.drivers.web_driver import WebDriver

from biofeedback.tui.terminal_gone import TerminalGone


class BrowserDriver(WebDriver):
    """Textual's driver, but its app hears `TerminalGone` where the server went away: a session never runs on unseen."""

    def start_application_mode(self) -> None:
        """Begin, in the loop of the app."""
        self._loop_of_app = asyncio.get_running_loop()
        super().start_application_mode()
        if sys.platform != "win32":
            for asked in (signal.SIGINT, signal.SIGTERM):  # Textual would leave at once: the session would be cut off
                self._loop_of_app.add_signal_handler(asked, self._lose)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """What the server says beside keys. Where the page was closed, all is left in order, the release first."""
        if packet_type == "quit":
            self._lose()
        else:
            super().on_meta(packet_type, payload)

    def write(self, data: str) -> None:
        """Write, where somebody reads."""
        try:
            super().write(data)
        except OSError:
            self._lose()

    def run_input_thread(self) -> None:
        """Read keys until there is nobody to press them."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._lose()

    def stop_application_mode(self) -> None:
        """Leave; the server may be gone."""
        with suppress(OSError):
            super().stop_application_mode()

    def _lose(self) -> None:
        with suppress(RuntimeError):  # the loop is closed: all was left already
            self._loop_of_app.call_soon_threadsafe(self._app.post_message, TerminalGone())
