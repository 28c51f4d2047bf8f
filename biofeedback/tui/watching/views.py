"""The views of a watched heart: which there are, which are shown on a screen of some size, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

BESIDE_COLUMNS = 100
"""A screen with this many has room for two side by side. Columns."""

ABOVE_ROWS = 34
"""A screen with this many has room for two, one above the other. Rows."""

THREE_COLUMNS = 180
"""A screen with this many, and with rows for two, shows all of them. Columns."""


class WatchView(Enum):
    """Each by the key that shows it."""

    HEART = 1
    RMSSD = 2
    POINCARE = 3
    SPECTRUM = 4
    BREATH = 5


@dataclass(frozen=True, slots=True)
class Places:
    """Which are shown, in order, in so many columns and rows."""

    shown: tuple[WatchView, ...]
    across: int
    down: int


def places(chosen: WatchView, width: int, height: int) -> Places:
    """The chosen one alone where the screen is small; else the heart rate and others with it, the chosen among them."""
    across = 3 if width >= THREE_COLUMNS and height >= ABOVE_ROWS else 2 if width >= BESIDE_COLUMNS else 1
    down = 2 if height >= ABOVE_ROWS else 1
    many = min(across * down, len(WatchView))
    if many == 1:
        return Places((chosen,), 1, 1)
    first = list(WatchView)[:many]
    if chosen not in first:
        first[-1] = chosen
    return Places(tuple(first), across, down)
