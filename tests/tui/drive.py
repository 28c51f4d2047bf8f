"""Brings the app to a moment of a session, on clocks that stand still."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Resize
from textual.geometry import Size
from textual.pilot import Pilot
from textual.strip import Strip

from biofeedback.app.ports import Activity, SessionFactory
from biofeedback.decisions import Finished
from biofeedback.tui.app import BiofeedbackApp
from biofeedback.tui.live import LiveScreen
from biofeedback.tui.look import Look
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_guide import FakeRunner, StillClock
from tests.tui.snapshot import screen_text

SIZES = {"small": (40, 12), "usual": (80, 24), "large": (120, 40)}
EVERY_SIZE = {**SIZES, "huge": (200, 60)}


@dataclass
class Stage:
    """The app under test and everything around it."""

    app: BiofeedbackApp
    pilot: Pilot[Finished]
    factory: Any
    clock: StillClock

    @property
    def runner(self) -> FakeRunner:
        runner: FakeRunner = self.factory.runner
        return runner

    async def settle(self) -> None:
        """Let every message be handled."""
        for _ in range(3):
            await self.pilot.pause(0)  # without an argument it would sleep

    async def still(self) -> None:
        """Let it settle until nothing on it changes: where something has no room, its keys are laid out once more."""
        shown = ""
        while (now := screen_text(self.app)) != shown:
            shown = now
            await self.settle()

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.app.simulate_key(key)
            await self.settle()
        await self.frame()

    async def frame(self) -> None:
        """What the timer would do."""
        screen = self.app.screen
        if isinstance(screen, LiveScreen):
            screen.frame()
        await self.pilot.pause(0)

    async def resize(self, size: str) -> None:
        """The terminal is made that large."""
        driver, now = self.app._driver, Size(*EVERY_SIZE[size])
        assert isinstance(driver, HeadlessDriver)
        driver._size = now
        self.app.post_message(Resize(now, now))
        while self.app.screen.outer_size != now:  # Textual waits a moment for further ones
            await self.pilot.pause(0.005)
        await self.settle()
        await self.frame()

    async def later(self, seconds: int) -> None:
        """Time passes for the session and at the wall."""
        for _ in range(seconds):
            self.runner.advance(1.0)
        self.clock.t += seconds
        await self.settle()
        await self.frame()

    def painted(self) -> list[Strip]:
        """Every row as it goes to the terminal."""
        filters = [each for each in self.app._filters if each.enabled]
        strips = [Strip(list(strip)) for strip in self.app.screen._compositor.render_strips()]
        background = self.app.screen.styles.background
        for one in filters:
            strips = [strip.apply_filter(one, background) for strip in strips]
        return strips


@asynccontextmanager
async def stage(
    look: Look, size: str, begin: Activity | None, factory: SessionFactory | None = None
) -> AsyncGenerator[Stage]:
    """The app, begun as from the command line."""
    clock = StillClock()
    factory = factory or FakeFactory()
    app = BiofeedbackApp(factory, look, begin=begin, clock=clock, ticking=False)
    async with app.run_test(size=EVERY_SIZE[size]) as pilot:
        on = Stage(app, pilot, factory, clock)
        await on.settle()
        yield on


@asynccontextmanager
async def at_home(look: Look, size: str, factory: FakeFactory | None = None) -> AsyncGenerator[Stage]:
    async with stage(look, size, None, factory) as on:
        yield on


@asynccontextmanager
async def practising(look: Look, size: str, *, at: int) -> AsyncGenerator[Stage]:
    """`at` seconds after the rating; 0: while it is asked for."""
    async with stage(look, size, Activity.PRACTISE) as on:
        on.runner.guide.odd = frozenset({40, 77})
        if at:
            await on.press("4", "enter")
            await on.later(at)
        yield on


@asynccontextmanager
async def watching(look: Look, size: str, *, at: int) -> AsyncGenerator[Stage]:
    async with stage(look, size, Activity.WATCH) as on:
        await on.later(at)
        yield on
