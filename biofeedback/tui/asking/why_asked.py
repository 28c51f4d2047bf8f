"""Why questions are asked: each with its reason, and the statement of the sources that it keeps to."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from biofeedback.texts.answers import asked_why
from biofeedback.tui.look import Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import FixedText, WrappedText
from protocols.screening.questionnaire import Question


class WhyAskedScreen(Dialog[None]):
    """Left when it has been read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q,question_mark,backspace", "leave", show=False)]

    def __init__(self, questions: tuple[Question, ...], look: Look) -> None:
        super().__init__()
        self._questions = questions
        self._look = look

    def compose(self) -> ComposeResult:
        """Title, each question with its reason, the keys."""
        texts = self._look.texts
        yield FixedText(texts.say("asked_why.title"), classes="title")
        with VerticalScroll(classes="page"):
            for question in self._questions:
                yield WrappedText(question.ask.say(texts.lang))
                yield WrappedText(asked_why(question, texts), classes="paragraph lead-text")
        yield FixedText(self._look.keys_line(("more", "back")), classes="keys")

    def action_leave(self) -> None:
        """Back to the questions."""
        self.dismiss(None)
