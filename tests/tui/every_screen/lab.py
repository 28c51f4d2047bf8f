"""The lab."""

from __future__ import annotations

from tests.tui.every_screen.row import Shown

ROWS: tuple[Shown, ...] = ()
