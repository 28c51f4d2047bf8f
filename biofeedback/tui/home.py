"""The home screen: what suits today, what can be done, the last two weeks. It loads nothing that it does not show."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from biofeedback.app.ports import PractisedDay, StrapSeen
from biofeedback.cues.words import LedBy
from biofeedback.text_layout import fit
from biofeedback.texts import Texts
from biofeedback.tui.look import NARROW_COLUMNS, Look
from biofeedback.tui.page import Page
from biofeedback.tui.text_widgets import FixedText, WrappedText
from biofeedback.tui.weeks import week_rows

CHOICES = (
    ("practise", "p"),
    ("browse", "b"),
    ("demo", "d"),
    ("tour", "g"),
    ("watch", "w"),
    ("watch_two", "2"),
    ("past", "s"),
    ("trends", "t"),
    ("lab", "L"),
    ("answers", "a"),
    ("sound", "v"),
    ("examine", "c"),
    ("help", "?"),
    ("language", "l"),
    ("settings", ","),
    ("quit", "q"),
)
"""What can be chosen, each with its key."""
AT_ONCE = (
    ("three_minutes", "3"),
    ("seven_minutes", "7"),
    ("twelve_minutes", "1"),
    ("diaphragm_breathing", "e"),
    ("bedtime", "z"),
)
"""Protocols other than today's that are one key away, by minutes and by purpose. At home, which has no row to spare
for them, they are told beside "All practices"."""
_SPELT = {"?": "question_mark", ",": "comma"}
NAME_COLUMNS = 16
"""Room for the name of a choice, before its description. Columns."""


def about(choice: str, texts: Texts, led_by: LedBy) -> str:
    """What a choice does, in a few words."""
    return texts.say(f"tui.sound_{led_by.value}" if choice == "sound" else f"tui.about_{choice}")


class Chosen(Message):
    """Something was chosen. `protocol`: what is to be practised, where it was named."""

    def __init__(self, choice: str, protocol: str | None = None) -> None:
        super().__init__()
        self.choice = choice
        self.protocol = protocol


class HomeScreen(Page):
    """Choices with their keys; arrows and Enter work too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(_SPELT.get(key, key), f"choose('{choice}')", show=False) for choice, key in CHOICES),
        *(Binding(key, f"practise('{protocol}')", show=False) for protocol, key in AT_ONCE),
        Binding("escape", "choose('back')", show=False),
    ]

    def __init__(self, look: Look, note: str = "", sound: LedBy = LedBy.VOICE) -> None:
        super().__init__()
        self._sound = sound
        self._look = look
        self._note = note
        self._strap: StrapSeen | None = None  # None: it is being looked for, or nobody does
        self._days: tuple[PractisedDay, ...] = ()
        self._lines: tuple[str, ...] = ()  # of the choices, as they are shown

    def compose(self) -> ComposeResult:
        """Title with strap and sound, what suits today, the choices, two weeks, a word of care."""
        texts = self._look.texts
        with Horizontal(id="head"):
            yield FixedText(texts.say("tui.title"), id="name")
            yield FixedText(self._state(), id="state")
        yield WrappedText(self._note, id="note")
        self._lines = self._choice_lines(self.app.size.width)
        named = zip(CHOICES, self._lines, strict=True)
        yield OptionList(*(Option(line, id=choice) for (choice, _), line in named), id="choices", markup=False)
        yield FixedText("", id="weeks")
        yield WrappedText(texts.say("tui.care"), id="care")

    def on_mount(self) -> None:
        """Something may have been said while the screen was put together."""
        self.call_after_refresh(self._show_all)

    def on_resize(self) -> None:
        """A narrow screen has room for the names only."""
        before, self._lines = self._lines, self._choice_lines(self.size.width)
        if self._lines != before:
            options = self.query_one(OptionList)
            for (choice, _), line in zip(CHOICES, self._lines, strict=True):
                options.replace_option_prompt(choice, line)

    def _choice_lines(self, width: int) -> tuple[str, ...]:
        return tuple(self._choice_line(choice, key, narrow=width < NARROW_COLUMNS) for choice, key in CHOICES)

    def _choice_line(self, choice: str, key: str, *, narrow: bool) -> str:
        texts = self._look.texts
        name = texts.say(f"tui.choice_{choice}")
        told = texts.say("tui.at_once") if choice == "browse" else about(choice, texts, self._sound)
        return f"{key}   {name}" if narrow else f"{key}   {fit(name, NAME_COLUMNS)}{told}"

    def show_sound(self, led_by: LedBy) -> None:
        """What will be heard of the next session."""
        self._sound = led_by
        if self.stands:
            self.on_resize()

    def show_strap(self, seen: StrapSeen) -> None:
        """What a look for the strap came to."""
        self._strap = seen
        self._show_all()

    def show_days(self, days: tuple[PractisedDay, ...]) -> None:
        """The last two weeks."""
        self._days = days
        self._show_all()

    def note(self, text: str) -> None:
        """Say something in a line or two, such as what suits today, or why a session could not be begun."""
        self._note = text
        self._show_all()

    def _show_all(self) -> None:
        if self.stands:
            self.query_one("#note", WrappedText).show(self._note)
            self.query_one("#state", FixedText).show(self._state())
            practised = any(day.minutes for day in self._days)
            rows = week_rows(self._days, self._look.texts) if practised else ()
            self.query_one("#weeks", FixedText).show("\n".join(rows))

    def _state(self) -> str:
        texts, seen = self._look.texts, self._strap
        if seen is None or (seen.problem is None and not seen.name):
            return ""
        if seen.problem is not None:
            return texts.say("strapless.strap_none")
        if seen.battery_percent is None:
            return texts.say("strapless.strap_near", name=seen.name)
        return texts.say("strapless.strap_battery", name=seen.name, percent=seen.battery_percent)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen with Enter or the mouse."""
        event.stop()
        if event.option_id is not None:
            self.action_choose(event.option_id)

    def action_choose(self, choice: str) -> None:
        """Chosen with its key."""
        self.post_message(Chosen(choice))

    def action_practise(self, protocol: str) -> None:
        """Another protocol than today's."""
        self.post_message(Chosen("practise", protocol))
