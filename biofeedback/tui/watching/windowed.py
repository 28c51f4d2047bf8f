"""A screen whose charts show a stretch of time that keys make longer, shorter, and move."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from biofeedback.tui.look import NARROW_COLUMNS
from biofeedback.tui.watching.marking import MarkingScreen
from biofeedback.tui.watching.time_window import TimeWindow

NARROW_WINDOW = TimeWindow(1)
"""On a narrow screen two minutes would squeeze a slow breath into two columns."""


class WindowedScreen(MarkingScreen):
    """What is watched, over a window of time, with marks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "longer", show=False),
        Binding("minus", "shorter", show=False),
        Binding("left", "back", show=False),
        Binding("right", "forth", show=False),
        Binding("0,end", "now", show=False),
    ]

    _moved_window: TimeWindow | None = None  # None: as suits the screen

    @property
    def window(self) -> TimeWindow:
        """The stretch of time that the heart rate is shown of."""
        if self._moved_window is not None:
            return self._moved_window
        return NARROW_WINDOW if self.app.size.width < NARROW_COLUMNS else TimeWindow()

    def window_keys(self) -> tuple[str, ...]:
        """The keys that do something now, in words; without the less important ones where there is little room."""
        texts = self.look.texts
        moves = () if self.brief else ("window", "now" if self.window.end_s is not None else "move")
        marks = ("mark",) if self.brief else ("mark", "words")
        return tuple(texts.say(f"watching.key_{name}") for name in (*moves, *marks))

    def key_said(self, name: str) -> str:
        """What a key of every screen does."""
        return self.look.keys_line((name,))

    def _move(self, window: TimeWindow) -> None:
        self._moved_window = window
        self.frame()

    def action_longer(self) -> None:
        """A longer stretch of time."""
        self._move(self.window.longer())

    def action_shorter(self) -> None:
        """A shorter one."""
        self._move(self.window.shorter())

    def action_back(self) -> None:
        """Back in time."""
        self._move(self.window.back(self.session.runner.view().t))

    def action_forth(self) -> None:
        """Forward in time."""
        self._move(self.window.forth(self.session.runner.view().t))

    def action_now(self) -> None:
        """Up to now, and on with it."""
        self._move(self.window.at_now())
