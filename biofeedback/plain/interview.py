"""Asks the questions of the screening in plain lines, and says in one screen what the answers change."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from biofeedback.app.interview import CannotKeep, Checked, Instead, Otherwise, OutOfReach
from biofeedback.errors import UsageError
from biofeedback.plain.typed_numbers import chosen
from biofeedback.texts import Texts
from biofeedback.texts.plan import AFTERWARDS, plan_lines
from biofeedback.texts.strapless import way_words
from biofeedback.why import Why
from protocols.programme import Afterwards
from protocols.restrictions import Place
from protocols.screening.proposal import Proposal
from protocols.screening.questionnaire import Answer, Answers, Question, Reply, ReplyForm, unanswered
from protocols.training import Region, Side

Say = Callable[[str], None]
Read = Callable[[], str]
"""One typed line with its line end; empty: nobody types any more."""

_SIDES = {"": Side.BOTH, "l": Side.LEFT, "r": Side.RIGHT}
_REPLIES = {
    "n": Reply.NO, "no": Reply.NO, "否": Reply.NO, "没有": Reply.NO,
    "y": Reply.YES, "yes": Reply.YES, "是": Reply.YES, "有": Reply.YES,
    "d": Reply.AGREED,
}  # fmt: skip


class Interview:
    """One person at the keyboard: an `Interviewer` in plain lines."""

    def __init__(self, say: Say, read: Read, texts: Texts) -> None:
        self._say = say
        self._read = read
        self._texts = texts

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

    async def standing(self, reason: Why) -> Answers:
        """The questions before the first time, one by one. Raises UsageError where the person leaves."""
        asked = unanswered((), today=False)
        self._say(self._texts.why(reason))
        self._tell("screening.intro", count=len(asked))
        return tuple(self._answer(question, number, len(asked)) for number, question in enumerate(asked, 1))

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
            self._yes(question) if number in chosen else Answer(question=question.id, reply=Reply.NO)
            for number, question in enumerate(asked, 1)
        )
        return Checked(answers=answers, afterwards=self._afterwards() if afterwards else None)

    async def begins(self, proposal: Proposal) -> str | None:
        """Show the plan and let the person choose: the name of the protocol to begin; None: none of them."""
        plan, names = proposal.plan, proposal.instead
        await self.shows(proposal)
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

    def _answer(self, question: Question, number: int, count: int) -> Answer:
        ask = question.ask.say(self._texts.lang)
        while True:
            self._tell("screening.question", number=number, count=count, ask=ask, hint=self._hint(question))
            for digit, choice in enumerate(question.choices, 1):
                self._tell("screening.entry", number=digit, what=choice.name.say(self._texts.lang))
            line = self._line().lower()
            reply = _REPLIES.get(line)
            if reply is Reply.NO:
                return Answer(question=question.id, reply=reply)
            if question.reply is ReplyForm.CHOICE:
                if (picked := chosen(line, len(question.choices))) is not None:
                    return Answer(question=question.id, reply=Reply.YES, choice=question.choices[picked - 1].id)
            elif reply is Reply.YES:
                return self._yes(question)
            elif reply is Reply.AGREED and question.reply is ReplyForm.AGREED:
                return Answer(question=question.id, reply=reply)

    def _hint(self, question: Question) -> str:
        if question.reply is ReplyForm.CHOICE:
            return self._texts.say("screening.hint_choice", most=len(question.choices))
        return self._texts.say(f"screening.hint_{'agreed' if question.reply is ReplyForm.AGREED else 'yes_no'}")

    def _yes(self, question: Question) -> Answer:
        places: tuple[Place, ...] = ()
        if question.reply in (ReplyForm.PLACES, ReplyForm.CLEARED):
            places = self._places(question.reply)
        return Answer(question=question.id, reply=Reply.YES, places=places)

    def _places(self, form: ReplyForm) -> tuple[Place, ...]:
        """Parts of the body by number, `l` or `r` for one side; Enter alone: all of them, or none cleared."""
        self._tell(f"screening.where_{form.value}")
        names = [f"{number} {self._texts.say(f'screening.region_{r.value}')}" for number, r in enumerate(Region, 1)]
        for first in range(0, len(names), 6):
            self._say("  " + "  ".join(names[first : first + 6]))
        while (places := _places(self._line())) is None:
            self._tell("screening.where_again", most=len(Region))
        return places

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


def _places(line: str) -> tuple[Place, ...] | None:
    regions, found = list(Region), list[Place]()
    for word in line.lower().replace(",", " ").replace("，", " ").split():
        number, side = (word[:-1], word[-1]) if word[-1] in "lr" else (word, "")
        if (place := chosen(number, len(regions))) is None:
            return None
        found.append(Place(region=regions[place - 1], side=_SIDES[side]))
    return tuple(found)
