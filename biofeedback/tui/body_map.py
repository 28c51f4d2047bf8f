"""A body seen from the front, ten rows high: what is worked on now, what is done, what is still to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from biofeedback.tui.look import Charset
from protocols.training import MuscleGroup, Region, Side

WIDTH = 9
"""Columns of the map."""


class Mark(Enum):
    """What is so of a part of the body."""

    NOW = "now"
    DONE = "done"
    TO_COME = "to_come"
    NOT_MEANT = "not_meant"  # this practice has nothing there


_MAP = (
    "   ooo   ",
    "   eee   ",
    "   jjj   ",
    " sssnsss ",
    " u ccc u ",
    " f aaa f ",
    " h ppp h ",
    "   t t   ",
    "   l l   ",
    "   d d   ",
)
"""The letters stand for what `_PARTS` says. It faces the reader: its right side is on the left."""

_PARTS = {
    "o": (Region.FOREHEAD,),
    "e": (Region.EYES, Region.CHEEKS),
    "j": (Region.JAW,),
    "n": (Region.NECK,),
    "s": (Region.SHOULDERS,),
    "c": (Region.CHEST, Region.UPPER_BACK),
    "a": (Region.ABDOMEN, Region.LOWER_BACK),
    "p": (Region.PELVIS,),
    "u": (Region.UPPER_ARMS,),
    "f": (Region.FOREARMS,),
    "h": (Region.HANDS,),
    "t": (Region.UPPER_LEGS,),
    "l": (Region.LOWER_LEGS,),
    "d": (Region.FEET,),
}

_MIDLINE = frozenset("oejncap")
"""Parts that have no side."""

_SIGNS = {Mark.NOW: "█", Mark.DONE: "░", Mark.TO_COME: "▒", Mark.NOT_MEANT: "·"}
_ASCII_SIGNS = {Mark.NOW: "#", Mark.DONE: "-", Mark.TO_COME: "+", Mark.NOT_MEANT: "."}


def signs_of(charset: Charset) -> dict[Mark, str]:
    """From dark to light, as a tension leaves a part: so they can be read without colours."""
    return _ASCII_SIGNS if charset is Charset.ASCII else _SIGNS


MarkOf = Callable[[Region, Side], Mark]
"""What is so of a region on one side; of a part on the midline Side.BOTH is asked for."""


def body_map(mark_of: MarkOf, charset: Charset) -> str:
    """The map as ten lines."""
    signs = signs_of(charset)
    return "\n".join(
        "".join(" " if part == " " else signs[_cell(part, column, mark_of)] for column, part in enumerate(row))
        for row in _MAP
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a practice under way: a `MarkOf`."""

    now: MuscleGroup | None
    done: tuple[MuscleGroup, ...]
    to_come: tuple[MuscleGroup, ...]

    def __call__(self, region: Region, side: Side) -> Mark:
        """What is so of a region."""
        if self.now is not None and _works(self.now, region, side):
            return Mark.NOW
        if any(_works(group, region, side) for group in self.done):
            return Mark.DONE
        return Mark.TO_COME if any(_works(group, region, side) for group in self.to_come) else Mark.NOT_MEANT


def marks_of(now: MuscleGroup | None, done: Iterable[MuscleGroup], to_come: Iterable[MuscleGroup]) -> Marks:
    """The marks of a practice under way."""
    return Marks(now, tuple(done), tuple(to_come))


def _works(group: MuscleGroup, region: Region, side: Side) -> bool:
    return region in group.regions and (Side.BOTH in (group.side, side) or group.side is side)


def _cell(part: str, column: int, mark_of: MarkOf) -> Mark:
    side = Side.BOTH if part in _MIDLINE else Side.RIGHT if column < WIDTH // 2 else Side.LEFT
    found = [mark_of(region, side) for region in _PARTS[part]]
    return min(found, key=tuple(Mark).index)
