"""All answers on one page: to see that they are right, and to change single ones, with what follows from each."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from biofeedback.errors import StoreError
from biofeedback.texts.answers import answer_words, question_name, what_follows
from biofeedback.tui.asking.change import ChangeScreen
from biofeedback.tui.asking.pick import Pick, hung
from biofeedback.tui.asking.why_asked import WhyAskedScreen
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText
from protocols.screening.questionnaire import Answer, Answers, Question, Reply
from protocols.screening.sheet import Sheet, parts


class Way(Enum):
    """How the page can be left."""

    RIGHT = "right"  # all is right
    BACK = "back"  # to the questions
    ANEW = "anew"  # all of them are to be asked anew
    LEAVE = "leave"


QUESTIONS = tuple(question for part in parts() for question in part.questions)
"""Rows of the list, in the order they are asked."""


class ReviewScreen(Dialog[Way]):
    """`change` keeps one answer and returns all. `asked`: they were just given and do not count yet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False, priority=True),
        Binding("space,c", "change", show=False),
        Binding("y", "right", show=False),
        Binding("b,backspace,left", "back", show=False),
        Binding("a", "anew", show=False),
        Binding("question_mark", "why", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(
        self, answers: Answers, change: Callable[[Answer], Answers], look: Look, *, asked: bool, note: str = ""
    ) -> None:
        super().__init__()
        self._sheet = Sheet(answers)
        self._change = change
        self._look = look
        self._asked = asked
        self._note = note
        self._seen = False  # whether the end of the list was on the screen

    def compose(self) -> ComposeResult:
        """Title, every question with its answer, that there are more, what follows from the one at the cursor, keys."""
        texts = self._look.texts
        yield FixedText(
            texts.say("screening.review_title" if self._asked else "screening.review_kept_title"), classes="title"
        )
        yield Pick(id="places")
        yield FixedText(id="more")
        yield WrappedText(self._note, id="follows")
        yield WrappedText(self._look.keys_line(self._keys()), classes="keys prose")

    def on_mount(self) -> None:
        """The cursor at the first."""
        self._options.show(map(self._line, QUESTIONS), 0)
        self._options.focus()
        self._tell(QUESTIONS[0])
        self.call_after_refresh(self._show_more)

    def on_resize(self) -> None:
        """The lines break elsewhere."""
        super().on_resize()
        if self.is_mounted:
            self._seen = False
            self._options.show(map(self._line, QUESTIONS), self._options.highlighted)
            self.call_after_refresh(self._show_more)

    def on_pick_moved(self, event: Pick.Moved) -> None:
        """What follows from that answer; and fewer may be left below."""
        event.stop()
        self._tell(QUESTIONS[event.place])
        self.call_after_refresh(self._show_more)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click changes it; Enter never comes here."""
        event.stop()
        self._ask(QUESTIONS[event.option_index])

    def action_change(self) -> None:
        """Change the one at the cursor."""
        self._ask(QUESTIONS[self._options.highlighted or 0])

    def action_go_on(self) -> None:
        """Further down, where answers were not on the screen yet, and never beyond: a held Enter, which says no to page
        after page, ends here. Where nothing is to be begun it changes the one at the cursor.
        """
        if not self._asked:
            self.action_change()
        elif self._has_more():
            self._options.further()

    def _ask(self, question: Question) -> None:

        def changed(answer: Answer | None) -> None:
            if answer is not None and self.stands:
                self._take(question, answer)

        self.app.push_screen(ChangeScreen(question, self._sheet.of(question), self._look), changed)

    def action_right(self) -> None:
        """All of it counts."""
        if self._asked:
            self.dismiss(Way.RIGHT)

    def action_back(self) -> None:
        """To the questions, or home."""
        self.dismiss(Way.BACK if self._asked else Way.LEAVE)

    def action_anew(self) -> None:
        """Ask all of it anew."""
        if not self._asked:
            self.dismiss(Way.ANEW)

    def action_why(self) -> None:
        """Why the one at the cursor is asked."""
        question = QUESTIONS[self._options.highlighted or 0]
        self.app.push_screen(WhyAskedScreen((question,), self._look))

    def action_leave(self) -> None:
        """What was changed is kept."""
        self.dismiss(Way.LEAVE)

    @property
    def _options(self) -> Pick:
        return self.query_one(Pick)

    def _has_more(self) -> bool:
        """Whether there are answers below that were not on the screen yet."""
        options = self._options
        self._seen = self._seen or options.scroll_offset.y + options.size.height >= options.rows > 0
        return not self._seen

    def _show_more(self) -> None:
        """How many answers are below those that are seen, and which key leads on."""
        if self.stands:
            below = len(QUESTIONS) - self._options.seen
            said = self._look.texts.say("screening.review_more", count=below) if below else ""
            self.query_one("#more", FixedText).show(said)
            self.query_one(".keys", WrappedText).show(self._look.keys_line(self._keys()))

    def _keys(self) -> tuple[str, ...]:
        if not self._asked:
            return ("change", "why", "anew", "back")
        on = "further" if self.is_mounted and self._has_more() else "all_right"
        return (on, "change_one", "why", "page_back", "leave")

    def _take(self, question: Question, answer: Answer) -> None:
        texts = self._look.texts
        try:
            self._sheet = Sheet(self._change(answer))
        except StoreError as problem:
            self.query_one("#follows", WrappedText).show(texts.problem(problem))
            return
        self._options.change(QUESTIONS.index(question), self._line(question))
        self._tell(question, kept=not self._asked)

    def _tell(self, question: Question, *, kept: bool = False) -> None:
        texts = self._look.texts
        what = what_follows(self._sheet.of(question), texts)
        said = (texts.say("screening.review_changed"), what) if kept else (what,)
        self.query_one("#follows", WrappedText).show("\n".join(said))

    def _line(self, question: Question) -> str:
        texts, answer = self._look.texts, self._sheet.of(question)
        words = answer_words(question, answer, texts)
        line = texts.say("screening.review_line", name=question_name(question, texts), answer=words)
        mark = "   " if answer is None or answer.reply is Reply.NO else "[x]"
        return hung(f"{mark} ", line, self.app.size.width)
