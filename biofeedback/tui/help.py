"""What the keys do and what the words mean. It lies over a session, which is held; what is felt can be said from it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from biofeedback.tui.asked import ReportAsked
from biofeedback.tui.overlay import Overlay
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText


class HelpScreen(Overlay):
    """The help page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "close", show=False),
        Binding("r", "report", show=False),
    ]

    def compose(self) -> ComposeResult:
        """One page of text."""
        texts = self.look.texts
        yield FixedText(texts.say("tui.help_title"), classes="title")
        yield self.held_line()
        with VerticalScroll(classes="page"):
            yield WrappedText(self._body())
        yield KeysText(self.look.keys_line(self._keys()), more=texts.say("tui.key_more"), classes="keys")

    def _body(self) -> str:
        """Of a session that is led; of a heart that is watched, first where one is."""
        parts = ("tui.help_body",) if self._guided else ("tui.help_body", "watching.help_body")
        if self.session is not None:
            parts = parts[::-1]
        return "\n\n".join(self.look.texts.say(part).strip() for part in parts)

    def action_report(self) -> None:
        """Say what feels wrong: the list takes the place of this page."""
        if self._guided:
            self.post_message(ReportAsked())

    @property
    def _guided(self) -> bool:
        return self.session is not None and self.session.guided

    def _keys(self) -> tuple[str, ...]:
        if self.session is None:
            return ("back",)
        return ("back", "report", "stop") if self._guided else ("back", "stop")
