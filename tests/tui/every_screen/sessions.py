"""A guided session, what may lie over it, and its end."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from biofeedback.findings import Rule
from biofeedback.tui.ended import StopScreen, SummaryScreen
from biofeedback.tui.help import HelpScreen
from biofeedback.tui.look import Look
from biofeedback.tui.note import NoteScreen
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.rating import RatingScreen
from biofeedback.tui.report import ReportScreen
from tests.tui.drive import Stage, practising
from tests.tui.every_screen.row import Bring, Shown

TENSE, REST, CLOSING = 71, 85, 200
STOP = ("x", "h")
"""The way home from a running session."""


def session(at: int, *keys: str) -> Bring:
    """The session `at` seconds after the rating, after these keys."""

    @asynccontextmanager
    async def bring(look: Look, size: str) -> AsyncGenerator[Stage]:
        async with practising(look, size, at=at) as on:
            await on.press(*keys)
            yield on

    return bring


@asynccontextmanager
async def strapless(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with practising(look, size, at=0) as on:
        on.runner.guide.strapless, on.runner.name = True, "none"
        await on.press("4", "enter")
        await on.later(REST)
        yield on


@asynccontextmanager
async def stopped(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with practising(look, size, at=REST) as on:
        on.runner.warn_and_stop(Rule.IRREGULAR)
        await on.settle()
        yield on


@asynccontextmanager
async def rated_after(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with practising(look, size, at=CLOSING + 20) as on:
        yield on


@asynccontextmanager
async def summary(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with practising(look, size, at=CLOSING + 20) as on:
        await on.press("2", "enter")
        yield on


@asynccontextmanager
async def note(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with practising(look, size, at=CLOSING + 20) as on:
        await on.press("2", "enter", "e")
        yield on


ROWS = (
    Shown("rating", RatingScreen, session(0, "4"), STOP),
    Shown("rating-after", RatingScreen, rated_after, STOP),
    Shown("tense", PractiseScreen, session(TENSE), STOP),
    Shown("rest-figures", PractiseScreen, session(REST, "n"), STOP),
    Shown("strapless", PractiseScreen, strapless, STOP),
    Shown("paused", PractiseScreen, session(REST, "space"), STOP),
    Shown("help", HelpScreen, session(REST, "space", "question_mark"), STOP),
    Shown("report", ReportScreen, session(REST, "r"), STOP),
    Shown("stopped", StopScreen, stopped),
    Shown("summary", SummaryScreen, summary),
    Shown("note", NoteScreen, note),
)
