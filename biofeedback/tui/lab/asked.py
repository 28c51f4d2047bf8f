"""What the screens of the lab ask the app for. Loaded with the app, so it loads nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from biofeedback.app.played import Trial


class TrialAsked(Message):
    """Run this, live."""

    def __init__(self, trial: Trial) -> None:
        super().__init__()
        self.trial = trial


class CompareAsked(Message):
    """Say where these two first part."""

    def __init__(self, one: Trial, other: Trial) -> None:
        super().__init__()
        self.one = one
        self.other = other


class LabAsked(Message):
    """Back to where a trial is put together."""
