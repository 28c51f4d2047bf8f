"""The standing questions while they are being answered: what stands together, what is said so far, what is still open.

However a face asks them, one at a time or a page at a time, the same answers come out in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from protocols.screening.questionnaire import Answer, Answers, Question, Reply, ReplyForm, unanswered

WITH_PLACES = frozenset({ReplyForm.PLACES, ReplyForm.CLEARED})
"""Forms of reply in which a yes names parts of the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Questions of one kind, which are asked together."""

    id: str
    questions: tuple[Question, ...]


@cache
def parts() -> tuple[Part, ...]:
    """All standing questions, each in one part, in the order they are asked."""
    found: dict[str, list[Question]] = {}
    for question in unanswered((), today=False):
        found.setdefault(question.part, []).append(question)
    return tuple(Part(id=part, questions=tuple(each)) for part, each in found.items())


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is said so far. A question without an answer is still open, which is not a no."""

    given: Answers = ()

    def of(self, question: Question) -> Answer | None:
        """What was answered; None: it is open."""
        return next((answer for answer in self.given if answer.question == question.id), None)

    def with_(self, answer: Answer) -> Sheet:
        """With this answer, in place of the one before it."""
        return Sheet((*(each for each in self.given if each.question != answer.question), answer))

    def without(self, question: Question) -> Sheet:
        """With this question open again."""
        return Sheet(tuple(each for each in self.given if each.question != question.id))

    def with_rest_no(self, questions: Iterable[Question]) -> Sheet:
        """With a no to those of these questions that are open: none of the others is so, says the person."""
        open_ = (each for each in questions if self.of(each) is None)
        return Sheet((*self.given, *(Answer(question=each.id, reply=Reply.NO) for each in open_)))

    def open_part(self) -> int | None:
        """The first part with an open question; None: nothing is open."""
        for place, part in enumerate(parts()):
            if any(self.of(question) is None for question in part.questions):
                return place
        return None

    def answers(self) -> Answers:
        """All that is said, in the order of the table."""
        said = ((question, self.of(question)) for question in unanswered((), today=False))
        return tuple(answer for _, answer in said if answer is not None)


def fitting(answers: Answers) -> Answers:
    """Of these answers, those that the questions of today can have: the others are open again."""
    return tuple(
        answer
        for question in unanswered((), today=False)
        for answer in answers
        if answer.question == question.id and can_have(question, answer)
    )


def can_have(question: Question, answer: Answer) -> bool:
    """Whether a question can be answered so."""
    match answer.reply:
        case Reply.NO:
            return not answer.places and not answer.choice
        case Reply.AGREED:
            return question.reply is ReplyForm.AGREED and not answer.places and not answer.choice
        case Reply.YES:
            known = {choice.id for choice in question.choices} or {""}
            return answer.choice in known and (question.reply in WITH_PLACES or not answer.places)


def turned(question: Question, answer: Answer | None, *, back: bool = False) -> Answer | None:
    """The next way to answer a question, as one key turns it; None: not marked, which is open until its part is left.

    Of a yes that names parts of the body the parts are asked for by whoever turns it.
    """
    ways: list[Answer | None] = [None, *answered_ways(question)]
    now = next((k for k, way in enumerate(ways) if way is not None and answer is not None and _alike(way, answer)), 0)
    return ways[(now + (-1 if back else 1)) % len(ways)]


def answered_ways(question: Question) -> tuple[Answer, ...]:
    """Every way to answer but no, without parts of the body."""
    if question.reply is ReplyForm.CHOICE:
        return tuple(Answer(question=question.id, reply=Reply.YES, choice=each.id) for each in question.choices)
    replies = (Reply.YES, Reply.AGREED) if question.reply is ReplyForm.AGREED else (Reply.YES,)
    return tuple(Answer(question=question.id, reply=reply) for reply in replies)


def _alike(one: Answer, other: Answer) -> bool:
    return (one.reply, one.choice) == (other.reply, other.choice)
