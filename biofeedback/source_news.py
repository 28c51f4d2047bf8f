"""What a session's source says of itself: a sentence with what it is about, so that nobody decides by its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from biofeedback.why import Why


class Matter(Enum):
    """Whom a piece of news is about. Good news of one is none of another."""

    STRAP = "strap"
    JOURNAL = "journal"
    KEEPING = "keeping"  # whether anything of the session is kept at all
    PROGRAM = "program"
    SOUND = "sound"


class Topic(Enum):
    """What a piece of news is about."""

    SEARCH = "search"  # looked for, being connected to, or not heard yet
    WORKS = "works"  # what is worth knowing of a strap that works
    LATE = "late"  # a silence that mostly passes by itself
    GAP = "gap"  # a silence in which beats are surely missing
    NO_CONTACT = "no_contact"
    NO_BEATS = "no_beats"
    LOST = "lost"
    TROUBLE = "trouble"  # anything else that is between a person and the strap
    BACK = "back"
    UNWRITTEN = "unwritten"
    WRITTEN_AGAIN = "written_again"
    UNKEPT = "unkept"
    LEFT_OUT = "left_out"  # a part of the program that failed
    NO_SOUND = "no_sound"  # nothing can play
    SOUND_BACK = "sound_back"

    @property
    def matter(self) -> Matter:
        """Whom it is about."""
        match self:
            case Topic.UNWRITTEN | Topic.WRITTEN_AGAIN:
                return Matter.JOURNAL
            case Topic.UNKEPT:
                return Matter.KEEPING
            case Topic.LEFT_OUT:
                return Matter.PROGRAM
            case Topic.NO_SOUND | Topic.SOUND_BACK:
                return Matter.SOUND
            case _:
                return Matter.STRAP

    @property
    def is_good(self) -> bool:
        """Whether a trouble is over: after it the same trouble is news again."""
        return self in (Topic.BACK, Topic.WRITTEN_AGAIN, Topic.SOUND_BACK)


@dataclass(frozen=True, slots=True)
class SourceNews:
    """One sentence. `is_next_step`: it says what happens next or what the person can do, not what is so."""

    topic: Topic
    why: Why
    is_next_step: bool = False
