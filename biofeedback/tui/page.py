"""What all screens share: they know their size class before the first paint, so that nothing jumps into place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from biofeedback.tui.look import NARROW_COLUMNS, SHORT_ROWS
from biofeedback.tui.text_widgets import KeysText

TALL_ROWS = 34
"""A screen with this many has air to spare. Rows."""


PAGE_KEYS: tuple[BindingType, ...] = (
    Binding("pagedown", "further(True)", show=False, priority=True),
    Binding("pageup", "further(False)", show=False, priority=True),
)
"""For a screen whose arrows belong to a list: what stands above it and has no room is scrolled by these."""

Result = TypeVar("Result")


class Dialog(Screen[Result], Generic[Result]):
    """A screen that is left with a result, with the style classes `-narrow`, `-short`, `-medium` or `-tall`.

    Textual's own breakpoints are set only after the first paint, and not on a screen that lies under another.
    """

    def on_compose(self) -> None:
        """Before there are parts that would have to be styled twice."""
        self._classify()

    def on_resize(self) -> None:
        """The terminal has another size."""
        self._classify()
        for keys in self.query(KeysText):
            keys.look_later()

    def on_screen_resume(self) -> None:
        """The size may have changed while another screen lay above."""
        self._classify()

    @property
    def stands(self) -> bool:
        """Whether it can be drawn on: its parts are there, and it is not being taken down.

        What calls it later (a beat of the clock, a new size, something decided) may come too early or too late.
        """
        return self.is_mounted and self.is_running and self.is_attached and not (self._closing or self._pruning)

    def action_further(self, down: bool) -> None:
        """Show more of the sentences that have no room."""
        for page in self.query(VerticalScroll):
            (page.scroll_page_down if down else page.scroll_page_up)(animate=False)

    def _classify(self) -> None:
        width, height = self.app.size
        self.set_class(width < NARROW_COLUMNS, "-narrow")
        self.set_class(height < SHORT_ROWS, "-short")
        self.set_class(SHORT_ROWS <= height < TALL_ROWS, "-medium")
        self.set_class(height >= TALL_ROWS, "-tall")


class Page(Dialog[None]):
    """A screen that is left without a result."""


class Aside(Page):
    """A page about something that is over: whatever is decided below, it stays until it is left."""


class Unmade(Protocol):
    """A page that can be made, as `functools.partial` has it: mostly it is the one that is shown already."""

    @property
    def func(self) -> Callable[..., Page]:
        """What makes it: its class."""
        ...

    def __call__(self) -> Page:
        """Make it."""
        ...
