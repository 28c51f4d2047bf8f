"""A line to give a mark a few words. It takes the place of the reason and hides nothing else; nothing waits for it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from biofeedback.tui.look import Look
from biofeedback.tui.text_widgets import FixedText

LONGEST_WORDS = 200
"""Of a mark: a few words, not a diary. Characters."""


class Written(Message):
    """The line is left; `words` None: nothing is to be kept."""

    def __init__(self, number: int, words: str | None) -> None:
        super().__init__()
        self.number = number
        self.words = words


class _Words(Input):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def action_leave(self) -> None:
        """Escape leaves the line and not the session."""
        self.post_message(_Left())


class _Left(Message):
    pass


class MarkLine(Vertical):
    """Shown while the screen has the class `-writing`."""

    def __init__(self, look: Look) -> None:
        super().__init__(id="mark-line")
        self._look = look
        self._number = 0

    def compose(self) -> ComposeResult:
        """Which mark, the words, and how to leave."""
        with Horizontal():
            yield FixedText(id="mark-name")
            yield _Words(max_length=LONGEST_WORDS, select_on_focus=False, disabled=True, id="mark-words")
        yield FixedText(self._look.texts.say("watching.words_about"), id="mark-about")

    def write(self, number: int, before: str) -> None:
        """Begin to write the words of that mark."""
        self._number = number
        self.query_one("#mark-name", FixedText).update(f"{self._look.texts.say('watching.words_for', number=number)}  ")
        line = self.query_one(_Words)
        line.disabled = False
        line.value = before
        line.cursor_position = len(before)
        line.focus()

    def rest(self) -> None:
        """It takes no keys until words are to be written again."""
        self.query_one(_Words).disabled = True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter keeps them."""
        event.stop()
        self.post_message(Written(self._number, " ".join(event.value.split())))

    def on__left(self, event: _Left) -> None:
        """Nothing is kept."""
        event.stop()
        self.post_message(Written(self._number, None))
