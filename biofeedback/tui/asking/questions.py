"""The questions before the first session: one at a time, with a way back; kept when the last one is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress
from textual.widgets import OptionList

from biofeedback.texts import Texts
from biofeedback.tui.asking.pick import Pick
from biofeedback.tui.asking.places import PlacesScreen
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText
from protocols.restrictions import Place
from protocols.screening.questionnaire import Answer, Answers, Question, Reply, ReplyForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to answer: its key, its words, and the answer (the parts of the body are asked for after it)."""

    key: str
    label: str
    answer: Answer


def ways(question: Question, texts: Texts) -> tuple[Way, ...]:
    """All ways to answer a question. None of them is chosen beforehand."""

    def way(key: str, label: str, reply: Reply, choice: str = "") -> Way:
        return Way(key=key, label=label, answer=Answer(question=question.id, reply=reply, choice=choice))

    if question.reply is ReplyForm.CHOICE:
        chosen = (
            way(str(number), choice.name.say(texts.lang), Reply.YES, choice.id)
            for number, choice in enumerate(question.choices, 1)
        )
        return (*chosen, way("n", texts.say("screening.no_matter"), Reply.NO))
    plain = (
        way("y", texts.say("screening.answer_yes"), Reply.YES),
        way("n", texts.say("screening.answer_no"), Reply.NO),
    )
    if question.reply is ReplyForm.AGREED:
        return (*plain, way("d", texts.say("screening.answer_agreed"), Reply.AGREED))
    return plain


class QuestionsScreen(Dialog[Answers | None]):
    """Left with all answers, or with None where the person leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,backspace,b", "back", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, questions: tuple[Question, ...], reason: str, look: Look) -> None:
        super().__init__()
        self._questions = questions
        self._reason = reason
        self._look = look
        self._given: dict[str, Answer] = {}
        self._at = 0

    def compose(self) -> ComposeResult:
        """Where one is, the question, the ways to answer, the keys."""
        yield FixedText(classes="title")
        yield WrappedText(id="intro", classes="paragraph")
        yield WrappedText(id="ask", classes="paragraph")
        yield Pick(id="ways")
        yield FixedText(classes="keys")

    def on_mount(self) -> None:
        """The first question."""
        self._show()

    def on_key(self, event: KeyPress) -> None:
        """The key of an answer."""
        for way in ways(self._question, self._look.texts):
            if event.key == way.key:
                event.stop()
                self._take(way.answer)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An answer by arrows and Enter."""
        event.stop()
        self._take(ways(self._question, self._look.texts)[event.option_index].answer)

    def action_back(self) -> None:
        """The question before this one."""
        if self._at > 0:
            self._at -= 1
            self._show()

    def action_leave(self) -> None:
        """Nothing is kept."""
        self.dismiss(None)

    @property
    def _question(self) -> Question:
        return self._questions[self._at]

    def _take(self, answer: Answer) -> None:
        question = self._question
        if answer.reply is Reply.YES and question.reply in (ReplyForm.PLACES, ReplyForm.CLEARED):
            before = self._given.get(question.id)

            def named(places: tuple[Place, ...] | None) -> None:
                if places is not None:
                    self._next(Answer(question=question.id, reply=Reply.YES, places=places))

            marked = () if before is None else before.places
            self.app.push_screen(PlacesScreen(question, self._look, marked), named)
        else:
            self._next(answer)

    def _next(self, answer: Answer) -> None:
        self._given[answer.question] = answer
        self._at += 1
        if self._at < len(self._questions):
            self._show()
        else:
            self.dismiss(tuple(self._given[question.id] for question in self._questions))

    def _show(self) -> None:
        texts, question = self._look.texts, self._question
        title = texts.say("screening.question_title", number=self._at + 1, count=len(self._questions))
        self.query_one(".title", FixedText).show(title)
        intro = f"{self._reason} {texts.say('screening.intro', count=len(self._questions))}" if self._at == 0 else ""
        self.query_one("#intro", WrappedText).show(intro)
        self.query_one("#intro").set_class(not intro, "empty")
        self.query_one("#ask", WrappedText).show(question.ask.say(texts.lang))
        names = ("choose", "previous", "leave") if self._at > 0 else ("choose", "leave")
        self.query_one(".keys", FixedText).show(self._look.keys_line(names))
        self._show_ways(ways(question, texts))

    def _show_ways(self, shown: tuple[Way, ...]) -> None:
        """The answers; the one given before, if one came back to it, is marked."""
        given = self._given.get(self._question.id)
        lines, cursor = list[str](), None
        for k, way in enumerate(shown):
            if given is not None and (way.answer.reply, way.answer.choice) == (given.reply, given.choice):
                cursor = k
            mark = f"   {self._look.texts.say('screening.given')}" if cursor == k else ""
            lines.append(f"{way.key}   {way.label}{mark}")
        options = self.query_one("#ways", Pick)
        options.show(lines, cursor)
        options.focus()
