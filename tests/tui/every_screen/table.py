"""The table of all screens: a new one is added by one line in the file of its room."""

from __future__ import annotations

from tests.tui.every_screen import afterwards, asking, demonstrations, home, lab, sessions, watching

ROWS = (
    *home.ROWS,
    *sessions.ROWS,
    *asking.ROWS,
    *watching.ROWS,
    *afterwards.ROWS,
    *demonstrations.ROWS,
    *lab.ROWS,
)
