"""What screens ask the app for. Loaded with the app, before home is painted, so it loads nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from biofeedback.tui.overlay import Overlay


class StopAsked(Message):
    """The person wants the session to end, now."""


class HelpAsked(Message):
    """The person wants to read the help."""


class ReportAsked(Message):
    """The person wants to say that something feels wrong."""


class TourAsked(Message):
    """The person wants to be shown around, rather than see the whole of a simulated session."""


class TourLeft(Message):
    """The person has seen enough of the tour before its end."""


class Closed(Message):
    """The person has done with a page that lay over a session."""

    def __init__(self, overlay: Overlay) -> None:
        super().__init__()
        self.overlay = overlay


class HomeAsked(Message):
    """The person wants to go to the home screen."""


class QuitAsked(Message):
    """The person wants to leave the program."""


class NoteAsked(Message):
    """The person wants to write a few words about the session."""


class PageAsked(Message):
    """The person wants the session as a page that can be printed or shown."""


class ReviewAsked(Message):
    """The person wants to look at the whole of the session."""


class GroundingAsked(Message):
    """The person wants to come back to here and now: a few minutes in which nothing is tensed."""


class OfPast(Message):
    """Something is wanted with the past session of this number."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class PastPageAsked(OfPast):
    """It as a page that can be printed or shown."""


class PastReviewAsked(OfPast):
    """To look at it."""


class PastDeleteAsked(OfPast):
    """To have it gone; the person was asked whether they do."""
