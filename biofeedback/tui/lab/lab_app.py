"""The app's way to the lab. Its screens are loaded when they are opened."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on

from biofeedback.app.ports import Activity
from biofeedback.errors import BiofeedbackError
from biofeedback.tui.after.settings_app import SettingsApp
from biofeedback.tui.background import go_on_with
from biofeedback.tui.lab.asked import CompareAsked, LabAsked, TrialAsked

if TYPE_CHECKING:
    from biofeedback.decisions import Decision
    from biofeedback.tui.lab.choosing import Bound
    from biofeedback.tui.lab.running import LabSession


class LabApp(SettingsApp):
    """An app in which trials are put together, run and compared."""

    _bound: Bound | None = None  # what was put together last

    def show_lab(self) -> None:
        """Where a trial is put together."""
        from biofeedback.tui.lab.choosing import Bound, LabScreen

        lab = self.factory.lab()
        if self._bound is None:
            self._bound = Bound(person="calm", protocol="three_minutes")
        self.push_screen(LabScreen(lab.catalogue, self._bound, lab.command, self.look))

    @on(TrialAsked)
    def run_trial(self) -> None:
        """Leave it for the trial itself."""
        self.pop_screen()
        self.begin(Activity.LAB)

    def open_trial(self) -> LabSession:
        """The one that was put together. Raises BiofeedbackError."""
        from biofeedback.tui.lab.running import LabSession

        assert self._bound is not None
        lab = self.factory.lab()
        return LabSession(self._bound.trial, lab, self._moved)

    def _moved(self, decisions: tuple[Decision, ...]) -> None:
        raise NotImplementedError

    @on(LabAsked)
    def back_to_lab(self) -> None:
        """From a trial that is over."""
        self.go_home()
        self.show_lab()

    @on(CompareAsked)
    def compare_trials(self, event: CompareAsked) -> None:
        """Both without a clock, then where they part."""
        go_on_with(self, "lab", self._compare, event)

    async def _compare(self, event: CompareAsked) -> None:
        from biofeedback.tui.lab.comparing import ComparedScreen

        lab = self.factory.lab()
        try:
            one = await asyncio.to_thread(lab.decisions, event.one)
            other = await asyncio.to_thread(lab.decisions, event.other)
        except BiofeedbackError as problem:
            self.note_at_home(self.look.texts.problem(problem))
            return
        commands = (lab.command(event.one), lab.command(event.other))
        self.push_screen(ComparedScreen(commands, (one, other), lab.group_name, self.look))
