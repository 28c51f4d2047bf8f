"""How the screens may be coloured, by the names that are typed and kept."""

from __future__ import annotations

from enum import StrEnum


class ThemeName(StrEnum):
    """The colours of all screens."""

    DUSK = "dusk"  # amber on near black
    PAPER = "paper"  # ink on warm white
    TERMINAL = "terminal"  # the terminal's own, as its owner chose them
