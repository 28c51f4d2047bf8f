"""What a person answered before practice: kept on this machine, readable by nobody else, and asked anew in time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import msgspec

from biofeedback.errors import StoreError
from biofeedback.store import private
from biofeedback.why import Why, why
from protocols.screening.questionnaire import QUESTIONS_VERSION, Answers, unanswered

FILE_NAME = "person.json"
"""The file of standing answers in the data folder."""

ASK_ANEW_DAYS = 90
"""Bodies, medicines and circumstances change within a season; asked more often, people stop reading. Days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """The standing answers. Those of the day are not kept: they are asked each time."""

    answers: Answers
    answered: str  # wall time, ISO 8601, UTC
    version: int = QUESTIONS_VERSION  # of the questions
    adverse: str | None = None  # when something went wrong after that: then they are asked anew


def recall(folder: Path | None = None) -> Person | None:
    """Who practises here, or None where nobody was asked yet. Raises StoreError where it cannot be read."""
    file = private.folder(folder) / FILE_NAME
    content = private.read(file)
    if content is None:
        return None
    try:
        person = msgspec.json.decode(content, type=Person)
        datetime.fromisoformat(person.answered)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        raise StoreError(
            f"{file}: cannot be read ({problem}); answer anew with `biofeedback screening`",
            reasons=(why("store.answer_anew", file=str(file)),),
        ) from problem
    private.close_to_others(file)
    return person


def keep(person: Person, folder: Path | None = None) -> None:
    """Keep this instead of what was kept: wholly or, on any failure (StoreError), not at all."""
    private.write(private.folder(folder) / FILE_NAME, msgspec.json.format(msgspec.json.encode(person)) + b"\n")


def note_adverse(when: str, folder: Path | None = None) -> None:
    """Note that something went wrong at this wall time, so that the questions are asked anew."""
    person = recall(folder)
    if person is not None:
        keep(replace(person, adverse=when), folder)


def why_due(person: Person | None, today: date) -> Why | None:
    """Why the standing questions are to be asked: never yet, after trouble, other questions, or too long ago.

    Answers from the future (a clock was set back) are of unknown age, so they are asked anew too. None: not due.
    """
    if person is None:
        return why("screening.due_first")
    if person.adverse is not None:
        return why("screening.due_adverse")
    if person.version != QUESTIONS_VERSION or unanswered(person.answers, today=False):
        return why("screening.due_changed")
    age = (today - datetime.fromisoformat(person.answered).date()).days
    return None if 0 <= age < ASK_ANEW_DAYS else why("screening.due_age", days=ASK_ANEW_DAYS)
