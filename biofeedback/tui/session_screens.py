"""The screens of a session, loaded together before it begins: home has no need of them, and nothing is loaded later."""

from __future__ import annotations

from biofeedback.clock import Clock
from biofeedback.decisions import Phase
from biofeedback.tui.asking.interviewer import ScreenInterviewer
from biofeedback.tui.ended import StopScreen, SummaryScreen
from biofeedback.tui.help import HelpScreen
from biofeedback.tui.look import Look
from biofeedback.tui.page import Page
from biofeedback.tui.pair import PairScreen
from biofeedback.tui.pair_session import PairSession
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.rating import RatingScreen
from biofeedback.tui.report import ReportScreen
from biofeedback.tui.session import Session
from biofeedback.tui.watch import WatchScreen

__all__ = ["HelpScreen", "ReportScreen", "ScreenInterviewer", "due"]
"""What the app takes from here, and what it may show later."""


def due(session: Session, look: Look, clock: Clock, *, ticking: bool, ended: bool) -> Page:
    """The screen that fits the session as it is."""
    if (own := session.page(look, clock, ticking=ticking)) is not None:
        return own
    if session.stopped is not None and session.stopped.rule is not None:
        return StopScreen(session, look)
    if ended:
        return SummaryScreen(session, look)
    if isinstance(session, PairSession):
        return PairScreen(session, look, clock, ticking=ticking)
    phase = session.runner.view().phase
    if phase in (Phase.ASK_BEFORE, Phase.ASK_AFTER):
        return RatingScreen(session, look, before=phase is Phase.ASK_BEFORE)
    kind = PractiseScreen if session.guided else WatchScreen
    return kind(session, look, clock, ticking=ticking)
