"""The demonstration, its tour, focus and blank mode."""

from __future__ import annotations

from tests.tui.every_screen.row import Shown

ROWS: tuple[Shown, ...] = ()
