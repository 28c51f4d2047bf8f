"""The app's hold on the home screen: what suits today, the strap, the last weeks, the sound."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual import on
from textual.worker import WorkerError

from biofeedback.app.ports import Activity, SessionFactory
from biofeedback.errors import BiofeedbackError
from biofeedback.tui.asked import GroundingAsked, TourAsked, TourLeft
from biofeedback.tui.background import go_on_with
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.session_app import SessionApp


class HomeApp(SessionApp):
    """An app whose first screen is home."""

    def __init__(self, factory: SessionFactory, look: Look, remark: Callable[[str], None]) -> None:
        super().__init__(look, remark)
        self.factory = factory
        self._toured_from: Activity | None = None  # what the tour took the place of

    def suggest(self) -> None:
        """Once home is painted, say what suits today, look for the strap and at the last two weeks."""
        go_on_with(self, "suggestion", self._suggest)
        go_on_with(self, "strap", self._look_for_strap)

    async def _suggest(self) -> None:
        with suppress(BiofeedbackError):  # whoever begins a session is told what is wrong
            self.note_at_home(await self.factory.suggestion(self.look.lang))
        with suppress(BiofeedbackError):
            days = await self.factory.two_weeks()
            for home in self._homes():
                home.show_days(days)

    async def _look_for_strap(self) -> None:
        with suppress(BiofeedbackError):
            seen = await self.factory.look_for_strap()
            for home in self._homes():
                home.show_strap(seen)

    def _homes(self) -> list[HomeScreen]:
        return [screen for screen in self.screen_stack if isinstance(screen, HomeScreen)]

    def note_at_home(self, text: str) -> None:
        """Say it there, also while something lies over it."""
        for home in self._homes():
            home.note(text)

    def turn_sound(self) -> None:
        """On to the next mode, for sessions to come."""
        try:
            self.note_at_home(self.look.texts.say(f"tui.sound_{self.factory.turn_sound().value}"))
        except BiofeedbackError as problem:
            self.note_at_home(self.look.texts.problem(problem))
        self._show_sound_at_home()

    def _show_sound_at_home(self) -> None:
        led_by = self.factory.sound()
        for home in self._homes():
            home.show_sound(led_by)

    # ---------------------------------------------------------------------------------------- one after the other

    def begin(self, activity: Activity, protocol: str | None = None) -> None:
        """Begin a session."""
        raise NotImplementedError

    def go_home(self) -> None:
        """Leave a session behind."""
        raise NotImplementedError

    @on(GroundingAsked)
    def ground(self) -> None:
        """A few minutes of here and now, at once."""
        self._instead(Activity.GROUNDING)

    @on(TourAsked)
    def tour(self) -> None:
        """The tour in the place of the simulated session that runs."""
        if self.session is not None:
            self.session.stop()
        self._instead(Activity.TOUR)
        self._toured_from = Activity.DEMO

    @on(TourLeft)
    def leave_tour(self) -> None:
        """Back to the demo, which begins anew, where the tour was asked for in it; else home."""
        if (before := self._toured_from) is None:
            self.go_home()
        else:
            self._instead(before)

    def take_back(self) -> None:
        """What was just asked for at home is not begun, or ends at once."""
        if self.session is not None:
            self.session.stop()
            self.go_home()
            return
        for worker in self.workers:
            if worker.group == "session":
                worker.cancel()
        self.suggest()

    def _instead(self, activity: Activity) -> None:
        self.go_home()
        go_on_with(self, "next", self._begin_next, activity)

    async def _begin_next(self, activity: Activity) -> None:
        ending = [worker for worker in self.workers if worker.group == "session"]
        with suppress(WorkerError):  # how the one before went is told, whatever it was
            await self.workers.wait_for_complete(ending)
        self.begin(activity)
