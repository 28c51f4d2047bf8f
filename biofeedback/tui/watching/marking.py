"""Marks by key on a screen of what is watched: one key sets one, another gives it a few words. Nothing stops for it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from biofeedback.tui.live import LiveScreen
from biofeedback.tui.watching.mark_line import MarkLine, Written

TOLD_S = 6.0
"""So long it is said that a mark is set. Seconds of the wall."""


class MarkingScreen(LiveScreen):
    """Subclasses yield a `MarkLine` where the reason stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mark", show=False),
        Binding("t", "words", show=False),
    ]

    _marked_at: float | None = None
    _number: int | None = None  # of the last mark

    def mark_said(self) -> str | None:
        """That a mark has just been set or named; None: nothing of that is new."""
        if self._number is None or self._marked_at is None or self._clock.now() - self._marked_at > TOLD_S:
            return None
        words = next((each.words for each in self.session.marks if each.number == self._number), "")
        code = "watching.named" if words else "watching.marked"
        return self.look.texts.say(code, number=self._number, words=words)

    def action_mark(self) -> None:
        """This moment."""
        if not self.session.over:
            self._number, self._marked_at = self.session.mark(), self._clock.now()
            self.frame()

    def action_words(self) -> None:
        """Words for the last mark, which is set where there is none yet."""
        if self.session.over:
            return
        if self._number is None:
            self.action_mark()
        number = self._number or 0
        before = next((each.words for each in self.session.marks if each.number == number), "")
        self.add_class("-writing")
        self.query_one(MarkLine).write(number, before)

    @on(Written)
    def keep_words(self, event: Written) -> None:
        """Keep them, and go on as before."""
        self.remove_class("-writing")
        self.query_one(MarkLine).rest()
        if event.words is not None and not self.session.over:
            self.session.name_mark(event.number, event.words)
            self._marked_at = self._clock.now()
        self.frame()
