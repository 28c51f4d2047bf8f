"""A few words about a session, for oneself. Kept with it on this machine and nowhere else."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText

LONGEST_NOTE = 1000
"""Longest note: a note, not a diary. Characters."""


class NoteScreen(Dialog[str | None]):
    """Left with the words, or with None where nothing is to be kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, look: Look, before: str) -> None:
        super().__init__()
        self._look = look
        self._before = before

    def compose(self) -> ComposeResult:
        """What it is for, a line to write in, the keys."""
        texts = self._look.texts
        yield FixedText(texts.say("tui.note_title"), classes="title")
        yield WrappedText(texts.say("tui.note_about"), classes="paragraph")
        yield Input(self._before, max_length=LONGEST_NOTE, id="note_line")
        yield FixedText(self._look.keys_line(("keep", "leave")), classes="keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps it."""
        event.stop()
        self.dismiss(" ".join(event.value.split()))

    def action_leave(self) -> None:
        """Nothing changes."""
        self.dismiss(None)
