"""Home, and what lies a key away from it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from biofeedback.app.ports import PastSession, PractisedDay
from biofeedback.decisions import Outcome
from biofeedback.tui.asking.browse import BrowseScreen
from biofeedback.tui.commands import CommandsScreen
from biofeedback.tui.help import HelpScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.past import PastScreen
from tests.tui.drive import Stage, at_home
from tests.tui.every_screen.row import Bring, Shown
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_guide import TITLE

DAYS = tuple(
    PractisedDay(
        weekday=day % 7,
        minutes=18.0 if day in (1, 3, 4, 9, 12) else 0.0,
        tension_before=6.0 if day in (1, 3, 9, 12) else None,
        tension_after=2.4 if day in (1, 3, 9) else None,
    )
    for day in range(14)
)

PAST = tuple(
    PastSession(
        number=number, began=f"2026-03-0{number} 20:15", title=TITLE if number != 2 else None,
        minutes=number + 0.4, outcome=outcome, tension_before=6, tension_after=tension_after,
    )
    for number, outcome, tension_after in (
        (4, Outcome.COMPLETED, 2), (3, Outcome.STOPPED, None), (2, None, None), (1, Outcome.ENDED_EARLY, 5),
    )
)  # fmt: skip


@asynccontextmanager
async def home(look: Look, size: str) -> AsyncGenerator[Stage]:
    """With a strap and two weeks."""
    factory = FakeFactory(days=DAYS, suggested=look.texts.say("programme.done_today"))
    async with at_home(look, size, factory) as on:
        yield on


@asynccontextmanager
async def past(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size, FakeFactory(past=PAST)) as on:
        await on.press("s")
        yield on


@asynccontextmanager
async def browse(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        await on.press("b", "down", "down")
        yield on


def commands(*keys: str) -> Bring:
    """The list of commands, opened by the first of these keys."""

    @asynccontextmanager
    async def bring(look: Look, size: str) -> AsyncGenerator[Stage]:
        async with at_home(look, size) as on:
            await on.press(*keys)
            yield on

    return bring


@asynccontextmanager
async def help_at_home(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        await on.press("question_mark")
        yield on


ROWS = (
    Shown("home", HomeScreen, at_home),
    Shown("home-weeks", HomeScreen, home),
    Shown("past", PastScreen, past),
    Shown("browse", BrowseScreen, browse),
    Shown("commands", CommandsScreen, commands("ctrl+p")),
    Shown("commands-found", CommandsScreen, commands("ctrl+p", "t", "h")),
    Shown("jump", CommandsScreen, commands("ctrl+g")),
    Shown("help-at-home", HelpScreen, help_at_home),
)
