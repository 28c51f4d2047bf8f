"""The lab."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from biofeedback.tui.lab.choosing import LabScreen
from biofeedback.tui.lab.comparing import ComparedScreen
from biofeedback.tui.lab.running import DecidedScreen, ThrowScreen, TrialScreen, TriedScreen
from biofeedback.tui.look import Look
from tests.tui.drive import Stage, at_home
from tests.tui.every_screen.row import Shown


@asynccontextmanager
async def lab(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        await on.press("L", "tab", "down", "down", "m")
        yield on


@asynccontextmanager
async def trial(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        await on.press("L", "enter")
        on.runner.rate(5)
        await on.later(71)
        yield on


@asynccontextmanager
async def throwing(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with trial(look, size) as on:
        await on.press("t")
        yield on


@asynccontextmanager
async def decided(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with trial(look, size) as on:
        await on.later(40)
        await on.press("d")
        yield on


@asynccontextmanager
async def tried(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with trial(look, size) as on:
        await on.later(40)
        await on.press("x")
        yield on


@asynccontextmanager
async def compared(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with lab(look, size) as on:
        await on.press("plus", "c")
        for _ in range(200):
            if isinstance(on.app.screen, ComparedScreen):
                break
            await on.pilot.pause(0.01)
        await on.settle()
        yield on


ROWS = (
    Shown("lab", LabScreen, lab),
    Shown("trial", TrialScreen, trial, left_by=("x", "escape", "h")),
    Shown("throwing", ThrowScreen, throwing, left_by=("escape", "x", "h")),
    Shown("decided", DecidedScreen, decided, left_by=("escape", "x", "h")),
    Shown("tried", TriedScreen, tried),
    Shown("compared", ComparedScreen, compared),
)
