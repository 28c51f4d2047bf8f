"""Text that keeps its place: no layout when it changes, no painting when it does not."""

from __future__ import annotations

from textual.widgets import Static

from biofeedback.readable import readable
from biofeedback.text_layout import fill


class FixedText(Static):
    """A piece of text in a box of fixed size."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        text = readable(text, lines=True, longest=None)
        super().__init__(text, id=id, classes=classes, markup=False)
        self.text = text

    def show(self, text: str) -> None:
        """Show `text`; nothing happens if it is shown already."""
        text = readable(text, lines=True, longest=None)
        if text != self.text:
            self.text = text
            self.update(text, layout=False)


class WrappedText(Static):
    """Sentences as high as they need, wrapped as their script wants."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        text = readable(text, lines=True, longest=None)
        super().__init__(text, id=id, classes=classes, markup=False)
        self.text = text

    def show(self, text: str) -> None:
        """Show `text`."""
        self.text = readable(text, lines=True, longest=None)
        self.on_resize()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.update(fill(self.text, self.size.width) if self.size.width else self.text)
