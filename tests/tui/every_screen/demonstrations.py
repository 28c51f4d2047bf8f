"""The demonstration, its tour, focus and blank mode."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from biofeedback.app.ports import Activity
from biofeedback.app.speed_dial import SpeedDial
from biofeedback.tui.look import Look
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.tour import TourScreen, TourSession
from tests.tui.drive import Stage, at_home, practising, stage
from tests.tui.every_screen.row import Shown
from tests.tui.fake_factory import FakeFactory, FakeTour
from tests.tui.fake_guide import FakeRunner


class Played(FakeFactory):
    """Hands out runners that can be quickened."""

    recorded = False

    def make(self, *, watch: bool = False) -> FakeRunner:
        runner = super().make(watch=watch)
        runner.dial = SpeedDial(1.0, self.recorded, lambda times: None)
        return runner


def led(on: Stage) -> FakeTour:
    """The tour that is on."""
    session = on.app.session
    assert isinstance(session, TourSession)
    assert isinstance(session.tour, FakeTour)
    return session.tour


@asynccontextmanager
async def quickened(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with stage(look, size, Activity.DEMO, Played()) as on:
        await on.press("4", "enter")
        await on.later(71)
        await on.press(*("right_square_bracket",) * 3)
        yield on


@asynccontextmanager
async def words_only(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with practising(look, size, at=71) as on:
        await on.press("f")
        yield on


@asynccontextmanager
async def dark(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with practising(look, size, at=71) as on:
        await on.press("b")
        yield on


@asynccontextmanager
async def on_the_way(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        await on.press("g")
        on.runner.rate(None)
        await on.later(71)
        yield on


@asynccontextmanager
async def at_a_station(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with on_the_way(look, size) as on:
        led(on).station, led(on).place = "tense", 2
        await on.frame()
        yield on


ROWS = (
    Shown("quickened", PractiseScreen, quickened),
    Shown("focus", PractiseScreen, words_only),
    Shown("dark", PractiseScreen, dark),
    Shown("tour-way", TourScreen, on_the_way),
    Shown("tour", TourScreen, at_a_station),
)
