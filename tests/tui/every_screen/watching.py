"""The heart alone, or two."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from biofeedback.findings import Direction, Grade
from biofeedback.tui.look import Look
from biofeedback.tui.pair import PairScreen
from biofeedback.tui.watch import WatchScreen
from tests.tui.drive import Stage, at_home, watching
from tests.tui.every_screen.row import Shown
from tests.tui.test_two import both_later

STOP = ("x", "h")


@asynccontextmanager
async def watch(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with watching(look, size, at=0) as on:
        on.runner.guide.shift = Direction.PARASYMPATHETIC
        await on.later(90)
        yield on


@asynccontextmanager
async def two(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        await on.press("2")
        first, second = on.factory.runners
        first.name, second.name = "ble:C0:FF:EE:00:00:01", "person:restless"
        second.guide.hr_bpm, second.guide.grade = 81.0, Grade.FAIR
        await both_later(on, 90)
        yield on


ROWS = (
    Shown("watch", WatchScreen, watch, STOP),
    Shown("watch-two", PairScreen, two, STOP),
)
