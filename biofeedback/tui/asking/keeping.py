"""That a session cannot be kept as usual, and what to do: nothing is chosen beforehand, and leaving begins nothing."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key as KeyPress
from textual.widgets import OptionList

from biofeedback.app.interview import CannotKeep, Instead
from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.look import Look
from biofeedback.tui.page import PAGE_KEYS, Dialog
from biofeedback.tui.text_widgets import KeysText, WrappedText


class KeepingScreen(Dialog[Instead | None]):
    """Left with what was chosen, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", show=False), *PAGE_KEYS]

    def __init__(self, trouble: CannotKeep, look: Look) -> None:
        super().__init__()
        self._trouble = trouble
        self._look = look

    def compose(self) -> ComposeResult:
        """What is wrong, what is therefore not known, the ways, the keys."""
        texts = self._look.texts
        yield WrappedText(texts.say("keeping.title"), classes="title prose")
        with VerticalScroll(classes="page", can_focus=False):
            for each in self._trouble.unknown:  # first, for a small screen may have room for no more
                yield WrappedText(texts.why(each), classes="paragraph")
            yield WrappedText(texts.problem(self._trouble.problem), classes="paragraph")
        yield Pick(id="ways")
        keys = self._look.keys_line(("choose", "leave"))
        yield KeysText(keys, more=texts.say("tui.key_further_down"), classes="keys")

    def on_mount(self) -> None:
        """The cursor is at none of them."""
        trouble, options = self._trouble, self.query_one("#ways", Pick)
        words = (self._look.texts.why(trouble.words(way)) for way in trouble.ways)
        options.show((f"{number}   {each}" for number, each in enumerate(words, 1)), None)
        options.focus()

    def on_key(self, event: KeyPress) -> None:
        """The number of a way."""
        ways = self._trouble.ways
        if event.key.isdecimal() and 1 <= int(event.key) <= len(ways):
            event.stop()
            self.dismiss(ways[int(event.key) - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A way by arrows and Enter."""
        event.stop()
        self.dismiss(self._trouble.ways[event.option_index])

    def action_leave(self) -> None:
        """Nothing is begun."""
        self.dismiss(None)
