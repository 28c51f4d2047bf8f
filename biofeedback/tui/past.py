"""The sessions kept on this machine, one line each; of one of them a page can be written."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress
from textual.widgets import OptionList

from biofeedback.app.ports import PastSession
from biofeedback.text_layout import fit
from biofeedback.texts import Texts
from biofeedback.tui.asked import PastDeleteAsked, PastPageAsked, PastReviewAsked
from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.look import Look
from biofeedback.tui.page import Aside
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText

COLUMN_WIDTHS = (18, 26, 8, 12, 8)
"""When, what, how long, how it ended, tension: 72 columns in all."""


class PastScreen(Aside):
    """A list with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,h,q", "close", show=False),
        Binding("p", "page", show=False),
        Binding("x,delete", "delete", show=False),
    ]

    def __init__(self, sessions: tuple[PastSession, ...], look: Look, *, note: str | None = None) -> None:
        super().__init__()
        self._sessions = sessions
        self._look = look
        self._note = "" if note is None else look.texts.say(note)
        self._asked = False  # whether the one at the cursor is to be deleted

    def compose(self) -> ComposeResult:
        """Title, lines, keys."""
        texts = self._look.texts
        yield FixedText(texts.say("tui.past_title"), classes="title")
        if self._sessions:
            yield Pick((line(session, texts) for session in self._sessions), id="list")
        else:
            yield FixedText(texts.say("tui.past_none"), id="list")
        yield WrappedText(self._note, id="note")
        yield KeysText(
            self._look.keys_line(
                ("more", "after.key_review_past", "page", "delete", "back") if self._sessions else ("back",)
            ),
            classes="keys",
        )

    def note(self, text: str) -> None:
        """Say something in a line below the list."""
        if self.stands:
            self.query_one("#note", WrappedText).show(text)

    def action_page(self) -> None:
        """Write the session that the cursor is at as a page."""
        if self._sessions:
            self.post_message(PastPageAsked(self._here))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Look at it."""
        event.stop()
        self.post_message(PastReviewAsked(self._here))

    def action_delete(self) -> None:
        """Ask first: what is deleted does not come back."""
        if self._sessions:
            self._asked = True
            self.query_one(Pick).disabled = True  # its keys answer the question now
            self.note(self._look.texts.say("tui.past_delete"))

    def on_key(self, event: KeyPress) -> None:
        """The answer to that question."""
        if not self._asked or event.key in ("x", "delete"):
            return
        event.stop()
        event.prevent_default()
        self._asked = False
        self.query_one(Pick).disabled = False
        self.query_one(Pick).focus()
        if event.key == "y":
            self.post_message(PastDeleteAsked(self._here))
        else:
            self.note(self._look.texts.say("tui.past_not_deleted"))

    @property
    def _here(self) -> int:
        return self._sessions[self.query_one(Pick).highlighted or 0].number

    def action_close(self) -> None:
        """Back home."""
        self.app.pop_screen()


def line(session: PastSession, texts: Texts) -> str:
    """One session in columns that align in either script."""
    rated = session.tension_before is not None and session.tension_after is not None
    cells = (
        session.began,
        session.title.say(texts.lang) if session.title else texts.say(f"tui.past_{_untitled(session)}"),
        _length(session, texts),
        texts.say(f"tui.outcome_{session.outcome.value if session.outcome else _unended(session)}"),
        texts.say("tui.past_tension", before=session.tension_before or 0, after=session.tension_after or 0)
        if rated
        else "",
    )
    return "".join(fit(cell, width) for cell, width in zip(cells, COLUMN_WIDTHS, strict=True)).rstrip()


def _untitled(session: PastSession) -> str:
    return "recording" if session.imported else "watched"


def _unended(session: PastSession) -> str:
    return "imported" if session.imported else "cut_off"


def _length(session: PastSession, texts: Texts) -> str:
    """In minutes; in seconds where it has not one."""
    if session.minutes < 1:
        return texts.say("tui.past_seconds", seconds=round(session.minutes * 60))
    return texts.say("tui.past_minutes", minutes=round(session.minutes))
