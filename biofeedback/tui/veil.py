"""What a practice may be covered with: only its words, or nothing but the dark. The keys go on working under both."""

from __future__ import annotations

from enum import Enum

from textual.screen import Screen

from biofeedback.decisions import Phase
from biofeedback.tui.session import Session
from biofeedback.view import SessionView

TOLD_S = 6.0
"""So long the dark screen says how to leave it, before it says nothing: two short sentences. Seconds of the wall."""


class Veil(Enum):
    """How much of the screen is left."""

    NONE = "none"
    FOCUS = "focus"  # the words that lead, large; no figure and no chart
    BLANK = "blank"  # nothing


AWAY = "#top, #numbers, #tacho, #body-map, #count, #breath-heard, #reason, #practice-course"
"""What is not among the words that lead."""


def cover(page: Screen[None], *, focus: bool) -> None:
    """Leave only the words that lead, or bring back what was there.

    Part by part: for a style class of the whole page every part of it would be styled anew, which took a third of the
    time from the key to what it does.
    """
    for part in page.query(AWAY):
        part.styles.display = "none" if focus else None
    page.query_one("#group").styles.display = "block" if focus else None
    middle = page.query_one("#middle").styles
    middle.height = "1fr" if focus else None
    middle.align_vertical = "middle" if focus else None


def is_lifted(session: Session, view: SessionView) -> bool:
    """Whether there is something that a person must see: a pause, a strap that is silent, a pattern, an end."""
    shown = view.phase in (Phase.PAUSED, Phase.STOPPED, Phase.FINISHED, Phase.ASK_BEFORE, Phase.ASK_AFTER)
    ending = session.stop_asked or session.over or session.stopped is not None
    return shown or ending or not view.link_up or bool(session.warned) or session.held is not None
