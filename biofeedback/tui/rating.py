"""How tense one feels, from 0 to 10, before and after."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress

from biofeedback.tui.asked import HelpAsked, StopAsked
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText
from protocols.groups import common

HIGHEST = 10
"""The strongest tension that can be rated; the mildest is 0."""

MIDDLE = 5
"""What an arrow key chooses first: it leads to no number of its own."""


class RatingScreen(Page):
    """Asks once; nothing is chosen until a key is pressed, so that nobody confirms a number they never meant."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("enter", "confirm", show=False),
        Binding("n", "decline", show=False),
        Binding("x,q,escape", "stop", show=False),
        Binding("question_mark", "help", show=False),
    ]

    def __init__(self, session: Session, look: Look, *, before: bool) -> None:
        super().__init__()
        self.session = session
        self.before = before
        self.chosen: int | None = None
        self._look = look

    def compose(self) -> ComposeResult:
        """The question, the scale, the keys."""
        texts = self._look.texts
        yield FixedText(texts.say("tui.rate_before_title" if self.before else "tui.rate_after_title"), classes="title")
        yield WrappedText(texts.say("tui.rate_question"), id="question")
        yield FixedText(scale(self.chosen), id="scale")
        if self.before:
            yield WrappedText(common()["preparation"].say(texts.lang), id="preparation")
        names = ("rate", "confirm", "rather_not", "stop")
        yield KeysText(self._look.keys_line(names), classes="keys")

    def on_key(self, event: KeyPress) -> None:
        """A digit chooses; 1 and then 0 is ten."""
        if (tension := by_digit(event.key, self.chosen)) is not None:
            self._choose(tension)
            event.stop()

    def action_move(self, by: int) -> None:
        """One lower or higher."""
        self._choose(moved(self.chosen, by))

    def action_confirm(self) -> None:
        """Hand the number over, if there is one."""
        if self.chosen is not None:
            self.session.runner.rate(self.chosen)

    def action_decline(self) -> None:
        """They would rather not say."""
        self.session.runner.rate(None)

    def action_stop(self) -> None:
        """End at once."""
        self.post_message(StopAsked())

    def action_help(self) -> None:
        """Explain."""
        self.post_message(HelpAsked())

    def _choose(self, tension: int) -> None:
        self.chosen = tension
        self.query_one("#scale", FixedText).show(scale(tension))


def by_digit(key: str, chosen: int | None) -> int | None:
    """What a digit chooses; 1 and then 0 is ten. None: it is no digit."""
    if len(key) != 1 or key not in "0123456789":
        return None
    return HIGHEST if key == "0" and chosen == 1 else int(key)


def moved(chosen: int | None, by: int) -> int:
    """What an arrow key leads to."""
    return MIDDLE if chosen is None else min(HIGHEST, max(0, chosen + by))


def scale(chosen: int | None) -> str:
    """0 to 10 in a row, the one that is chosen in brackets."""
    return "".join(f"[{n}]" if n == chosen else f" {n} " for n in range(HIGHEST + 1))
