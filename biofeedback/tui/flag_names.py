"""Where the names of marked moments stand at the top of a chart."""

from __future__ import annotations

from collections.abc import Mapping


def flag_names(flags: Mapping[int, str], columns: int) -> dict[int, str]:
    """The letters of the names of flags (by column) by their columns: each name whole and apart from the next.

    Where two have no room beside each other, the later one is named.
    """
    letters: dict[int, str] = {}
    free_to = columns
    for column in sorted(flags, reverse=True):
        name = flags[column]
        start = min(column, columns - len(name))
        if not 0 <= column < columns or start < 0 or start + len(name) > free_to:
            continue
        letters.update(enumerate(name, start))
        free_to = start - 1  # a column between two of them: 1 beside 2 is not 12
    return letters
