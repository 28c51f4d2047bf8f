"""What is found between the person, the strap and this computer: a page that fills line by line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from biofeedback.errors import BiofeedbackError
from biofeedback.tui.background import go_on_with
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText


class ExaminationScreen(Dialog[None]):
    """Left when it has been read, or earlier: what still runs then is ended."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter,h", "leave", show=False)]

    def __init__(self, lines: AsyncIterator[str], look: Look) -> None:
        super().__init__()
        self._lines = lines
        self._look = look
        self._found: list[str] = []

    def compose(self) -> ComposeResult:
        """Title, what was found so far, the keys."""
        yield FixedText(self._look.texts.say("strapless.examining"), id="examining", classes="title")
        with VerticalScroll(classes="page"):
            yield WrappedText("", id="found")
        yield FixedText(self._look.keys_line(("more", "back")), classes="keys")

    def on_mount(self) -> None:
        """Begin to look."""
        go_on_with(self, "examination", self._fill)

    async def _fill(self) -> None:
        texts = self._look.texts
        try:
            async for line in self._lines:
                self._show(line)
        except BiofeedbackError as problem:
            self._show(texts.problem(problem))
        if self.stands:
            self.query_one("#examining", FixedText).show(texts.say("strapless.examined"))

    def _show(self, line: str) -> None:
        self._found.append(line)
        if self.stands:
            self.query_one("#found", WrappedText).show("\n".join(self._found))

    def action_leave(self) -> None:
        """It has been read."""
        self.dismiss(None)
