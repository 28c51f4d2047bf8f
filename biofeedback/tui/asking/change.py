"""One question by itself: to change its answer, with what follows from each way before it is taken."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress
from textual.widgets import OptionList

from biofeedback.texts.answers import answer_words, what_follows
from biofeedback.tui.asking.pick import Pick, hung
from biofeedback.tui.asking.places import PlacesScreen
from biofeedback.tui.asking.why_asked import WhyAskedScreen
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText
from protocols.restrictions import Place
from protocols.screening.questionnaire import Answer, Question, Reply
from protocols.screening.sheet import WITH_PLACES, answered_ways


def ways(question: Question) -> tuple[Answer, ...]:
    """All ways to answer a question, no as the last."""
    return (*answered_ways(question), Answer(question=question.id, reply=Reply.NO))


class ChangeScreen(Dialog[Answer | None]):
    """Left with the answer, or with None where it stays as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "why", show=False),
        Binding("escape,q,backspace,left", "leave", show=False),
    ]

    def __init__(self, question: Question, given: Answer | None, look: Look) -> None:
        super().__init__()
        self._question = question
        self._given = given
        self._look = look
        self._ways = ways(question)

    def compose(self) -> ComposeResult:
        """The question, the ways to answer, what follows from the one at the cursor, the keys."""
        texts = self._look.texts
        yield FixedText(texts.say(f"screening.part_{self._question.part}"), classes="title")
        yield WrappedText(self._question.ask.say(texts.lang), classes="paragraph")
        yield Pick(id="ways")
        yield WrappedText(id="follows")
        yield WrappedText(self._look.keys_line(("choose", "why", "back")), classes="keys prose")

    def on_mount(self) -> None:
        """The cursor at the answer that is given."""
        options = self.query_one(Pick)
        at = next((k for k, way in enumerate(self._ways) if self._is_given(way)), None)
        options.show((self._line(k) for k in range(len(self._ways))), at)
        options.focus()
        if at is not None:
            self._tell(at)

    def on_pick_moved(self, event: Pick.Moved) -> None:
        """What would follow."""
        event.stop()
        self._tell(event.place)

    def on_key(self, event: KeyPress) -> None:
        """The number of a way."""
        if event.key.isdecimal() and 1 <= int(event.key) <= len(self._ways):
            event.stop()
            self._take(self._ways[int(event.key) - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A way by arrows and Enter."""
        event.stop()
        self._take(self._ways[event.option_index])

    def action_why(self) -> None:
        """Why it is asked."""
        self.app.push_screen(WhyAskedScreen((self._question,), self._look))

    def action_leave(self) -> None:
        """It stays as it was."""
        self.dismiss(None)

    def _is_given(self, way: Answer) -> bool:
        return self._given is not None and (way.reply, way.choice) == (self._given.reply, self._given.choice)

    def _line(self, place: int) -> str:
        texts, way = self._look.texts, self._ways[place]
        with_places = way.reply is Reply.YES and self._question.reply in WITH_PLACES
        words = texts.say("screening.answer_yes") if with_places else answer_words(self._question, way, texts)
        mark = f"   {texts.say('screening.given')}" if self._is_given(way) else ""
        return hung(f"{place + 1}   ", f"{words}{mark}", self.app.size.width)

    def _tell(self, place: int) -> None:
        texts, way = self._look.texts, self._ways[place]
        at = self._given if self._is_given(way) else way
        self.query_one("#follows", WrappedText).show(what_follows(at, texts))

    def _take(self, way: Answer) -> None:
        if way.reply is not Reply.YES or self._question.reply not in WITH_PLACES:
            self.dismiss(way)
            return

        def named(places: tuple[Place, ...] | None) -> None:
            if places is not None:
                self.dismiss(Answer(question=way.question, reply=way.reply, places=places))

        marked = () if self._given is None else self._given.places
        self.app.push_screen(PlacesScreen(self._question, self._look, marked), named)
