"""Something feels wrong: one key says what. It lies over the session without hiding its keys: x still stops."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Key as KeyPress

from biofeedback.events import Symptom
from biofeedback.tui.live import StopAsked
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.session import Session
from biofeedback.tui.still import Still

SYMPTOMS = tuple(Symptom)
"""In the order of their keys, from 1."""


class ReportScreen(Page):
    """A list of what can be felt, and a digit for each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,r", "close", show=False),
        Binding("space", "pause", show=False),
        Binding("x,q", "stop", show=False),
    ]

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self.session = session
        self._look = look

    def compose(self) -> ComposeResult:
        """The question, the list, the keys."""
        texts = self._look.texts
        yield Still(texts.say("symptoms.title"), classes="title")
        for number, symptom in enumerate(SYMPTOMS, 1):
            name = texts.say(f"symptoms.name_{symptom.value}")
            yield Still(texts.say("symptoms.entry", number=number, name=name))
        yield Still(f"{texts.say('symptoms.keys')}   {texts.say('tui.key_stop')}", classes="keys")

    def on_key(self, event: KeyPress) -> None:
        """A digit says what is felt."""
        if event.key.isdecimal() and 1 <= int(event.key) <= len(SYMPTOMS):
            event.stop()
            self.action_close()
            self.session.runner.report(SYMPTOMS[int(event.key) - 1])

    def action_close(self) -> None:
        """Nothing, or not now: back to the session."""
        self.app.pop_screen()

    def action_pause(self) -> None:
        """Pause the session, or go on, as on the screen below."""
        self.session.toggle_pause()

    def action_stop(self) -> None:
        """End the session at once."""
        self.post_message(StopAsked())
