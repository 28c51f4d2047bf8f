"""Text that keeps its place: no layout when it changes, no painting when it does not."""

from __future__ import annotations

from textual.widgets import Static

from biofeedback.readable import readable
from biofeedback.text_layout import fill


class _Text(Static):
    """Text of whatever origin, made readable."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        self.text = _shown(text)
        super().__init__(self.text, id=id, classes=classes, markup=False)


class FixedText(_Text):
    """A piece of text in a box of fixed size."""

    def show(self, text: str) -> None:
        """Show `text`; nothing happens if it is shown already."""
        text = _shown(text)
        if text != self.text:
            self.text = text
            self.update(text, layout=False)


class WrappedText(_Text):
    """Sentences as high as they need, wrapped as their script wants."""

    def show(self, text: str) -> None:
        """Show `text`."""
        self.text = _shown(text)
        self.on_resize()

    def on_resize(self) -> None:
        """Wrap anew."""
        self.update(fill(self.text, self.size.width) if self.size.width else self.text)


def _shown(text: str) -> str:
    return readable(text, lines=True, longest=None)
