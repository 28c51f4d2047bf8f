"""No strap is in reach: said before anything is asked, with what can be done all the same, each by one key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key as KeyPress
from textual.widgets import OptionList

from biofeedback.app.interview import Otherwise, OutOfReach
from biofeedback.texts.strapless import way_words
from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.look import Look
from biofeedback.tui.page import PAGE_KEYS, Dialog
from biofeedback.tui.text_widgets import KeysText, WrappedText


class OutOfReachScreen(Dialog[str | Otherwise | None]):
    """Left with the name of a protocol that needs no strap, with another way, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", show=False), *PAGE_KEYS]

    def __init__(self, trouble: OutOfReach, look: Look) -> None:
        super().__init__()
        self._trouble = trouble
        self._look = look
        self._choices: tuple[str | Otherwise, ...] = (*trouble.practices, *trouble.ways)

    def compose(self) -> ComposeResult:
        """What is wrong and what would help, the ways, the keys."""
        texts = self._look.texts
        with VerticalScroll(classes="said", can_focus=False):
            yield WrappedText(texts.problem(self._trouble.problem), classes="paragraph lead")
        yield WrappedText(texts.say("strapless.title"), classes="prose")
        yield Pick((f"{n}   {way_words(each, texts)}" for n, each in enumerate(self._choices, 1)), id="ways")
        keys = self._look.keys_line(("number", "choose", "leave"))
        yield KeysText(keys, more=texts.say("tui.key_further_down"), classes="keys")

    def on_mount(self) -> None:
        """The keys go to the list."""
        self.query_one(Pick).focus()

    def on_key(self, event: KeyPress) -> None:
        """The number of a way."""
        if event.key.isdecimal() and 1 <= int(event.key) <= len(self._choices):
            event.stop()
            self.dismiss(self._choices[int(event.key) - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A way by arrows and Enter."""
        event.stop()
        self.dismiss(self._choices[event.option_index])

    def action_leave(self) -> None:
        """Nothing is begun."""
        self.dismiss(None)
