"""The sessions kept on this machine, one line each."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from biofeedback.app.ports import PastSession
from biofeedback.text_layout import fit
from biofeedback.texts import Texts
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.text_widgets import FixedText

COLUMN_WIDTHS = (18, 26, 8, 12, 8)
"""When, what, how long, how it ended, tension: 72 columns in all."""


class PastScreen(Page):
    """A list to read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,h,q", "close", show=False)]

    def __init__(self, sessions: tuple[PastSession, ...], look: Look) -> None:
        super().__init__()
        self._sessions = sessions
        self._look = look

    def compose(self) -> ComposeResult:
        """Title, lines, keys."""
        texts = self._look.texts
        lines = [line(session, texts) for session in self._sessions] or [texts.say("tui.past_none")]
        yield FixedText(texts.say("tui.past_title"), classes="title")
        with VerticalScroll(classes="page"):
            yield FixedText("\n".join(lines), id="list")
        yield FixedText(texts.say("tui.key_back"), classes="keys")

    def action_close(self) -> None:
        """Back home."""
        self.app.pop_screen()


def line(session: PastSession, texts: Texts) -> str:
    """One session in columns that align in either script."""
    rated = session.tension_before is not None and session.tension_after is not None
    cells = (
        session.began,
        session.title.say(texts.lang) if session.title else texts.say("tui.past_watched"),
        texts.say("tui.past_minutes", minutes=round(session.minutes)),
        texts.say(f"tui.outcome_{session.outcome.value}" if session.outcome else "tui.outcome_cut_off"),
        texts.say("tui.past_tension", before=session.tension_before or 0, after=session.tension_after or 0)
        if rated
        else "",
    )
    return "".join(fit(cell, width) for cell, width in zip(cells, COLUMN_WIDTHS, strict=True)).rstrip()
