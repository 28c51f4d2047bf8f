"""The app: shows the screen that fits the session, and begins and ends sessions. It decides nothing about the body."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from biofeedback.app.ports import Activity
from biofeedback.clock import Clock, SessionClock
from biofeedback.errors import BiofeedbackError
from biofeedback.tui.asked import Closed, HelpAsked, HomeAsked, NoteAsked, QuitAsked, ReportAsked, StopAsked
from biofeedback.tui.background import go_on_with
from biofeedback.tui.home import Chosen, HomeScreen
from biofeedback.tui.lab.lab_app import LabApp
from biofeedback.tui.look import Look
from biofeedback.tui.page import Aside, Unmade

if TYPE_CHECKING:  # home is painted before anything is loaded that a session is made of
    from biofeedback.app.interview import Interviewer
    from biofeedback.app.ports import SessionFactory
    from biofeedback.decisions import Decision
    from biofeedback.tui.session import Session


def _nowhere(line: str) -> None:
    """For where there is no terminal."""


@dataclass(frozen=True, slots=True)
class Again:
    """The past session of this number, watched again from this moment of it on (s)."""

    number: int
    start_s: float


class SessionMoved(Message):
    """Something was decided: look which screen is due."""

    def can_replace(self, message: Message) -> bool:
        """One look is enough for many decisions."""
        return isinstance(message, SessionMoved)


class BiofeedbackApp(LabApp):
    """The terminal interface. Its result is the last word of the last session, None if there was none."""

    TITLE = "biofeedback"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # it would lie over a session and swallow the stop key

    def __init__(
        self,
        factory: SessionFactory,
        look: Look | None = None,
        *,
        begin: Activity | None = None,
        clock: Clock | None = None,
        ticking: bool = True,
        remark: Callable[[str], None] = _nowhere,
    ) -> None:
        super().__init__(factory, look or Look(), remark)
        self._begin = begin
        self._clock = clock or SessionClock()
        self._ticking = ticking

    def on_mount(self) -> None:
        """Home, or straight into what was asked for."""
        self.push_screen(HomeScreen(self.look, sound=self.factory.sound()))
        if self._begin is not None:
            self.begin(self._begin)
        else:
            self.call_after_refresh(gc.enable)  # home is painted first
            self.call_after_refresh(self.suggest)
            self.call_after_refresh(self.ask_later)

    def begin(self, activity: Activity, protocol: str | None = None) -> None:
        """Begin a session, unless one is running or being prepared."""
        if self.session is None and not self.preparing:
            go_on_with(self, "session", self._run, activity, protocol, exclusive=False)

    async def _examine(self) -> None:
        from biofeedback.tui.asking.interviewer import ScreenInterviewer

        await self.factory.examine(ScreenInterviewer(self, self.look))

    async def _run(self, activity: Activity, protocol: str | None, again: Again | None = None) -> None:
        self.note_at_home(self.look.texts.say("tui.opening"))
        from biofeedback.tui.session_screens import ScreenInterviewer  # and with it all that a session may show

        person = ScreenInterviewer(self, self.look)
        try:
            if activity is Activity.ANSWERS:
                self.note_at_home(await self.factory.answer_anew(person, self.look.lang))
                return
            session = self.session = await self._opened(activity, person, protocol, again)
        except BiofeedbackError as problem:
            self.note_at_home(self.look.texts.problem(problem))
            return
        try:
            session.runner.start(session)
            self.post_message(SessionMoved())
            await session.runner.wait()
        except BiofeedbackError as problem:
            session.trouble = problem
        except Exception:
            self.break_off(session)
            raise
        finally:
            await self.close(session)
            session.over = True
            self.last = (session.finished if session.counts else None) or self.last
        self.post_message(SessionMoved())

    async def _opened(
        self, activity: Activity, person: Interviewer, protocol: str | None, again: Again | None
    ) -> Session:
        from biofeedback.tui.session import Session

        if again is not None:
            return Session(await self.factory.replay(again.number, again.start_s), self._moved)
        if activity is Activity.WATCH_TWO:
            from biofeedback.tui.pair_session import PairSession

            return PairSession(await self.factory.open_pair(), self._moved)
        if activity is Activity.LAB:
            return self.open_trial()
        if activity is Activity.TOUR:
            from biofeedback.tui.tour import TourSession  # which only those load who take it

            return TourSession(await self.factory.open_tour(), self._moved)
        return Session(await self.factory.open(activity, person, protocol), self._moved)

    def _moved(self, decisions: tuple[Decision, ...]) -> None:
        self.post_message(SessionMoved())

    @on(SessionMoved)
    def follow(self) -> None:
        """Show the screen that is due; what lies over a session stays there, but not over its end."""
        session = self.session
        if session is None:
            return
        from biofeedback.tui.session_screens import EndedScreen, LiveScreen, NoteScreen, Overlay

        if isinstance(self.screen, NoteScreen) or (session.over and isinstance(self.screen, Aside)):
            return
        self._put_aside()
        ended = session.stopped is not None or session.finished is not None or session.over
        if isinstance(self.screen, Overlay):
            if not ended:
                self.screen.frame()
                return
            self.pop_screen()
        due = self._due(session, ended=ended)
        if type(self.screen) is not due.func or getattr(self.screen, "session", None) is not session:
            self.switch_screen(due())
        elif isinstance(self.screen, LiveScreen | EndedScreen):
            self.screen.frame()

    def _put_aside(self) -> None:
        """Nothing about what is over lies over a session that runs."""
        while isinstance(self.screen, Aside):
            self.pop_screen()

    def _due(self, session: Session, *, ended: bool) -> Unmade:
        from biofeedback.tui.session_screens import due

        return due(session, self.look, self._clock, ticking=self._ticking, ended=ended)

    @on(StopAsked)
    async def stop_session(self) -> None:
        """End the session at once; asked again while nothing happens, let go of it by force."""
        session = self.session
        if session is not None and not session.stop():
            await self.let_go(session)
            self.post_message(SessionMoved())

    @on(HelpAsked)
    def show_help(self) -> None:
        """Lay the help over the session."""
        from biofeedback.tui.help import HelpScreen

        self.push_screen(HelpScreen(self.session, self.look))

    @on(ReportAsked)
    def show_report(self) -> None:
        """Lay the list of what can be felt over the session, in the place of the help if that lies there."""
        if self.session is None:
            return
        from biofeedback.tui.report import ReportScreen
        from biofeedback.tui.session_screens import Overlay

        if isinstance(self.screen, Overlay):
            self.pop_screen()
        self.push_screen(ReportScreen(self.session, self.look))

    @on(Closed)
    def uncover(self, event: Closed) -> None:
        """Back to the session, as it is now."""
        if self.screen is event.overlay:
            self.pop_screen()
            self.follow()

    @on(Chosen)
    async def choose(self, event: Chosen) -> None:
        """A choice of the home screen."""
        match event.choice:
            case "past":
                await self.show_past()
            case "trends":
                self.show_trends()
            case "settings":
                self.show_settings()
            case "help":
                self.show_help()
            case "language":
                self.look = replace(self.look, lang="en" if self.look.lang == "zh" else "zh")
                self.factory.keep_language(self.look.lang)
                self.switch_screen(HomeScreen(self.look, sound=self.factory.sound()))
                self.suggest()
            case "lab":
                self.show_lab()
            case "sound":
                self.turn_sound()
            case "browse":
                go_on_with(self, "browse", self._browse)
            case "examine":
                go_on_with(self, "browse", self._examine)
            case "back" if self.preparing:
                self.take_back()
            case "back" | "quit":
                await self.action_leave()
            case choice:
                self.begin(Activity(choice), event.protocol)

    async def _browse(self) -> None:
        from biofeedback.tui.asking.browse import BrowseScreen

        chosen = await self.push_screen_wait(BrowseScreen(await self.factory.browse(), self.look))
        if chosen is not None:
            self.begin(Activity.PRACTISE, chosen)

    @on(HomeAsked)
    def go_home(self) -> None:
        """Leave an ended session behind."""
        self.session = self._toured_from = None
        self._put_aside()
        self.switch_screen(HomeScreen(self.look, sound=self.factory.sound()))
        self.suggest()

    @on(NoteAsked)
    def ask_for_note(self) -> None:
        """Lay a line to write in over the summary."""
        session = self.session
        if session is None:
            return
        from biofeedback.tui.session_screens import NoteScreen

        def keep(note: str | None) -> None:
            if note is not None:
                session.keep_note(note)
                self.switch_screen(self._due(session, ended=True)())

        self.push_screen(NoteScreen(self.look, session.note), keep)

    def watch_again(self, number: int, start_s: float) -> None:
        """A past session, watched again from a moment of it on."""
        self.go_home()
        if not self.preparing:
            go_on_with(self, "session", self._run, Activity.WATCH, None, Again(number, start_s), exclusive=False)

    @on(QuitAsked)
    async def quit_asked(self) -> None:
        """Leave the program."""
        await self.action_leave()
