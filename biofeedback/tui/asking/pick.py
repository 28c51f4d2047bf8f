"""A list to pick from, whose cursor is a sign and not only a colour."""

from __future__ import annotations

from collections.abc import Iterable

from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from biofeedback.text_layout import columns, wrap

CURSOR = "> "
"""Before the line that the arrows have come to; as many blanks before the others."""

NARROWEST = 20
"""Words get this much at least, however narrow the screen. Columns."""


EDGE_COLUMNS = 6
"""What a list keeps of its width: its edges, the cursor, a scroll bar. Columns."""


def hung(head: str, text: str, screen_columns: int) -> str:
    """A line of a list as it is shown on a screen so wide: what has no room on it hangs below its words."""
    width = max(NARROWEST, screen_columns - EDGE_COLUMNS - columns(head))
    return head + f"\n{' ' * (columns(head) + len(CURSOR))}".join(wrap(text, width))


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

    @property
    def rows(self) -> int:
        """Rows of all lines, as they are broken."""
        return sum(text.count("\n") + 1 for text in self._texts)

    @property
    def seen(self) -> int:
        """Lines that are on the screen, or above it."""
        end, rows = self.scroll_offset.y + self.size.height, 0
        for place, text in enumerate(self._texts):
            rows += text.count("\n") + 1
            if rows > end:
                return place
        return len(self._texts)

    def further(self) -> None:
        """The cursor a page further down."""
        OptionList.action_page_down(self)  # type: ignore[no-untyped-call]

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
        return f"{CURSOR if place == self._marked else ' ' * len(CURSOR)}{self._texts[place]}"
