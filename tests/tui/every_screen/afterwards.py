"""After a session, and past ones: review, trends, settings."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from textual.screen import Screen

from biofeedback.app.archive import Unrated
from biofeedback.review.record import SessionRecord
from biofeedback.tui.after.confirm import ConfirmScreen
from biofeedback.tui.after.export import ExportScreen
from biofeedback.tui.after.rating_later import RatingLaterScreen
from biofeedback.tui.after.review import ReviewScreen
from biofeedback.tui.after.settings import SettingsScreen
from biofeedback.tui.after.trends import TrendsScreen
from biofeedback.tui.look import Look
from tests.report import made
from tests.tui.after_made import FEW, WEEKS, ended_by_symptom, until
from tests.tui.drive import Stage, at_home
from tests.tui.every_screen.home import PAST
from tests.tui.every_screen.row import Shown
from tests.tui.fake_archive import NOTHING, FakeArchive
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_guide import TITLE


@asynccontextmanager
async def review(
    look: Look, size: str, *, keys: tuple[str, ...] = (), make: Callable[[int], SessionRecord] = made.session
) -> AsyncGenerator[Stage]:
    """A session looked at, and some keys pressed there."""
    async with at_home(look, size, FakeFactory(past=PAST, kept=FakeArchive(make=make))) as on:
        await on.press("s", "enter")
        await until(on, ReviewScreen)
        await on.press("tab", "tab", *keys)
        yield on


@asynccontextmanager
async def trends(look: Look, size: str, *, weeks: object = WEEKS) -> AsyncGenerator[Stage]:
    async with at_home(look, size, FakeFactory(kept=FakeArchive(weeks=weeks))) as on:  # type: ignore[arg-type]
        await on.press("t")
        await until(on, TrendsScreen)
        yield on


@asynccontextmanager
async def settings(
    look: Look, size: str, *, keys: tuple[str, ...], comes: type[Screen[Any]] = SettingsScreen
) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        await on.press("comma")
        await until(on, SettingsScreen)
        await on.press(*keys)
        await until(on, comes)
        yield on


@asynccontextmanager
async def later(look: Look, size: str) -> AsyncGenerator[Stage]:
    """Begun after a session whose end was not rated."""
    unrated = Unrated(number=4, began="2026-03-04 20:15", title=TITLE)
    async with at_home(look, size, FakeFactory(to_ask=unrated)) as on:
        await until(on, RatingLaterScreen)
        yield on


ROWS = (
    Shown("rating-later", RatingLaterScreen, later),
    Shown("review", ReviewScreen, review),
    Shown("review-words", ReviewScreen, partial(review, keys=("i",))),
    Shown("review-stopped", ReviewScreen, partial(review, make=lambda _: made.stopped())),
    Shown("review-symptom", ReviewScreen, partial(review, make=ended_by_symptom)),
    Shown("review-export", ExportScreen, partial(review, keys=("w",))),
    Shown("review-delete", ConfirmScreen, partial(review, keys=("x",))),
    Shown("trends", TrendsScreen, trends),
    Shown("trends-few", TrendsScreen, partial(trends, weeks=FEW)),
    Shown("trends-none", TrendsScreen, partial(trends, weeks=NOTHING)),
    Shown("settings", SettingsScreen, partial(settings, keys=("down", "down", "left"))),
    Shown("settings-everything", SettingsScreen, partial(settings, keys=("end",))),
    Shown("settings-delete", ConfirmScreen, partial(settings, keys=("end", "enter"), comes=ConfirmScreen)),
)
