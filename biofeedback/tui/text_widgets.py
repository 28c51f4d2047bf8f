"""Text that keeps its place: no layout when it changes, no painting when it does not."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from biofeedback.readable import readable
from biofeedback.text_layout import columns, fill
from biofeedback.tui.look import APART


class _Text(Static):
    """Text of whatever origin, made readable."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        self.text = _shown(text)
        self._asked = text  # as it came
        super().__init__(self.text, id=id, classes=classes, markup=False)

    def _takes(self, text: str) -> bool:
        """Take `text`; False where it is shown already, which is looked at first: most frames change little."""
        if text == self._asked:
            return False
        before, self._asked, self.text = self.text, text, _shown(text)
        return self.text != before


class FixedText(_Text):
    """A piece of text in a box of fixed size."""

    def show(self, text: str) -> None:
        """Show `text`; nothing happens if it is shown already."""
        if self._takes(text):
            self.update(self.text, layout=False)


class WrappedText(_Text):
    """Sentences as high as they need, wrapped as their script wants. In whatever width they are laid out, at once."""

    def show(self, text: str) -> None:
        """Show `text`; nothing happens if it is shown already."""
        if self._takes(text):
            self.update(self.text)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows of the text in this width."""
        return len(fill(self.text, width).split("\n")) if width else 0

    def render(self) -> Content:
        """The text in the width it has."""
        width = self.content_size.width
        return Content(fill(self.text, width) if width else self.text)


class KeysText(_Text):
    """The keys of a page, in as many rows as they need; none is parted from its word.

    `more`: the key that shows what has no room, told last while that is so of a scrolling part of its screen.
    """

    DEFAULT_CSS = "KeysText { height: auto; }"

    def __init__(self, text: str = "", *, more: str = "", classes: str | None = None) -> None:
        super().__init__(text, classes=classes)
        self._more = more
        self._tells_more = False

    def on_mount(self) -> None:
        """Look when there is more to be shown, or no more."""
        if self._more:
            for page in self._pages():
                self.watch(page, "show_vertical_scrollbar", self.look_later, init=False)
                self.watch(page, "virtual_size", self.look_later, init=False)
            self.look_later()

    def show(self, text: str) -> None:
        """Show a line of keys as `Look.keys_line` has it."""
        self.text = text
        self.on_resize()

    def on_resize(self) -> None:
        """Lay them out anew."""
        if not self.size.width:
            self.update(self.text)
            return
        bare, full = self._rows(self.text), self._rows(f"{self.text}{APART}{self._more}")
        if self._more:  # its own row may be what has no room: then it is not told
            own = max(0, self.size.height - len(bare))  # as it is laid out now
            self._tells_more = any(page.max_scroll_y > own for page in self._pages())
        self.update("\n".join(full if self._tells_more else bare))

    def look_later(self) -> None:
        """Look once everything has its place."""
        self.call_after_refresh(self.on_resize)

    def _pages(self) -> Iterable[VerticalScroll]:
        return (page for page in self.screen.query(VerticalScroll) if page.display)

    def _rows(self, text: str) -> list[str]:
        rows = [""]
        for key in text.split(APART):
            longer = f"{rows[-1]}{APART}{key}" if rows[-1] else key
            if rows[-1] and columns(longer) > self.size.width:
                rows.append(key)
            else:
                rows[-1] = longer
        return rows


def _shown(text: str) -> str:
    return readable(text, lines=True, longest=None)
