"""A page that lies over a session: the session is held while it does, and says so; the stop keys go on working."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from biofeedback.decisions import Phase
from biofeedback.tui.asked import Closed, StopAsked
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText


class Overlay(Page):
    """What may lie over a session; `session` None: it lies over home.

    It holds nothing itself: the app does, whatever is laid over a session. No key of it lets the session go on. A
    subclass yields `held_line()` below its title.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("x,q", "stop", show=False),
    ]

    def __init__(self, session: Session | None, look: Look) -> None:
        super().__init__()
        self.session = session
        self.look = look

    def held_line(self) -> FixedText:
        """The line that says that the session is paused, while it is."""
        return FixedText(id="held")

    def frame(self) -> None:
        """Look at the session below: only what is so is said."""
        if self.session is None or not self.stands:
            return
        view = self.session.runner.view()
        held = self.session.guided and view.phase is Phase.PAUSED
        said = "tui.let_go_below" if self.session.letting_go(view) else "tui.held_below"
        self.query_one("#held", FixedText).show(self.look.texts.say(said) if held else "")

    def on_mount(self) -> None:
        """Say it from the first."""
        self.set_class(self.session is None or not self.session.guided, "-nothing-held")
        self.call_after_refresh(self.frame)

    def action_close(self) -> None:
        """Back to what lies below; a session stays as it is held."""
        self.post_message(Closed(self))

    def action_stop(self) -> None:
        """Stop the session from here too; where there is none, just go back."""
        if self.session is not None:
            self.post_message(StopAsked())
        else:
            self.action_close()
