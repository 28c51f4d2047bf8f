"""What a page about a session that is over asks the app for."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from biofeedback.tui.after.review import ReviewScreen


class Wanted(Enum):
    """What is wanted with the session that is looked at."""

    AGAIN = "again"  # to watch it again from the cursor on
    NOTE = "note"  # to write a few words about it
    EXPORT = "export"  # to have it as files for other programs
    PAGE = "page"  # to have it as a page that can be printed or shown
    DELETE = "delete"  # to have it gone; the person is yet to be asked whether they do


class OfReview(Message):
    """Something is wanted with it."""

    def __init__(self, review: ReviewScreen, wanted: Wanted) -> None:
        super().__init__()
        self.review = review
        self.wanted = wanted


class SettingChosen(Message):
    """A setting was set."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self.name = name
        self.value = value


class SoundAsked(Message):
    """The person wants to hear how loud it is."""


class SettingsLeft(Message):
    """All is set: back home, which may look otherwise now."""


class Everything(Enum):
    """What can be done with all that is kept."""

    EXPORT = "export"
    DELETE = "delete"  # the person is yet to be asked whether they do


class EverythingAsked(Message):
    """One of these is wanted."""

    def __init__(self, wanted: Everything) -> None:
        super().__init__()
        self.wanted = wanted
