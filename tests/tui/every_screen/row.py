"""One row of the table of all screens."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from biofeedback.tui.look import Look
from tests.tui.drive import Stage

Bring = Callable[[Look, str], AbstractAsyncContextManager[Stage]]
"""Brings the app, with this look and at the size of this name, to a screen."""


@dataclass(frozen=True)
class Shown:
    """A screen, and how the app is brought to it. Its snapshots are called NAME-LANG-SIZE."""

    name: str
    screen: type[Screen[Any]]
    bring: Bring
    left_by: tuple[str, ...] = ("escape", "h")  # what a person tries who wants to be home, in this order, over and over
