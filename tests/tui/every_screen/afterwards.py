"""After a session, and past ones: review, trends, settings."""

from __future__ import annotations

from tests.tui.every_screen.row import Shown

ROWS: tuple[Shown, ...] = ()
