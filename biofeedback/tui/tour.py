"""The tour on the screen: the session as everybody sees it, and below it what is seen there and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from biofeedback.app.ports import Toured
from biofeedback.clock import Clock
from biofeedback.decisions import Decision
from biofeedback.tui.asked import TourLeft
from biofeedback.tui.look import Look
from biofeedback.tui.page import Unmade
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.session import Session
from biofeedback.view import SessionView


class TourSession(Session):
    """A session that a tour leads."""

    counts = False

    def __init__(self, toured: Toured, moved: Callable[[tuple[Decision, ...]], None]) -> None:
        super().__init__(toured.runner, moved)
        self.tour = toured.tour
        self._told = moved

    def page(self, look: Look, clock: Clock, *, ticking: bool) -> Unmade | None:
        """The tour, until its last station has been left."""
        return None if self.tour.over else partial(TourScreen, self, look, clock, ticking=ticking)

    def go_on(self) -> None:
        """To the next station; after the last one to what a session ends with."""
        self.tour.go_on()
        self._told(())


class TourScreen(PractiseScreen, inherit_bindings=False):
    """Space goes on, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "go_on", show=False),
        Binding("escape,x,q,h", "leave", show=False),
    ]
    session: TourSession

    def keys(self, view: SessionView) -> str:
        """The two there are; on the way only the one that leaves."""
        return self.look.keys_line(("leave",) if self.session.tour.station is None else ("resume", "leave"))

    def reason(self, view: SessionView) -> str:
        """What is seen here and why, or how fast the way goes."""
        tour, texts = self.session.tour, self.look.texts
        if tour.station is not None:
            return texts.say(f"tour.{tour.station}")
        return texts.say("tour.welcome" if tour.place == 1 else "tour.under_way", times=f"{tour.times:g}")

    def title_said(self) -> str:
        """What this is; that something is practised in it is seen."""
        return self.look.texts.say("tui.choice_tour")

    def _where(self) -> str:
        """How far the tour has come, instead of how far the session."""
        return self.look.texts.say("tui.place", step=self.session.tour.place, steps=self.session.tour.places)

    def _place_brief(self, group: str, place: str) -> str:
        return self.look.texts.say("tui.place", step=self.session.tour.place, steps=self.session.tour.places)

    def action_go_on(self) -> None:
        """To the next station."""
        self.session.go_on()
        self.frame()

    def action_leave(self) -> None:
        """Back to where it was asked for; the simulated session ends."""
        self.session.stop()
        self.post_message(TourLeft())
