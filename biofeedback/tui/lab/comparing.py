"""Two trials side by side: where their decisions first differ, and why."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from biofeedback.decisions import Decision
from biofeedback.tui.lab.rows import GroupName, compared, rows
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.text_widgets import FixedText, WrappedText


class ComparedScreen(Page):
    """Both commands, then where they part."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,h", "leave", show=False)]

    def __init__(
        self,
        commands: tuple[str, str],
        decided: tuple[tuple[Decision, ...], tuple[Decision, ...]],
        group_name: GroupName,
        look: Look,
    ) -> None:
        super().__init__()
        self._commands = commands
        self._decided = decided
        self._group_name = group_name
        self._look = look

    def compose(self) -> ComposeResult:
        """Title, the two, what differs, keys."""
        texts = self._look.texts
        one, other = (rows(each, texts, self._group_name) for each in self._decided)
        yield FixedText(texts.say("lab.compared"), classes="title")
        with VerticalScroll(classes="page"):
            for sign, command in zip(("A", "B"), self._commands, strict=True):
                yield WrappedText(f"{sign} {command}")
            yield WrappedText("")
            yield WrappedText("\n".join(compared(one, other, texts)))
        yield FixedText(self._look.keys_line(("more", "back")), classes="keys")

    def action_leave(self) -> None:
        """Back to the lab."""
        self.app.pop_screen()
