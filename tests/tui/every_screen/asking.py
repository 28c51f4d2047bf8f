"""What is asked before a session."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from biofeedback.app.interview import CannotKeep, OutOfReach, ToAnswer
from biofeedback.cues.words import LedBy
from biofeedback.errors import NotAStore
from biofeedback.tui.asking.change import ChangeScreen
from biofeedback.tui.asking.check import CheckScreen
from biofeedback.tui.asking.examination import ExaminationScreen
from biofeedback.tui.asking.keeping import KeepingScreen
from biofeedback.tui.asking.out_of_reach import OutOfReachScreen
from biofeedback.tui.asking.places import PlacesScreen
from biofeedback.tui.asking.plan import PlanScreen
from biofeedback.tui.asking.questions import QuestionsScreen
from biofeedback.tui.asking.review import ReviewScreen
from biofeedback.tui.asking.why_asked import WhyAskedScreen
from biofeedback.tui.look import Look
from biofeedback.why import why
from devices.trouble import Trouble, unavailable
from protocols.library import load
from protocols.restrictions import Place
from protocols.screening.proposal import propose
from protocols.screening.sheet import Sheet, parts
from protocols.training import Region
from tests.screening.answering import chose, yes
from tests.tui.drive import Stage, at_home
from tests.tui.every_screen.row import Shown
from tests.tui.fake_factory import FakeFactory
from tests.tui.snapshot import screen_text
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
        on.app.push_screen(QuestionsScreen(ToAnswer(reason=why("screening.due_first")), look))
        await on.settle()
        yield on


@asynccontextmanager
async def places(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with questions(look, size) as on:
        while screen_text(on.app).find(look.texts.say("screening.part_moving")) < 0:
            await on.press("enter")
        await on.press("1", "space", "down", "l")
        yield on


@asynccontextmanager
async def marked(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with questions(look, size) as on:
        await on.press("1", "1", "2")
        yield on


@asynccontextmanager
async def choices(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        given = Sheet().with_rest_no(question for part in parts()[:-1] for question in part.questions).answers()
        on.app.push_screen(QuestionsScreen(ToAnswer(reason=why("screening.due_unfinished"), given=given), look))
        await on.press("1", "1")
        yield on


@asynccontextmanager
async def answers(look: Look, size: str) -> AsyncGenerator[Stage]:
    given = Sheet((yes("lungs"), yes("injury", Place(region=Region.NECK)))).with_rest_no(STANDING).answers()
    async with at_home(look, size) as on:
        on.app.push_screen(ReviewScreen(given, lambda answer: given, look, asked=True))
        await on.press("down", "down", "down")
        yield on


@asynccontextmanager
async def change(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with answers(look, size) as on:
        await on.press("up", "space", "up")
        yield on


@asynccontextmanager
async def why_asked(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        on.app.push_screen(WhyAskedScreen(TODAY, look))
        await on.settle()
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
async def shorter(look: Look, size: str) -> AsyncGenerator[Stage]:
    async with at_home(look, size) as on:
        proposal = propose((yes("mobility"),), load("sixteen_groups"))
        on.app.push_screen(PlanScreen(proposal, look, begins=True, sound=LedBy.VOICE))
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
    Shown("question-marked", QuestionsScreen, marked),
    Shown("question-choices", QuestionsScreen, choices),
    Shown("answers", ReviewScreen, answers),
    Shown("answer-change", ChangeScreen, change),
    Shown("why-asked", WhyAskedScreen, why_asked),
    Shown("places", PlacesScreen, places),
    Shown("check", CheckScreen, check),
    Shown("plan", PlanScreen, plan),
    Shown("plan-shorter", PlanScreen, shorter),
    Shown("keeping", KeepingScreen, keeping),
    Shown("out-of-reach", OutOfReachScreen, out_of_reach),
    Shown("examination", ExaminationScreen, examination),
)
