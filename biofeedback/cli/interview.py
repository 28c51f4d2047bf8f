"""Asks the questions of the screening in plain lines, and says in one screen what the answers change."""

from __future__ import annotations

from collections.abc import Callable

from biofeedback.errors import UsageError
from biofeedback.texts import Texts
from protocols.library import load
from protocols.restrictions import Place
from protocols.screening.personal import Change, PersonalPlan
from protocols.screening.questionnaire import Answer, Answers, Effect, Question, Reply, ReplyForm, unanswered
from protocols.training import Region, Side, TrainingProtocol

Say = Callable[[str], None]
Read = Callable[[], str]
"""One typed line with its line end; empty: nobody types any more."""

_SIDES = {"": Side.BOTH, "l": Side.LEFT, "r": Side.RIGHT}
_REPLIES = {
    "n": Reply.NO, "no": Reply.NO, "否": Reply.NO, "没有": Reply.NO,
    "y": Reply.YES, "yes": Reply.YES, "是": Reply.YES, "有": Reply.YES,
    "d": Reply.AGREED,
}  # fmt: skip


_REFUSING = frozenset(
    {Effect.NOT_NOW, Effect.NO_TENSING, Effect.SKIP, Effect.IMAGINE, Effect.ONLY, Effect.PHYSICIAN, Effect.PROFESSIONAL}
)
"""What can be the reason why a protocol is not begun, and who can help."""


class Interview:
    """One person at the keyboard."""

    def __init__(self, say: Say, read: Read, texts: Texts) -> None:
        self._say = say
        self._read = read
        self._texts = texts

    def standing(self) -> Answers:
        """The questions before the first time, one by one. Raises UsageError where the person leaves."""
        asked = unanswered((), today=False)
        self._tell("screening.intro", count=len(asked))
        return tuple(self._answer(question, number, len(asked)) for number, question in enumerate(asked, 1))

    def today(self) -> Answers:
        """The short check: all questions at a glance, answered in one line; Enter alone is no to all of them."""
        asked = unanswered((), today=True)
        self._tell("screening.today")
        for number, question in enumerate(asked, 1):
            self._tell("screening.today_line", number=number, ask=question.ask.say(self._texts.lang))
        self._tell("screening.today_hint")
        while (chosen := _numbers(self._line(), len(asked))) is None:
            self._tell("screening.today_again", most=len(asked))
        return tuple(
            self._yes(question) if number in chosen else Answer(question=question.id, reply=Reply.NO)
            for number, question in enumerate(asked, 1)
        )

    def begins(self, plan: PersonalPlan, protocol: TrainingProtocol) -> str | None:
        """Show the plan and let the person choose: the name of the protocol to begin; None: none of them."""
        if not plan.notes and not plan.changes:
            return protocol.name
        for line in plan_lines(plan, protocol, self._texts):
            self._say(line)
        names = ((protocol.name,) if plan.protocol is not None else ()) + plan.alternatives
        if not names:
            return None
        if plan.protocol is None:
            self._tell("screening.choose")
            typed = self._line()
            return names[int(typed) - 1] if typed.isdecimal() and 1 <= int(typed) <= len(names) else None
        self._tell("screening.enter_begins")
        return protocol.name if self._line() == "" else None

    def _answer(self, question: Question, number: int, count: int) -> Answer:
        hint = self._texts.say(f"screening.hint_{'agreed' if question.reply is ReplyForm.AGREED else 'yes_no'}")
        ask = question.ask.say(self._texts.lang)
        while True:
            self._tell("screening.question", number=number, count=count, ask=ask, hint=hint)
            reply = _REPLIES.get(self._line().lower())
            if reply is Reply.NO:
                return Answer(question=question.id, reply=reply)
            if reply is Reply.YES:
                return self._yes(question)
            if reply is Reply.AGREED and question.reply is ReplyForm.AGREED:
                return Answer(question=question.id, reply=reply)

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

    def _line(self) -> str:
        line = self._read()
        if not line:
            raise UsageError(self._texts.say("screening.left"))
        return line.strip()

    def _tell(self, code: str, **values: int | str) -> None:
        self._say(self._texts.say(code, **values))


def plan_lines(plan: PersonalPlan, protocol: TrainingProtocol, texts: Texts) -> list[str]:
    """What the answers change and why, for one screen."""
    title = protocol.title.say(texts.lang)
    if not plan.notes and not plan.changes:
        return [texts.say("screening.unchanged")]
    lines = [texts.say("screening.plan_title" if plan.protocol else "screening.refused", title=title)]
    reasons: dict[str, list[str]] = {}
    for note in plan.notes:
        if plan.protocol is None and note.effect not in _REFUSING:
            continue  # how to practise is of no use where it is not begun
        reasons.setdefault(note.effect.value, []).append(texts.why(note.why))
    joint = texts.say("screening.joint")
    for effect, because in reasons.items():
        lines.append(
            texts.say("screening.line", effect=texts.say(f"screening.effect_{effect}"), why=joint.join(because))
        )
    for change in Change:
        groups = [c.group.say(texts.lang) for c in plan.changes if c.change is change]
        if groups:
            lines.append(texts.say(f"screening.changed_{change.value}", groups=joint.join(groups)))
    if plan.protocol is None:
        lines += _instead(plan.alternatives, texts)
    return lines


def _instead(names: tuple[str, ...], texts: Texts) -> list[str]:
    if not names:
        return [texts.say("screening.none_suits")]
    shown = [
        texts.say("screening.alternative", number=number, title=load(name).title.say(texts.lang), name=name)
        for number, name in enumerate(names, 1)
    ]
    return [texts.say("screening.alternatives"), *shown]


def _numbers(line: str, most: int) -> frozenset[int] | None:
    """The numbers of a line, from 1 to `most`; None where something else is in it."""
    words = line.replace(",", " ").replace("，", " ").split()
    if not all(word.isdecimal() and 1 <= int(word) <= most for word in words):
        return None
    return frozenset(int(word) for word in words)


def _places(line: str) -> tuple[Place, ...] | None:
    regions, found = list(Region), list[Place]()
    for word in line.lower().replace(",", " ").replace("，", " ").split():
        number, side = (word[:-1], word[-1]) if word[-1] in "lr" else (word, "")
        if not number.isdecimal() or not 1 <= int(number) <= len(regions):
            return None
        found.append(Place(region=regions[int(number) - 1], side=_SIDES[side]))
    return tuple(found)
