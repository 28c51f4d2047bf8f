"""What is asked before a session."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from biofeedback.app.interview import CannotKeep, OutOfReach
from biofeedback.errors import NotAStore
from biofeedback.tui.asking.check import CheckScreen
from biofeedback.tui.asking.examination import ExaminationScreen
from biofeedback.tui.asking.keeping import KeepingScreen
from biofeedback.tui.asking.out_of_reach import OutOfReachScreen
from biofeedback.tui.asking.places import PlacesScreen
from biofeedback.tui.asking.plan import PlanScreen
from biofeedback.tui.asking.questions import QuestionsScreen
from biofeedback.tui.look import Look
from biofeedback.why import why
from devices.trouble import Trouble, unavailable
from protocols.screening.proposal import propose
from tests.screening.answering import chose, yes
from tests.tui.drive import Stage, at_home
from tests.tui.every_screen.row import Shown
from tests.tui.fake_factory import FakeFactory
from tests.tui.test_asking import DEFAULT, STANDING, TODAY

GIVEN = (yes("dizziness"), yes("worry"), chose("position", "seated"))

UNREADABLE = CannotKeep(
    problem=NotAStore("not a readable store", reasons=(why("store.damaged", file="/数据/7.sqlite3"),)),
    unknown=(why("keeping.unread"), why("keeping.any_strap")),
    new_file="7-2.sqlite3",
)
WITHOUT_STRAP = ("release_only", "diaphragm_breathing", "quiet_place", "body_scan", "grounding")


@asynccontextmanager
async def questions(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        on.app.push_screen(QuestionsScreen(STANDING, "Because.", look))
        await on.settle()
        yield on


@asynccontextmanager
async def places(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with questions(look, size) as on:
        await on.press("n", "n", "n", "y", "space", "down", "l")
        yield on


@asynccontextmanager
async def check(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        on.app.push_screen(CheckScreen(TODAY, look, afterwards=True))
        await on.press("1", "b")
        yield on


@asynccontextmanager
async def plan(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        on.app.push_screen(PlanScreen(propose(GIVEN, DEFAULT, pause=True), look, begins=True))
        await on.settle()
        yield on


@asynccontextmanager
async def keeping(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        on.app.push_screen(KeepingScreen(UNREADABLE, look))
        await on.settle()
        yield on


@asynccontextmanager
async def out_of_reach(look: Look, size: str) -> AsyncGenerator[Stage]:
    trouble = OutOfReach(problem=unavailable(Trouble.NO_SERVICE), practices=WITHOUT_STRAP)
    async with at_home(look, size) as on:
        on.app.push_screen(OutOfReachScreen(trouble, look))
        await on.settle()
        yield on


@asynccontextmanager
async def examination(look: Look, size: str) -> AsyncGenerator[Stage]:
    factory = FakeFactory()
    factory.examined = tuple(look.texts.say(f"tui.{name}") for name in ("title", "rate_question", "stop_humble"))
    async with at_home(look, size, factory) as on:
        await on.press("c")
        yield on


ROWS = (
    Shown("question", QuestionsScreen, questions),
    Shown("places", PlacesScreen, places),
    Shown("check", CheckScreen, check),
    Shown("plan", PlanScreen, plan),
    Shown("keeping", KeepingScreen, keeping),
    Shown("out-of-reach", OutOfReachScreen, out_of_reach),
    Shown("examination", ExaminationScreen, examination),
)
