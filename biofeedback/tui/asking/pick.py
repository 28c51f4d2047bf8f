"""A list to pick from, whose cursor is a sign and not only a colour."""

from __future__ import annotations

from collections.abc import Iterable

from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Pick(OptionList):
    """Lines with a `>` before the one that the arrows have come to."""

    class Moved(Message):
        """The cursor has come to a line."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, lines: Iterable[str] = (), *, id: str) -> None:
        self._texts = list(lines)
        self._marked: int | None = None
        super().__init__(*(Option(self._shown(k)) for k in range(len(self._texts))), id=id, markup=False)

    def show(self, lines: Iterable[str], cursor: int | None) -> None:
        """Other lines, with the cursor at one of them or at none."""
        self._texts = list(lines)
        self._marked = cursor
        self.clear_options()
        self.add_options([Option(self._shown(k)) for k in range(len(self._texts))])
        self.highlighted = cursor

    def change(self, place: int, line: str) -> None:
        """Another text for one line."""
        self._texts[place] = line
        self.replace_option_prompt_at_index(place, self._shown(place))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """The cursor has moved."""
        event.stop()
        before, self._marked = self._marked, self.highlighted
        for place in {before, self._marked} - {None}:
            if place is not None and place < len(self._texts):
                self.replace_option_prompt_at_index(place, self._shown(place))
        if self._marked is not None:
            self.post_message(self.Moved(self._marked))

    def _shown(self, place: int) -> str:
        return f"{'>' if place == self._marked else ' '} {self._texts[place]}"
