"""For which program a session is written: a list of the formats there are."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from biofeedback.export.names import ExportFormat
from biofeedback.text_layout import fit
from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.look import NARROW_COLUMNS, Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText

NAME_COLUMNS = 14
"""Room for the name of a format: the longest has ten signs. Columns."""

FORMATS = tuple(ExportFormat)
"""In the order in which they are listed."""


class ExportScreen(Dialog[ExportFormat | None]):
    """Left with a format, or with None where nothing is to be written."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,h", "leave", show=False)]

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def compose(self) -> ComposeResult:
        """The formats, and a word on who can read the files."""
        texts = self._look.texts
        yield FixedText(texts.say("after.export_title"), classes="title")
        yield Pick(self._lines(), id="formats")
        yield WrappedText(texts.say("export.private"), id="formats-note")
        yield FixedText(self._look.keys_line(("choose", "back")), classes="keys")

    def _lines(self) -> list[str]:
        texts, narrow = self._look.texts, self.app.size.width < NARROW_COLUMNS
        said = ((form.value, texts.say(f"after.export_{form.name.lower()}")) for form in FORMATS)
        return [name if narrow else f"{fit(name, NAME_COLUMNS)}{about}" for name, about in said]

    def on_mount(self) -> None:
        """The cursor at the first."""
        self.query_one(Pick).highlighted = 0
        self.query_one(Pick).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Write it so."""
        event.stop()
        self.dismiss(FORMATS[event.option_index])

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(None)
