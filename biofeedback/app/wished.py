"""What was set, as a session and the screens that look back ask for it. What cannot be read counts as not set."""

from __future__ import annotations

from biofeedback.app import screening
from biofeedback.errors import StoreError
from biofeedback.store.remembered import Remembered, recall
from protocols.screening.terms import counsel


def figures_hidden() -> bool:
    """Whether the figures of the heart are to be shown only where they are asked for."""
    return _kept().figures_hidden


def better_without_figures() -> bool:
    """The same, or that the answers which are kept say so."""
    return figures_hidden() or counsel(screening.foreseen(blind=True)).terms.no_numbers


def stays_awake() -> bool:
    """Whether the computer is to be asked to stay awake in a session."""
    return not _kept().may_sleep


def _kept() -> Remembered:
    try:
        return recall()
    except StoreError:
        return Remembered()
