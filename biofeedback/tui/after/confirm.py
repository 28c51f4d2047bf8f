"""A question before something is done that cannot be taken back: one key says yes, every other one says no."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import Key as KeyPress

from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText


class ConfirmScreen(Dialog[bool]):
    """Left with whether they do."""

    def __init__(self, title: str, question: str, look: Look) -> None:
        super().__init__()
        self._said = title
        self._question = question
        self._look = look

    def compose(self) -> ComposeResult:
        """What it is about, the question, the keys."""
        yield WrappedText(self._said, classes="title prose")
        with VerticalScroll(classes="page", can_focus=False):
            yield WrappedText(self._question, classes="paragraph")
        yield FixedText(self._look.keys_line(("after.key_yes", "after.key_no")), classes="keys")

    def on_key(self, event: KeyPress) -> None:
        """The answer."""
        event.stop()
        event.prevent_default()
        self.dismiss(event.key == "y")
