"""Whatever lies over a session holds it: no tension begins or goes on behind a page that somebody reads."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager

import pytest
from textual.screen import Screen

import biofeedback.tui
from biofeedback.app.ports import Activity
from biofeedback.decisions import Action, CueGiven, Paused, Phase
from biofeedback.events import Key, Symptom
from biofeedback.findings import Rule
from biofeedback.texts import Texts
from biofeedback.tui.after.confirm import ConfirmScreen
from biofeedback.tui.after.export import ExportScreen
from biofeedback.tui.after.rating_later import RatingLaterScreen
from biofeedback.tui.asking.browse import BrowseScreen
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
from biofeedback.tui.commands import CommandsScreen
from biofeedback.tui.ended import EndedScreen, StopScreen, SummaryScreen
from biofeedback.tui.help import HelpScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.lab import running
from biofeedback.tui.lab.choosing import LabScreen
from biofeedback.tui.lab.comparing import ComparedScreen
from biofeedback.tui.live import LiveScreen
from biofeedback.tui.look import Look
from biofeedback.tui.note import NoteScreen
from biofeedback.tui.overlay import Overlay
from biofeedback.tui.page import Aside, Dialog, Page
from biofeedback.tui.past import PastScreen
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.rating import RatingScreen
from biofeedback.tui.report import ReportScreen
from biofeedback.tui.text_widgets import FixedText
from tests.tui.drive import SIZES, Stage, practising, stage, watching
from tests.tui.real_session import EngineFactory, EngineRunner
from tests.tui.snapshot import screen_text

OVERLAYS = {"r": ReportScreen, "question_mark": HelpScreen}
"""Each page that can be laid over a session, by its key."""
IN_THE_LAB = {running._Over, running.ThrowScreen, running.DecidedScreen}
"""Those that lie over a trial of the lab, in which nobody practises."""
BY_KEY = pytest.mark.parametrize("key", OVERLAYS)
WAITING, PREPARE, TENSE, REST = 2, 66, 71, 80
# Pages that never lie over a running session: they stand in its place, or come before or after it.
ELSEWHERE = (
    LiveScreen,
    RatingScreen,
    EndedScreen,
    HomeScreen,
    PastScreen,
    NoteScreen,
    QuestionsScreen,
    ReviewScreen,
    ChangeScreen,
    WhyAskedScreen,
    PlacesScreen,
    CheckScreen,
    PlanScreen,
    KeepingScreen,
    BrowseScreen,
    CommandsScreen,
    OutOfReachScreen,
    ExaminationScreen,
    Aside,
    ConfirmScreen,
    ExportScreen,
    RatingLaterScreen,
    LabScreen,
    ComparedScreen,
    running.TriedScreen,
)


@asynccontextmanager
async def with_the_engine() -> AsyncGenerator[tuple[Stage, EngineRunner]]:
    """The real engine, after the rating."""
    factory = EngineFactory()
    async with stage(Look(), "usual", Activity.PRACTISE, factory) as on:
        await on.press("4", "enter")
        yield on, factory.engine


def pages() -> Iterator[type[Screen[object]]]:
    """Every page there is."""
    for module in pkgutil.walk_packages(biofeedback.tui.__path__, "biofeedback.tui."):
        if module.name != "biofeedback.tui.terminal":  # not on every system
            importlib.import_module(module.name)
    known: list[type[Screen[object]]] = [Dialog]
    while known:
        page = known.pop()
        known += page.__subclasses__()
        if page.__module__.startswith("biofeedback.") and page not in (Dialog, Page, Overlay):
            yield page


def test_every_page_is_known_to_lie_over_a_session_or_elsewhere() -> None:
    """A new page must be named here, and with it how it treats the session below."""
    over = {page for page in pages() if issubclass(page, Overlay)}
    assert over == {*OVERLAYS.values(), *IN_THE_LAB}
    assert [page for page in pages() if page not in over and not issubclass(page, ELSEWHERE)] == []


@BY_KEY
@pytest.mark.parametrize("at", [WAITING, 20, PREPARE, TENSE, REST, 103, 200])
async def test_it_holds_the_session_in_every_phase(key: str, at: int) -> None:
    """However it is left, but by stopping, the session stays paused, and the screen says how to go on."""
    async with practising(Look(), "usual", at=at) as on:
        await on.press(key)
        assert isinstance(on.app.screen, OVERLAYS[key])
        assert on.runner.pressed == [Key.PAUSE]
        await on.later(300)
        assert isinstance(on.app.screen, OVERLAYS[key])
        await on.press("escape")
        assert isinstance(on.app.screen, PractiseScreen)
        assert on.runner.view().phase is Phase.PAUSED
        assert "Space goes on" in screen_text(on.app)
        await on.press("space")
        assert on.runner.pressed == [Key.PAUSE, Key.RESUME]


async def test_the_help_over_the_first_rating_holds_it_too() -> None:
    """Afterwards it is paused, and going on leads back to the question."""
    async with practising(Look(), "usual", at=0) as on:
        await on.press("question_mark", "escape")
        assert isinstance(on.app.screen, PractiseScreen)
        assert "Space goes on" in screen_text(on.app)
        await on.press("space")
        assert isinstance(on.app.screen, RatingScreen)


async def test_after_the_practice_nothing_is_left_to_hold() -> None:
    """The help over the last rating presses nothing, and does not say that anything is paused."""
    async with practising(Look(), "usual", at=230) as on:
        assert on.runner.view().phase is Phase.ASK_AFTER
        await on.press("question_mark")
        assert on.runner.pressed == []
        assert Texts("en").say("tui.held_below") not in screen_text(on.app)
        await on.press("escape")
        assert isinstance(on.app.screen, RatingScreen)


async def test_what_only_watches_is_not_held() -> None:
    """There is nothing to hold, and nothing says so; what is felt is asked of nobody there."""
    async with watching(Look(), "usual", at=20) as on:
        await on.press("question_mark", "r")
        assert isinstance(on.app.screen, HelpScreen)
        assert on.runner.pressed == []
        assert Texts("en").say("tui.held_below") not in screen_text(on.app)


@BY_KEY
async def test_a_pause_of_the_guard_becomes_the_persons(key: str) -> None:
    """Nothing goes on by itself behind a page, so Pause is asked for in a pause too."""
    async with practising(Look(), "usual", at=REST) as on:
        await on.press("space", key)
        assert on.runner.pressed == [Key.PAUSE, Key.PAUSE]


@BY_KEY
async def test_no_key_but_the_named_ones_lets_the_session_go_on(key: str) -> None:
    """Space, Enter and the rest do nothing to it."""
    async with practising(Look(), "usual", at=TENSE) as on:
        await on.press(key, "space", "enter", "s", "u", "n", "e", "tab", "space")
        assert isinstance(on.app.screen, OVERLAYS[key])
        assert on.runner.pressed == [Key.PAUSE]


@BY_KEY
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_it_says_that_the_session_is_paused(key: str, lang: str, size: str) -> None:
    """In one line, whole, at every size."""
    async with practising(Look(lang=lang), size, at=PREPARE) as on:
        await on.press(key)
        assert Texts(lang).say("tui.held_below") in [line.strip() for line in screen_text(on.app).split("\n")]


@BY_KEY
@pytest.mark.parametrize("stop", ["x", "q"])
async def test_the_session_is_stopped_from_it_at_once(key: str, stop: str) -> None:
    """The stop keys mean the same everywhere."""
    async with practising(Look(), "usual", at=TENSE) as on:
        await on.press(key, stop)
        assert on.runner.pressed == [Key.PAUSE, Key.STOP]
        assert isinstance(on.app.screen, SummaryScreen)


async def test_what_is_felt_can_be_said_from_the_help() -> None:
    """The list takes the place of the help; the digit is told while the session is held."""
    async with practising(Look(), "usual", at=TENSE) as on:
        await on.press("question_mark", "r")
        assert isinstance(on.app.screen, ReportScreen)
        assert len(on.app.screen_stack) == 3, "home, the session, the list"
        await on.press("4")
        assert on.runner.reported == [Symptom.HEART]
        assert isinstance(on.app.screen, PractiseScreen)


async def test_a_page_of_any_kind_laid_over_a_session_holds_it() -> None:
    """It is not for the page to remember: a later one holds as well."""

    class Later(Page):
        pass

    async with practising(Look(), "usual", at=TENSE) as on:
        on.app.push_screen(Later())
        await on.settle()
        assert on.runner.pressed == [Key.PAUSE]


@BY_KEY
async def test_closing_twice_uncovers_once(key: str) -> None:
    """A key pressed again too fast takes nothing else away."""
    async with practising(Look(), "usual", at=REST) as on:
        await on.press(key)
        on.app.simulate_key("escape")
        on.app.simulate_key("escape")
        await on.settle()
        assert isinstance(on.app.screen, PractiseScreen)


@BY_KEY
async def test_a_safety_stop_takes_its_place(key: str) -> None:
    """It never hides behind it."""
    async with practising(Look(), "usual", at=REST) as on:
        await on.press(key)
        on.runner.warn_and_stop(Rule.PAUSE)
        await on.settle()
        assert isinstance(on.app.screen, StopScreen)


@BY_KEY
async def test_no_tension_begins_behind_it_however_long_it_lies_there(key: str) -> None:
    """With the engine that people practise with, over an announcement."""
    async with with_the_engine() as (on, engine):
        engine.until(Phase.PREPARE)
        await on.press(key)
        engine.later(120)
        await on.press("space")
        engine.later(120)
        assert engine.tensions() == 0
        await on.press("escape")
        assert isinstance(on.app.screen, PractiseScreen)
        assert engine.view().phase is Phase.PAUSED


@BY_KEY
async def test_over_a_tension_the_release_comes_first(key: str) -> None:
    """Then the hold, and the same group does not begin again while one reads."""
    async with with_the_engine() as (on, engine):
        engine.until(Phase.TENSE)
        before = len(engine.told)
        await on.press(key)
        told = [each for each in engine.told[before:] if isinstance(each, CueGiven | Paused)]
        assert isinstance(told[0], CueGiven)
        assert told[0].action is Action.RELEASE
        assert isinstance(told[1], Paused)
        engine.later(120)
        assert engine.tensions() == 1


@BY_KEY
async def test_over_a_tension_it_says_let_go_before_it_says_that_it_waits(key: str) -> None:
    """For as long as the screen below does."""
    async with with_the_engine() as (on, engine):
        engine.until(Phase.TENSE)
        await on.press(key)
        assert "Let go. The session is paused" in screen_text(on.app)
        engine.later(5)
        await on.settle()
        assert "Let go." not in screen_text(on.app)
        assert "Paused. The session waits" in screen_text(on.app)


@pytest.mark.parametrize("phase", [Phase.TENSE, Phase.REST])
async def test_a_pause_that_ends_a_tension_says_let_go_first(phase: Phase) -> None:
    """For four seconds; then that it is paused. One that ends a rest does not: nothing was tense."""
    async with with_the_engine() as (on, engine):
        engine.until(phase)
        engine.later(6 if phase is Phase.REST else 1)
        await on.press("space")
        session, headline = on.app.session, on.app.screen.query_one("#headline", FixedText)
        assert session is not None
        assert session.letting_go(engine.view()) == (phase is Phase.TENSE)
        shown = headline.text
        engine.later(5)
        await on.settle()
        assert not session.letting_go(engine.view())
        assert (headline.text != shown) == (phase is Phase.TENSE)
