"""A trial on the screen: as everybody sees a session, with its speed, faults to be thrown and all that was decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList

from biofeedback.app.played import Lab, Trial
from biofeedback.clock import Clock
from biofeedback.decisions import Decision
from biofeedback.events import Event
from biofeedback.texts import Texts
from biofeedback.tui.asked import Closed, HomeAsked
from biofeedback.tui.asking.pick import Pick, hung
from biofeedback.tui.lab.asked import LabAsked
from biofeedback.tui.lab.choosing import titled
from biofeedback.tui.lab.rows import Row, rows
from biofeedback.tui.look import Look
from biofeedback.tui.overlay import Overlay
from biofeedback.tui.page import Page, Unmade
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText, WrappedText
from biofeedback.view import SessionView


class LabSession(Session):
    """A trial that runs. Nobody practises: what lies over it does not hold it, and its end is no result."""

    counts = False

    def __init__(self, trial: Trial, lab: Lab, moved: Callable[[tuple[Decision, ...]], None]) -> None:
        trying = lab.open(trial)
        super().__init__(trying.runner, moved)
        self.trial = trial
        self.faults = lab.catalogue.faults
        self.command = lab.command
        self.decided: list[Decision] = []
        self._throw = trying.throw

    def page(self, look: Look, clock: Clock, *, ticking: bool) -> Unmade | None:
        """The trial, then all that was decided in it."""
        ended = self.stopped is not None or self.finished is not None or self.over
        if ended:
            return partial(TriedScreen, self, look)
        return partial(TrialScreen, self, look, clock, ticking=ticking)

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Keep all of it."""
        self.decided += decisions
        super().on_step(event, decisions)

    def hold(self) -> bool:
        """Nothing to be held."""
        return False

    def throw(self, fault: str) -> None:
        """A fault, now."""
        if not self.over:
            self.trial = replace(self.trial, faults=(*self.trial.faults, self._throw(fault)))

    def rows(self, texts: Texts) -> tuple[Row, ...]:
        """What was decided so far."""
        return rows(self.decided, texts, self.runner.group_name)


class TrialScreen(PractiseScreen):
    """A trial under way."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "throw", show=False),
        Binding("d", "decisions", show=False),
    ]
    session: LabSession

    def keys(self, view: SessionView) -> str:
        """The keys of the lab, and those of every session that are needed most."""
        return self.look.keys_line(("lab.key_throw", "lab.key_decisions", "stop"))

    def action_throw(self) -> None:
        """A list of what can go wrong."""
        self.app.push_screen(ThrowScreen(self.session, self.look))

    def action_decisions(self) -> None:
        """All that was decided so far."""
        self.app.push_screen(DecidedScreen(self.session, self.look))


class _Over(Overlay):
    """What lies over a trial."""

    def __init__(self, session: LabSession, look: Look) -> None:
        super().__init__(session, look)
        self.trial = session


class ThrowScreen(_Over):
    """What can go wrong, to be picked."""

    def compose(self) -> ComposeResult:
        """Title and list."""
        texts = self.look.texts
        yield FixedText(texts.say("lab.throw_title"), classes="title")
        yield self.held_line()
        yield Pick(
            (hung("", titled("fault", each, texts), self.app.size.width) for each in self.trial.faults), id="places"
        )
        yield FixedText(self.look.keys_line(("more", "lab.key_throw_this", "back")), classes="keys")

    def on_mount(self) -> None:
        """The cursor at the first."""
        pick = self.query_one(Pick)
        pick.highlighted = 0
        pick.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Throw it."""
        event.stop()
        self.trial.throw(self.trial.faults[event.option_index])
        self.post_message(Closed(self))


class DecidedScreen(_Over):
    """All that was decided so far, the latest last."""

    def compose(self) -> ComposeResult:
        """Title and rows."""
        yield FixedText(self.look.texts.say("lab.decided"), classes="title")
        yield self.held_line()
        with VerticalScroll(classes="page"):
            yield WrappedText("", id="lab-rows")
        yield FixedText(self.look.keys_line(("more", "back", "stop")), classes="keys")

    def frame(self) -> None:
        """As it is now."""
        super().frame()
        if self.stands:
            self.query_one("#lab-rows", WrappedText).show(in_lines(self.trial.rows(self.look.texts)))
            self.query_one(VerticalScroll).scroll_end(animate=False)


class TriedScreen(Page):
    """A trial that is over: all that was decided with its reasons, and the command that does just this."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,h", "home", show=False),
        Binding("L,l,enter", "lab", show=False),
    ]

    def __init__(self, session: LabSession, look: Look) -> None:
        super().__init__()
        self.session = session
        self._look = look

    def compose(self) -> ComposeResult:
        """Title, rows, command, keys."""
        texts = self._look.texts
        yield FixedText(texts.say("lab.tried"), classes="title")
        with VerticalScroll(classes="page"):
            yield WrappedText(in_lines(self.session.rows(texts)))
            yield WrappedText("")
            yield WrappedText(texts.say("lab.command"))
            yield WrappedText(self.session.command(self.session.trial))
        yield FixedText(self._look.keys_line(("more", "lab.key_lab", "home")), classes="keys")

    def action_home(self) -> None:
        """Home."""
        self.post_message(HomeAsked())

    def action_lab(self) -> None:
        """Put another one together."""
        self.post_message(LabAsked())


def in_lines(told: Iterable[Row]) -> str:
    """A row each."""
    return "\n".join(map(str, told))
