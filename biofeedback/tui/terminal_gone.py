"""That the terminal went away, as a message of its own: whoever notices it and whoever leaves for it both know it."""

from __future__ import annotations

from textual.message import Message


class TerminalGone(Message):
    """There is no terminal any more: nothing can be read from it or written to it."""
