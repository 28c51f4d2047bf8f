"""What the answers change, on one page, and the choice to begin."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.events import Key as KeyPress

from biofeedback.cues.words import LedBy
from biofeedback.texts.plan import plan_lines
from biofeedback.tui.look import APART, Look
from biofeedback.tui.page import Dialog
from biofeedback.tui.text_widgets import KeysText, WrappedText
from protocols.screening.proposal import Proposal


class PlanScreen(Dialog[str | None]):
    """Left with the name of the protocol to begin, or with None. `begins` False: it is only looked at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "begin", show=False, priority=True),
        Binding("escape,q", "leave", show=False),
    ]

    def __init__(self, proposal: Proposal, look: Look, *, begins: bool, sound: LedBy | None = None) -> None:
        super().__init__()
        self._proposal = proposal
        self._look = look
        self._begins = begins
        self._sound = "" if sound is None else sound.value

    def compose(self) -> ComposeResult:
        """A title, the consequences with their reasons, the keys."""
        texts = self._look.texts
        title, *lines = plan_lines(self._proposal, texts, self._sound)
        yield WrappedText(title, classes="title prose")
        with VerticalScroll(classes="page"):
            for line in lines:
                yield WrappedText(line)
        yield KeysText(APART.join(self._keys()), more=texts.say("tui.key_more"), classes="keys")

    def on_key(self, event: KeyPress) -> None:
        """The number of what is begun instead."""
        names = self._proposal.instead
        if self._begins and event.key.isdecimal() and 1 <= int(event.key) <= len(names):
            event.stop()
            self.dismiss(names[int(event.key) - 1])

    def action_begin(self) -> None:
        """Begin what was asked for, where it may be begun."""
        if not self._begins:
            self.dismiss(None)
        elif self._proposal.plan.protocol is not None:
            self.dismiss(self._proposal.protocol.name)

    def action_leave(self) -> None:
        """Begin nothing."""
        self.dismiss(None)

    def _keys(self) -> list[str]:
        say = self._look.texts.say
        if not self._begins:
            return [say("tui.key_go_on")]
        keys = [say("tui.key_begin")] if self._proposal.plan.protocol is not None else []
        names = self._proposal.instead
        if names:
            keys.append(say("tui.key_instead", numbers="1" if len(names) == 1 else f"1–{len(names)}"))
        return [*keys, say("tui.key_leave")]
