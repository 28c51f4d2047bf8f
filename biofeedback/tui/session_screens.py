"""The screens of a session, loaded together before it begins: home has no need of them, and nothing is loaded later."""

from __future__ import annotations

from functools import partial

from biofeedback.clock import Clock
from biofeedback.decisions import Phase
from biofeedback.tui.asking.interviewer import ScreenInterviewer
from biofeedback.tui.ended import EndedScreen, StopScreen, SummaryScreen
from biofeedback.tui.help import HelpScreen
from biofeedback.tui.live import LiveScreen
from biofeedback.tui.look import Look
from biofeedback.tui.note import NoteScreen
from biofeedback.tui.overlay import Overlay
from biofeedback.tui.page import Unmade
from biofeedback.tui.pair import PairScreen
from biofeedback.tui.pair_session import PairSession
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.rating import RatingScreen
from biofeedback.tui.report import ReportScreen
from biofeedback.tui.session import Session
from biofeedback.tui.watch import WatchScreen

__all__ = [
    "EndedScreen",
    "HelpScreen",
    "LiveScreen",
    "NoteScreen",
    "Overlay",
    "ReportScreen",
    "ScreenInterviewer",
    "due",
]
"""What the app takes from here, and what it may show later."""


def due(session: Session, look: Look, clock: Clock, *, ticking: bool, ended: bool) -> Unmade:
    """The screen that fits the session as it is, not made yet: mostly it is the one that is shown already."""
    if (own := session.page(look, clock, ticking=ticking)) is not None:
        return own
    if session.stopped is not None and session.stopped.rule is not None:
        return partial(StopScreen, session, look)
    if ended:
        return partial(SummaryScreen, session, look)
    if isinstance(session, PairSession):
        return partial(PairScreen, session, look, clock, ticking=ticking)
    phase = session.runner.view().phase
    if phase in (Phase.ASK_BEFORE, Phase.ASK_AFTER):
        return partial(RatingScreen, session, look, before=phase is Phase.ASK_BEFORE)
    kind = PractiseScreen if session.guided else WatchScreen
    return partial(kind, session, look, clock, ticking=ticking)
