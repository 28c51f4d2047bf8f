"""The short check before each session: one page, and one key where nothing is so."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key as KeyPress

from biofeedback.app.interview import Checked
from biofeedback.texts.plan import AFTERWARDS
from biofeedback.tui.asking.places import PlacesScreen
from biofeedback.tui.asking.why_asked import WhyAskedScreen
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText
from protocols.programme import Afterwards
from protocols.restrictions import Place
from protocols.screening.questionnaire import Answer, Question, Reply, ReplyForm

LETTERS = "abcdefgh"
"""Keys of the answers about the last practice; digits are those of the questions."""


class CheckScreen(Dialog[Checked | None]):
    """Left with the answers, or with None where the person leaves. `afterwards`: ask about the last time too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False, priority=True),
        Binding("question_mark", "why", show=False),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, questions: tuple[Question, ...], look: Look, *, afterwards: bool) -> None:
        super().__init__()
        self._questions = questions
        self._look = look
        self._asks_afterwards = afterwards
        self._yes: set[str] = set()
        self._places: dict[str, tuple[Place, ...]] = {}
        self._afterwards = Afterwards.UNSAID

    def compose(self) -> ComposeResult:
        """All questions at a glance, the one about the last time below them, the keys."""
        texts = self._look.texts
        yield FixedText(texts.say("screening.today"), classes="title")
        with VerticalScroll(classes="page"):
            yield WrappedText(self._today(), id="today")
            if self._asks_afterwards:
                yield FixedText(texts.say("screening.afterwards"), id="afterwards")
                yield WrappedText(self._last_time(), id="last_time")
        yield KeysText(self._keys(), more=texts.say("tui.key_more"), classes="keys")

    def on_key(self, event: KeyPress) -> None:
        """A digit marks a question, a letter says how the last time was; the same again takes it back."""
        key = event.key
        if key.isdecimal() and 1 <= int(key) <= len(self._questions):
            self._yes ^= {self._questions[int(key) - 1].id}
        elif self._asks_afterwards and len(key) == 1 and key in LETTERS[: len(AFTERWARDS)]:
            chosen = AFTERWARDS[LETTERS.index(key)]
            self._afterwards = Afterwards.UNSAID if self._afterwards is chosen else chosen
            self.query_one("#last_time", WrappedText).show(self._last_time())
        else:
            return
        event.stop()
        self.query_one("#today", WrappedText).show(self._today())
        self.query_one(KeysText).show(self._keys())

    def action_go_on(self) -> None:
        """What is not marked is not so, once all of it was on the screen. Where it hurts is asked for."""
        page = self.query_one(".page", VerticalScroll)
        if page.scroll_offset.y < page.max_scroll_y:
            page.scroll_page_down(animate=False)
            return
        where = next(
            (
                question
                for question in self._questions
                if question.id in self._yes and question.reply is ReplyForm.PLACES and question.id not in self._places
            ),
            None,
        )
        if where is None:
            self.dismiss(self._checked())
            return

        def named(places: tuple[Place, ...] | None) -> None:
            if places is not None:
                self._places[where.id] = places
                self.action_go_on()

        self.app.push_screen(PlacesScreen(where, self._look), named)

    def action_why(self) -> None:
        """Why all of it is asked."""
        self.app.push_screen(WhyAskedScreen(self._questions, self._look))

    def action_leave(self) -> None:
        """Nothing is begun."""
        self.dismiss(None)

    def _checked(self) -> Checked:
        answers = tuple(
            Answer(question=each.id, reply=Reply.YES, places=self._places.get(each.id, ()))
            if each.id in self._yes
            else Answer(question=each.id, reply=Reply.NO)
            for each in self._questions
        )
        return Checked(answers=answers, afterwards=self._afterwards if self._asks_afterwards else None)

    def _today(self) -> str:
        lang = self._look.lang
        return "\n".join(
            f"{number}  {_mark(each.id in self._yes)}  {each.ask.say(lang)}"
            for number, each in enumerate(self._questions, 1)
        )

    def _last_time(self) -> str:
        texts = self._look.texts
        return "\n".join(
            f"{letter}  {_mark(each is self._afterwards)}  {texts.say(f'screening.after_{each.value}')}"
            for letter, each in zip(LETTERS, AFTERWARDS, strict=False)
        )

    def _keys(self) -> str:
        marked = self._yes or self._afterwards is not Afterwards.UNSAID
        names = ["mark", "mark_letter"] if self._asks_afterwards else ["mark"]
        names += ["go_on" if marked else "all_no", "why", "leave"]
        return self._look.keys_line(names)


def _mark(on: bool) -> str:
    return "[x]" if on else "[ ]"
