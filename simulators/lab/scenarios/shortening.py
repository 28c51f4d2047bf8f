"""The fewest events that still show a decision: delta debugging (Zeller & Hildebrandt 2002, doi 10.1109/32.988498)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")

MOST_TRIES = 300
"""Of the test: each is a session's replay, and what is left by then is short."""


def shortest(items: Sequence[Item], shows: Callable[[Sequence[Item]], bool]) -> tuple[Item, ...]:
    """A part of the items, in order, that still shows it, and of which no piece can be left out that was tried.

    `shows` must hold of all of them. First the end is cut, by halves, then the begin, then pieces of what is between.
    """
    tries = _Tries(shows)
    kept = _cut_end(list(items), tries)
    return tuple(_without_pieces(kept, tries))


class _Tries(Generic[Item]):
    """The test, asked at most so often: after that nothing more is left out."""

    def __init__(self, shows: Callable[[Sequence[Item]], bool]) -> None:
        self._shows = shows
        self._left = MOST_TRIES

    def __call__(self, items: Sequence[Item]) -> bool:
        self._left -= 1
        return self._left >= 0 and bool(items) and self._shows(items)


def _cut_end(items: list[Item], tries: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """The shortest begin that shows it: what comes after a decision has not shaped it."""
    least, most = 0, len(items)  # the least that does not show it, the most that does
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if tries(items[:middle]) else (middle, most)
    return items[:most]


def _without_pieces(items: list[Item], tries: Callable[[Sequence[Item]], bool]) -> list[Item]:
    pieces = 2
    while len(items) > 1:
        size = -(-len(items) // pieces)
        for begin in range(0, len(items), size):
            rest = items[:begin] + items[begin + size :]
            if tries(rest):
                items, pieces = rest, max(pieces - 1, 2)
                break
        else:
            if size == 1:
                return items
            pieces = min(2 * pieces, len(items))
    return items
