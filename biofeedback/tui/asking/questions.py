"""The questions before the first session, a page for each kind: what is so is marked, one key says none of the rest.

Each answer is kept as it is given, so that the pages can be left at any moment and are gone on with later.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress
from textual.widgets import OptionList

from biofeedback.app.interview import ToAnswer
from biofeedback.text_layout import columns
from biofeedback.texts import sentences
from biofeedback.texts.answers import answer_words
from biofeedback.tui.asking.pick import Pick, hung
from biofeedback.tui.asking.places import PlacesScreen
from biofeedback.tui.asking.why_asked import WhyAskedScreen
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText
from protocols.restrictions import Place
from protocols.screening.questionnaire import Answer, Answers, Question, Reply, ReplyForm, unanswered
from protocols.screening.sheet import WITH_PLACES, Part, Sheet, parts, turned

CHOICES_EDGE_COLUMNS = 14
"""What a line of choices leaves of a screen: the edges of the list, and the number and the mark before it. Columns."""


class QuestionsScreen(Dialog[Answers | None]):
    """Left with all answers, or with None. `at`: the page to begin at; None: the first that is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False, priority=True),
        Binding("space", "turn", show=False),
        Binding("right", "turn_choice(False)", show=False),
        Binding("left", "turn_choice(True)", show=False),
        Binding("b,backspace", "back", show=False),
        Binding("question_mark", "why", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, asked: ToAnswer, look: Look, *, at: int | None = None) -> None:
        super().__init__()
        self._asked = asked
        self._look = look
        self._sheet = Sheet(asked.given)
        first = self._sheet.open_part() if at is None else at
        self._at = len(parts()) - 1 if first is None else first
        self._seen = False  # whether the end of this page was on the screen
        self._once: dict[str, tuple[Place, ...]] = {}  # parts that were named before a mark was taken away

    def compose(self) -> ComposeResult:
        """Which page it is, why it is asked, the questions, the keys."""
        yield FixedText(classes="title")
        yield WrappedText(id="intro", classes="paragraph")
        yield Pick(id="places")
        yield WrappedText(classes="keys prose")

    def on_mount(self) -> None:
        """The first page that is open."""
        self._show_page()

    def on_resize(self) -> None:
        """The lines break elsewhere."""
        super().on_resize()
        if self.is_mounted:
            self._show_lines(self._options.highlighted)

    def on_key(self, event: KeyPress) -> None:
        """The number of a question marks it."""
        questions = self._part.questions
        if event.key.isdecimal() and 1 <= int(event.key) <= len(questions):
            event.stop()
            self._options.highlighted = int(event.key) - 1
            self._turn(questions[int(event.key) - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click marks it; Enter goes on and never comes here."""
        event.stop()
        self._turn(self._part.questions[event.option_index])

    def action_turn(self) -> None:
        """Mark the question at the cursor, or turn its mark."""
        self._turn(self._here)

    def action_turn_choice(self, back: bool) -> None:
        """The next or the former of a few choices."""
        if self._here.reply is ReplyForm.CHOICE:
            self._set(self._here, turned(self._here, self._sheet.of(self._here), back=back))

    def action_go_on(self) -> None:
        """What is not marked on this page is not so. The next page; after the last one all is answered.

        Nobody says so of a question that they have not seen: on a small screen the rest of the page comes first.
        """
        if self._has_more():
            self._options.further()
            return
        self._sheet = self._sheet.with_rest_no(self._part.questions)
        self._asked.keep(self._sheet.answers())
        following = self._at + 1 if self._at + 1 < len(parts()) else self._sheet.open_part()
        if following is None:
            self.dismiss(self._sheet.answers())
            return
        self._at = following
        self._show_page()

    def action_back(self) -> None:
        """The page before this one."""
        if self._at > 0:
            self._at -= 1
            self._show_page()

    def action_why(self) -> None:
        """Why the question at the cursor is asked."""
        self.app.push_screen(WhyAskedScreen((self._here,), self._look))

    def action_leave(self) -> None:
        """What was answered so far is kept; it counts once all is answered."""
        self.dismiss(None)

    def on_pick_moved(self, event: Pick.Moved) -> None:
        """More of the page may be seen now."""
        event.stop()
        self.call_after_refresh(self._show_keys)

    @property
    def _part(self) -> Part:
        return parts()[self._at]

    @property
    def _here(self) -> Question:
        return self._part.questions[self._options.highlighted or 0]

    @property
    def _options(self) -> Pick:
        return self.query_one(Pick)

    def _has_more(self) -> bool:
        """Whether there are questions below that were not on the screen yet."""
        options = self._options
        self._seen = self._seen or options.scroll_offset.y + options.size.height >= options.rows > 0
        return not self._seen

    def _turn(self, question: Question) -> None:
        given = self._sheet.of(question)
        if question.reply not in WITH_PLACES or (given is not None and given.reply is Reply.YES):
            if given is not None:
                self._once[question.id] = given.places
            self._set(question, turned(question, given))
            return

        def named(places: tuple[Place, ...] | None) -> None:
            if places is not None and self.stands:
                self._set(question, Answer(question=question.id, reply=Reply.YES, places=places))

        self.app.push_screen(PlacesScreen(question, self._look, self._once.get(question.id, ())), named)

    def _set(self, question: Question, answer: Answer | None) -> None:
        self._sheet = self._sheet.without(question) if answer is None else self._sheet.with_(answer)
        self._asked.keep(self._sheet.answers())
        place = self._part.questions.index(question)
        self._options.change(place, self._line(place))
        self._show_keys()

    def _show_page(self) -> None:
        texts = self._look.texts
        part = texts.say(f"screening.part_{self._part.id}")
        title = texts.say("screening.part_title", part=part, number=self._at + 1, count=len(parts()))
        self.query_one(".title", FixedText).show(title)
        intro = self._intro() if self._at == 0 else ""
        self.query_one("#intro", WrappedText).show(intro)
        self.query_one("#intro").set_class(not intro, "empty")
        self._seen = False
        self._options.scroll_to(y=0, animate=False, immediate=True)
        self._show_lines(0)
        self.call_after_refresh(self._show_keys)

    def _intro(self) -> str:
        texts = self._look.texts
        count = len(unanswered((), today=False))
        told = texts.say("screening.pages_intro", count=count, pages=len(parts()))
        return sentences((texts.why(self._asked.reason), told, texts.say("screening.private")), texts)

    def _show_lines(self, cursor: int | None) -> None:
        self._options.show((self._line(place) for place in range(len(self._part.questions))), cursor)
        self._options.focus()

    def _show_keys(self) -> None:
        marked = [self._sheet.of(question) for question in self._part.questions]
        any_yes = any(answer is not None and answer.reply is not Reply.NO for answer in marked)
        if not self.stands:
            return
        chooses = any(each.choices for each in self._part.questions)
        on = "further" if self._has_more() else "page_on" if any_yes or chooses else "none"
        names = ["turn", on, "why"]
        names[1:1] = ["choices"] if chooses else []
        names += ["page_back"] if self._at > 0 else []
        self.query_one(".keys", WrappedText).show(self._look.keys_line((*names, "leave")))

    def _line(self, place: int) -> str:
        """A question with its number and its mark, and below it what was answered or can be chosen."""
        question, texts = self._part.questions[place], self._look.texts
        answer = self._sheet.of(question)
        yes = answer is not None and answer.reply is not Reply.NO
        below: list[str] = []
        if question.choices:
            below = self._choices(question, answer)
        elif yes:
            below = [f"> {answer_words(question, answer, texts)}"]
        head = f"{place + 1} {'[x]' if yes else '[ ]'} "
        return hung(head, "\n".join((question.ask.say(texts.lang), *below)), self.app.size.width)

    def _choices(self, question: Question, answer: Answer | None) -> list[str]:
        """The choices, as many to a line as it has room for, none of them parted."""
        chosen = None if answer is None else answer.choice
        lines = [""]
        for choice in question.choices:
            name = choice.name.say(self._look.lang)
            word = f"[{name}]" if choice.id == chosen else f" {name} "
            if lines[-1] and columns(lines[-1]) + columns(word) > self.app.size.width - CHOICES_EDGE_COLUMNS:
                lines.append("")
            lines[-1] += word
        return [line.rstrip() for line in lines]
