"""The rating that was not said at the end of a session, asked for once at the next start."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress

from biofeedback.app.archive import Unrated
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.rating import by_digit, moved, scale
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText


class RatingLaterScreen(Dialog[int | None]):
    """Left with a number, or with None: one key passes it over, and it is not asked again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter", "confirm", show=False),
        Binding("n,escape,q,h", "decline", show=False),
    ]

    def __init__(self, unrated: Unrated, look: Look) -> None:
        super().__init__()
        self.chosen: int | None = None
        self._unrated = unrated
        self._look = look

    def compose(self) -> ComposeResult:
        """Which session it was, the question, the scale, the keys."""
        texts, unrated = self._look.texts, self._unrated
        title = texts.say("report.watched") if unrated.title is None else unrated.title.say(texts.lang)
        yield FixedText(texts.say("after.later_title"), classes="title")
        yield WrappedText(texts.say("after.later_which", title=title, began=unrated.began), classes="paragraph")
        yield WrappedText(texts.say("after.later_question"), id="question")
        yield FixedText(scale(None), id="scale")
        yield WrappedText(texts.say("after.later_once"))
        yield KeysText(self._look.keys_line(("rate", "confirm", "rather_not")), classes="keys")

    def on_key(self, event: KeyPress) -> None:
        """A digit chooses."""
        if (tension := by_digit(event.key, self.chosen)) is not None:
            self._choose(tension)
            event.stop()

    def action_move(self, by: int) -> None:
        """One lower or higher."""
        self._choose(moved(self.chosen, by))

    def action_confirm(self) -> None:
        """That is it, if there is a number."""
        if self.chosen is not None:
            self.dismiss(self.chosen)

    def action_decline(self) -> None:
        """They would rather not say."""
        self.dismiss(None)

    def _choose(self, tension: int) -> None:
        self.chosen = tension
        self.query_one("#scale", FixedText).show(scale(tension))
