"""Whole numbers as people type them: however long or strange, they are within bounds, or none."""

from __future__ import annotations

_MOST_DIGITS = 9
"""No list here has more entries; Python refuses to read numbers of thousands of digits at all."""


def chosen(typed: str, most: int) -> int | None:
    """The number from 1 to `most` that was typed; None where something else was."""
    number = whole(typed)
    return number if number is not None and 1 <= number <= most else None


def whole(typed: str) -> int | None:
    """The whole number that was typed, 0 or more; None where something else was."""
    return int(typed) if typed.isdecimal() and len(typed) <= _MOST_DIGITS else None
