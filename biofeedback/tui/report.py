"""Something feels wrong: one key says what. It lies over the session, which is held; x still stops."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress

from biofeedback.events import Symptom
from biofeedback.tui.look import Look
from biofeedback.tui.overlay import Overlay
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText

SYMPTOMS = tuple(Symptom)
"""In the order of their keys, from 1."""


class ReportScreen(Overlay):
    """A list of what can be felt, and a digit for each."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "close", show=False)]

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__(session, look)
        self._below = session

    def compose(self) -> ComposeResult:
        """The question, that nothing goes on meanwhile, the list, the keys."""
        texts = self.look.texts
        yield FixedText(texts.say("symptoms.title"), classes="title")
        yield self.held_line()
        for number, symptom in enumerate(SYMPTOMS, 1):
            name = texts.say(f"symptoms.name_{symptom.value}")
            yield FixedText(texts.say("symptoms.entry", number=number, name=name))
        yield FixedText(f"{texts.say('symptoms.keys')}   {texts.say('tui.key_stop')}", classes="keys")

    def on_key(self, event: KeyPress) -> None:
        """A digit says what is felt."""
        if event.key.isdecimal() and 1 <= int(event.key) <= len(SYMPTOMS):
            event.stop()
            self._below.runner.report(SYMPTOMS[int(event.key) - 1])
            self.action_close()
