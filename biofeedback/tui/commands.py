"""All that can be done from home, from wherever one is outside a session: found by typing, or by its letter at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress
from textual.widgets import OptionList

from biofeedback.text_layout import fit
from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.look import NARROW_COLUMNS, Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText

NAME_COLUMNS = 20
"""Room for the name of a command, before its description. Columns."""

LONGEST_TYPED = 30
"""So much is looked for, as nothing has a longer name. Characters."""

_SIGNS = {"question_mark": "?", "comma": ","}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something that can be done: its name among the choices, its key at home, and its words."""

    choice: str
    key: str = ""  # empty: it has none
    name: str
    about: str

    def matches(self, typed: str) -> bool:
        """Whether this is meant by what was typed: each word of it stands somewhere."""
        told = f"{self.name} {self.about} {self.choice}".casefold()
        return all(word in told for word in typed.casefold().split())


class CommandsScreen(Dialog[str | None]):
    """Left with a choice, or with None. `jumps`: the first letter is the key of a choice; else letters are found."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, commands: Sequence[Command], look: Look, *, jumps: bool) -> None:
        super().__init__()
        self._all = tuple(each for each in commands if each.key or not jumps)
        self._found = self._all
        self._look = look
        self._jumps = jumps
        self._typed = ""

    def compose(self) -> ComposeResult:
        """What to type, what is found, the keys."""
        texts = self._look.texts
        yield FixedText(texts.say("tui.commands_jump" if self._jumps else "tui.commands_find"), classes="title")
        if not self._jumps:
            yield FixedText(self._shown_typed(), id="typed")
        yield Pick((self._line(each) for each in self._found), id="commands")
        yield FixedText(self._look.keys_line(("choose", "back")), classes="keys")

    def on_mount(self) -> None:
        """The cursor at the first."""
        pick = self.query_one(Pick)
        pick.highlighted = 0
        pick.focus()

    def on_resize(self) -> None:
        """A narrow screen has room for the names only."""
        self._show()

    def on_key(self, event: KeyPress) -> None:
        """A letter, or one taken back."""
        if self._jumps:
            named = {event.key, event.character, _SIGNS.get(event.key)}
            if chosen := next((each.choice for each in self._all if each.key in named), None):
                event.stop()
                self.dismiss(chosen)
        elif event.key == "backspace":
            event.stop()
            self._look_for(self._typed[:-1])
        elif event.character is not None and event.is_printable:
            event.stop()
            self._look_for((self._typed + event.character)[:LONGEST_TYPED])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """With Enter or the mouse."""
        event.stop()
        if event.option_index < len(self._found):
            self.dismiss(self._found[event.option_index].choice)

    def action_leave(self) -> None:
        """Nothing is done."""
        self.dismiss(None)

    def _look_for(self, typed: str) -> None:
        self._typed = typed
        self._found = tuple(each for each in self._all if each.matches(typed))
        self.query_one("#typed", FixedText).show(self._shown_typed())
        self._show()

    def _show(self) -> None:
        self.query_one(Pick).show([self._line(each) for each in self._found], 0 if self._found else None)

    def _shown_typed(self) -> str:
        return f"> {self._typed}" if self._typed else ">"

    def _line(self, each: Command) -> str:
        about = "" if self.app.size.width < NARROW_COLUMNS else each.about
        return f"{each.key:1}   {fit(each.name, NAME_COLUMNS)}{about}".rstrip()
