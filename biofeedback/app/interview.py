"""What is asked of the person at the keyboard before a session, and what whoever asks must offer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from biofeedback.cues.words import LedBy
from biofeedback.errors import BiofeedbackError
from biofeedback.why import Why, why
from protocols.programme import Afterwards
from protocols.screening.proposal import Proposal
from protocols.screening.questionnaire import Answer, Answers


def _nothing(given: Answers) -> None:
    """Where nothing is to be kept."""


class Left(Enum):
    """What becomes of the answers so far where the person leaves."""

    NOTHING = "nothing"  # there are none, or none are to be kept
    KEPT = "kept"  # they are gone on with the next time
    LOST = "lost"  # they could not be kept


def _none_left() -> Left:
    return Left.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAnswer:
    """The standing questions as they are put to a person."""

    reason: Why  # why they are asked now
    given: Answers = ()  # what was answered before they were left
    keep: Callable[[Answers], None] = _nothing  # to be told all that is answered so far, after each answer

    left: Callable[[], Left] = _none_left  # what became of them, until now


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was told right before a session."""

    answers: Answers
    afterwards: Afterwards | None = None  # how it was after the last time; None: not asked


class Instead(Enum):
    """What can be done where a session cannot be kept as usual. Leaving is always possible too."""

    UNKEPT = "unkept"  # practise, and keep nothing of it
    NEW_FILE = "new_file"  # begin a new file beside the one that cannot be used, which stays as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotKeep:
    """Why a session cannot be kept as usual, and what that means."""

    problem: BiofeedbackError
    unknown: tuple[Why, ...] = ()  # what is therefore not known of the person, in sentences
    new_file: str | None = None  # the name of the file that can be begun beside it; None: a new one would not help

    @property
    def ways(self) -> tuple[Instead, ...]:
        """What can be chosen, in the order of their numbers from 1."""
        return (Instead.UNKEPT,) if self.new_file is None else tuple(Instead)

    def words(self, way: Instead) -> Why:
        """What a way is, for people."""
        return why(f"keeping.{way.value}", file=self.new_file or "")


class Otherwise(Enum):
    """What can be done where no strap is in reach, beside a practice without one."""

    AGAIN = "again"  # look once more
    WAIT = "wait"  # begin as usual; the strap is put on meanwhile
    SIMULATED = "simulated"  # see a session with a simulated heart
    EXAMINE = "examine"  # what is wrong?


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfReach:
    """That no strap is in reach, why, and what can be done all the same."""

    problem: BiofeedbackError
    practices: tuple[str, ...] = ()  # names of protocols that need none
    ways: tuple[Otherwise, ...] = tuple(Otherwise)


class Interviewer(Protocol):
    """Asks the person at the keyboard, before a session. All raise UsageError where the person leaves."""

    async def without_strap(self, trouble: OutOfReach) -> str | Otherwise:
        """Say that no strap is in reach, and let the person choose: a protocol that needs none, or another way."""
        ...

    async def examine(self, lines: AsyncIterator[str]) -> None:
        """Show what is found between the person, the strap and this computer, line by line, until they have read it."""
        ...

    async def standing(self, asked: ToAnswer) -> Answers:
        """The questions before the first session, and all answers once more before they count."""
        ...

    async def review(self, answers: Answers, change: Callable[[Answer], Answers]) -> bool:
        """Show the kept answers, and let the person change single ones: each is kept at once by `change`.

        `change` returns all answers as they are then, and raises StoreError where it cannot be kept. Returns whether
        the person wants to be asked all of it anew.
        """
        ...

    async def today(self, *, afterwards: bool) -> Checked:
        """The short check of each time; `afterwards`: with how it was after the last time."""
        ...

    async def begins(self, proposal: Proposal, sound: LedBy | None = None) -> str | None:
        """Show what is practised and what the answers change; the name of the protocol to begin, None: none.

        `sound`: what will be heard; None: it is not told.
        """
        ...

    async def shows(self, proposal: Proposal) -> None:
        """Show what the answers change, to look at."""
        ...

    async def cannot_keep(self, trouble: CannotKeep) -> Instead:
        """Say that a session cannot be kept as usual, and let the person choose what to do."""
        ...
