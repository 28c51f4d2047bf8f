"""The standing questions while they are answered: each answer is kept at once, and what was left is gone on with."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime

from biofeedback.app.interview import Left, ToAnswer
from biofeedback.clock import wall_time
from biofeedback.errors import StoreError
from biofeedback.store import answering, person
from biofeedback.store.answering import Answering
from biofeedback.store.person import Person
from biofeedback.why import Why, why
from protocols.screening.questionnaire import QUESTIONS_VERSION, Answer, Answers, Reply
from protocols.screening.sheet import Sheet, fitting


def unfinished(known: Person | None) -> Answering | None:
    """A screening that was begun after the kept answers were given, and not finished; None: there is none.

    Raises StoreError where it cannot be read.
    """
    found = answering.recall()
    if found is None or (known is not None and _moment(found.begun) < _moment(known.answered)):
        return None
    return found


def why_due(known: Person | None, today: date) -> Why | None:
    """Why the standing questions are to be asked before anything is tensed. Whoever began to answer finishes first."""
    try:
        begun = unfinished(known)
    except StoreError:
        return why("screening.due_unreadable")
    if begun is not None and still_holds(begun, known, today):
        return why("screening.due_unfinished")
    due = person.why_due(known, today)
    return why("screening.due_unreadable") if due is None and begun is not None else due


def still_holds(begun: Answering, known: Person | None, today: date) -> bool:
    """Whether it can be gone on with: not after trouble since, nor with other questions, nor at an unknown age."""
    age = (today - _moment(begun.begun).date()).days
    if begun.version != QUESTIONS_VERSION or not 0 <= age < person.ASK_ANEW_DAYS:
        return False
    return known is None or known.adverse is None or _moment(known.adverse) < _moment(begun.begun)


def to_answer(reason: Why, known: Person | None) -> ToAnswer:
    """What is asked, with what was answered before it was left; each answer is kept as it is given."""
    try:
        left = unfinished(known)
    except StoreError:
        left = None
    if left is not None and not still_holds(left, known, _today()):
        left = None
    begun = wall_time() if left is None else left.begun
    became = Left.NOTHING if left is None else Left.KEPT

    def keep(given: Answers) -> None:
        nonlocal became
        try:
            answering.keep(Answering(answers=given, begun=begun))
            became = Left.KEPT
        except StoreError:  # whoever leaves is told, and so does the plan that is shown at the end
            became = Left.LOST

    given = () if left is None else fitting(left.answers)
    return ToAnswer(reason=reason, given=given, keep=keep, left=lambda: became)


def finished(answers: Answers) -> None:
    """Keep all answers, and nothing of how they came. Raises StoreError where they cannot be kept."""
    person.keep(Person(answers=answers, answered=wall_time()))
    with contextlib.suppress(StoreError):  # it is older than the answers, and so it is not gone on with
        answering.forget()


def changed(answer: Answer) -> Answers:
    """Keep one answer in place of the one before it; when all were given, and what happened since, stays as it was.

    Raises StoreError where it cannot be kept.
    """
    known = person.recall()
    if known is None:
        return ()
    answers = Sheet(known.answers).with_(answer).answers()
    person.keep(replace(known, answers=answers))
    return answers


def narrowing(known: Person | None) -> Answers:
    """What an unfinished screening adds to the kept answers: only what asks for more care, never for less."""
    try:
        left = unfinished(known)
    except StoreError:
        return ()
    before = {answer.question: answer.reply for answer in (() if known is None else known.answers)}
    milder = {Reply.NO: (Reply.YES, Reply.AGREED), Reply.AGREED: (Reply.YES,), Reply.YES: ()}
    given = () if left is None else fitting(left.answers)
    return tuple(each for each in given if each.reply in milder[before.get(each.question, Reply.NO)])


def _moment(when: str) -> datetime:
    moment = datetime.fromisoformat(when)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _today() -> date:
    return _moment(wall_time()).date()
