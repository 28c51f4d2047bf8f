"""One question in plain lines, until it is answered; why it is asked, for whoever wonders."""

from __future__ import annotations

from collections.abc import Callable

from biofeedback.errors import UsageError
from biofeedback.plain.typed_numbers import chosen
from biofeedback.texts import Texts
from biofeedback.texts.answers import asked_why
from protocols.restrictions import Place
from protocols.screening.questionnaire import Answer, Question, Reply, ReplyForm
from protocols.training import Region, Side

WHY = frozenset({"?", "？"})
"""What is typed to hear why a question is asked."""

_SIDES = {"": Side.BOTH, "l": Side.LEFT, "r": Side.RIGHT}
_REPLIES = {
    "n": Reply.NO, "no": Reply.NO, "否": Reply.NO, "没有": Reply.NO,
    "y": Reply.YES, "yes": Reply.YES, "是": Reply.YES, "有": Reply.YES,
    "d": Reply.AGREED,
}  # fmt: skip


class Questions:
    """Asks one person at the keyboard."""

    def __init__(self, say: Callable[[str], None], read: Callable[[], str], texts: Texts) -> None:
        self._say = say
        self._read = read
        self._texts = texts

    def answer(self, question: Question, number: int, count: int, left: str = "screening.left") -> Answer:
        """Ask until it is answered. Raises UsageError with the text `left` where nobody types any more."""
        ask = question.ask.say(self._texts.lang)
        while True:
            self._tell("screening.question", number=number, count=count, ask=ask, hint=self._hint(question))
            for digit, choice in enumerate(question.choices, 1):
                self._tell("screening.entry", number=digit, what=choice.name.say(self._texts.lang))
            line = self._line(left).lower()
            if line in WHY:
                self._say(asked_why(question, self._texts))
                continue
            reply = _REPLIES.get(line)
            if reply is Reply.NO:
                return Answer(question=question.id, reply=reply)
            if question.reply is ReplyForm.CHOICE:
                if (picked := chosen(line, len(question.choices))) is not None:
                    return Answer(question=question.id, reply=Reply.YES, choice=question.choices[picked - 1].id)
            elif reply is Reply.YES:
                return self.yes(question)
            elif reply is Reply.AGREED and question.reply is ReplyForm.AGREED:
                return Answer(question=question.id, reply=reply)

    def _hint(self, question: Question) -> str:
        if question.reply is ReplyForm.CHOICE:
            return self._texts.say("screening.hint_choice", most=len(question.choices))
        return self._texts.say(f"screening.hint_{'agreed' if question.reply is ReplyForm.AGREED else 'yes_no'}")

    def yes(self, question: Question) -> Answer:
        """A yes, with the parts of the body where they belong to it."""
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

    def _line(self, left: str = "screening.left") -> str:
        line = self._read()
        if not line:
            raise UsageError(self._texts.say(left))
        return line.strip()

    def _tell(self, code: str, **values: int | str) -> None:
        self._say(self._texts.say(code, **values))


def _places(line: str) -> tuple[Place, ...] | None:
    regions, found = list(Region), list[Place]()
    for word in line.lower().replace(",", " ").replace("，", " ").split():
        number, side = (word[:-1], word[-1]) if word[-1] in "lr" else (word, "")
        if (place := chosen(number, len(regions))) is None:
            return None
        found.append(Place(region=regions[place - 1], side=_SIDES[side]))
    return tuple(found)
