"""What the keys do and what the words mean. It lies over a session without stopping it; the stop key still works."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from biofeedback.tui.live import StopAsked
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.still import Prose, Still


class HelpScreen(Page):
    """The help page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,escape", "close", show=False),
        Binding("x,q", "stop", show=False),
    ]

    def __init__(self, look: Look, *, in_session: bool) -> None:
        super().__init__()
        self._look = look
        self._in_session = in_session

    def compose(self) -> ComposeResult:
        """One page of text."""
        texts = self._look.texts
        yield Still(texts.say("tui.help_title"), classes="title")
        with VerticalScroll(classes="page"):
            yield Prose(texts.say("tui.help_body").strip())
        names = ("back", "stop") if self._in_session else ("back",)
        yield Still("   ".join(texts.say(f"tui.key_{name}") for name in names), classes="keys")

    def action_close(self) -> None:
        """Back to where one came from."""
        self.app.pop_screen()

    def action_stop(self) -> None:
        """Stop the session from here too; outside a session just go back."""
        if self._in_session:
            self.post_message(StopAsked())
        else:
            self.action_close()
