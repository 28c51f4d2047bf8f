"""Asks the questions of the screening in plain lines, and says in one screen what the answers change."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from biofeedback.app.interview import CannotKeep, Checked, Instead, Left, Otherwise, OutOfReach, ToAnswer
from biofeedback.cues.words import LedBy
from biofeedback.errors import StoreError, UsageError
from biofeedback.plain.questions import Questions
from biofeedback.plain.typed_numbers import chosen
from biofeedback.texts import Texts
from biofeedback.texts.answers import answer_words, question_name, what_follows
from biofeedback.texts.plan import AFTERWARDS, plan_lines
from biofeedback.texts.strapless import way_words
from protocols.programme import Afterwards
from protocols.screening.proposal import Proposal
from protocols.screening.questionnaire import Answer, Answers, Reply, unanswered
from protocols.screening.sheet import Sheet

Say = Callable[[str], None]
Read = Callable[[], str]
"""One typed line with its line end; empty: nobody types any more."""


_LEFT = {Left.NOTHING: "screening.left", Left.KEPT: "screening.left_kept", Left.LOST: "screening.left_lost"}
"""What is said to whoever leaves the questions."""


class Interview:
    """One person at the keyboard: an `Interviewer` in plain lines."""

    def __init__(self, say: Say, read: Read, texts: Texts) -> None:
        self._say = say
        self._read = read
        self._texts = texts
        self._questions = Questions(say, read, texts)

    async def without_strap(self, trouble: OutOfReach) -> str | Otherwise:
        """Say it, and let the person choose by number. Raises UsageError where they choose nothing."""
        texts = self._texts
        choices: tuple[str | Otherwise, ...] = (*trouble.practices, *trouble.ways)
        self._say(texts.problem(trouble.problem))
        for number, choice in enumerate(choices, 1):
            self._tell("screening.entry", number=number, what=way_words(choice, texts))
        self._tell("strapless.hint")
        if (number_chosen := chosen(self._line(), len(choices))) is not None:
            return choices[number_chosen - 1]
        raise UsageError(texts.say("screening.not_begun"))

    async def examine(self, lines: AsyncIterator[str]) -> None:
        """Line by line."""
        async for line in lines:
            self._say(line)

    async def standing(self, asked: ToAnswer) -> Answers:
        """The questions before the first time, one by one; at the end all of them. Raises UsageError on leaving."""
        questions = unanswered((), today=False)
        self._say(self._texts.why(asked.reason))
        self._tell("screening.intro", count=len(questions))
        sheet = Sheet(asked.given)
        for number, question in enumerate(questions, 1):
            if sheet.of(question) is None:
                sheet = sheet.with_(self._questions.answer(question, number, len(questions), _LEFT[asked.left()]))
                asked.keep(sheet.answers())

        def change(answer: Answer) -> Answers:
            nonlocal sheet
            sheet = sheet.with_(answer)
            asked.keep(sheet.answers())
            return sheet.answers()

        if self._review(sheet.answers(), change, "screening.review_hint", ()) is None:
            raise UsageError(self._texts.say(_LEFT[asked.left()]))
        return sheet.answers()

    async def review(self, answers: Answers, change: Callable[[Answer], Answers]) -> bool:
        """All kept answers, to change single ones."""
        return self._review(answers, change, "screening.review_kept_hint", ("a",)) == "a"

    def _review(
        self, answers: Answers, change: Callable[[Answer], Answers], hint: str, others: tuple[str, ...]
    ) -> str | None:
        """Until Enter, one of the other words, or the end of what is typed (None)."""
        texts, questions = self._texts, unanswered((), today=False)
        while True:
            sheet = Sheet(answers)
            self._tell("screening.review_kept_title")
            for number, question in enumerate(questions, 1):
                words = answer_words(question, sheet.of(question), texts)
                line = texts.say("screening.review_line", name=question_name(question, texts), answer=words)
                self._tell("screening.entry", number=number, what=line)
            self._tell(hint)
            typed = self._read()
            if not typed or typed.strip().lower() in ("", *others):
                return typed.strip().lower() if typed else None
            if (number_chosen := chosen(typed.strip(), len(questions))) is None:
                self._tell("screening.review_again", most=len(questions))
                continue
            answer = self._questions.answer(questions[number_chosen - 1], number_chosen, len(questions))
            answers = self._changed(answer, answers, change)

    def _changed(self, answer: Answer, before: Answers, change: Callable[[Answer], Answers]) -> Answers:
        texts = self._texts
        try:
            answers = change(answer)
        except StoreError as problem:
            self._say(texts.problem(problem))
            return before
        self._say(what_follows(answer, texts))
        return answers

    async def today(self, *, afterwards: bool) -> Checked:
        """The short check: all questions at a glance, answered in one line; Enter alone is no to all of them."""
        asked = unanswered((), today=True)
        self._tell("screening.today")
        for number, question in enumerate(asked, 1):
            self._tell("screening.entry", number=number, what=question.ask.say(self._texts.lang))
        self._tell("screening.today_hint")
        while (chosen := _numbers(self._line(), len(asked))) is None:
            self._tell("screening.today_again", most=len(asked))
        answers = tuple(
            self._questions.yes(question) if number in chosen else Answer(question=question.id, reply=Reply.NO)
            for number, question in enumerate(asked, 1)
        )
        return Checked(answers=answers, afterwards=self._afterwards() if afterwards else None)

    async def begins(self, proposal: Proposal, sound: LedBy | None = None) -> str | None:
        """Show the plan and let the person choose: the name of the protocol to begin; None: none of them."""
        plan, names = proposal.plan, proposal.instead
        for line in plan_lines(proposal, self._texts, "" if sound is None else sound.value):
            self._say(line)
        if plan.protocol is None and not names:
            return None
        self._tell("screening.choose" if plan.protocol is None else "screening.enter_begins")
        typed = self._line()
        if plan.protocol is not None and typed == "":
            return proposal.protocol.name
        instead = chosen(typed, len(names))
        return None if instead is None else names[instead - 1]

    async def shows(self, proposal: Proposal) -> None:
        """Show the plan."""
        for line in plan_lines(proposal, self._texts):
            self._say(line)

    async def cannot_keep(self, trouble: CannotKeep) -> Instead:
        """Say it, and let the person choose. Raises UsageError where they choose nothing."""
        texts = self._texts
        for line in (texts.say("keeping.title"), texts.problem(trouble.problem), *map(texts.why, trouble.unknown)):
            self._say(line)
        for number, way in enumerate(trouble.ways, 1):
            self._tell("screening.entry", number=number, what=texts.why(trouble.words(way)))
        self._tell("keeping.hint")
        if (way_chosen := chosen(self._line(), len(trouble.ways))) is not None:
            return trouble.ways[way_chosen - 1]
        raise UsageError(texts.say("screening.not_begun"))

    def _afterwards(self) -> Afterwards:
        """How it was after the last time; anything but a number leaves it unsaid."""
        self._tell("screening.afterwards")
        for number, each in enumerate(AFTERWARDS, 1):
            self._tell("screening.entry", number=number, what=self._texts.say(f"screening.after_{each.value}"))
        self._tell("screening.afterwards_hint")
        answer = chosen(self._line(), len(AFTERWARDS))
        return Afterwards.UNSAID if answer is None else AFTERWARDS[answer - 1]

    def _line(self) -> str:
        line = self._read()
        if not line:
            raise UsageError(self._texts.say("screening.left"))
        return line.strip()

    def _tell(self, code: str, **values: int | str) -> None:
        self._say(self._texts.say(code, **values))


def _numbers(line: str, most: int) -> frozenset[int] | None:
    """The numbers of a line, from 1 to `most`; None where something else is in it."""
    found = [chosen(word, most) for word in line.replace(",", " ").replace("，", " ").split()]
    numbers = frozenset(number for number in found if number is not None)
    return None if None in found else numbers
