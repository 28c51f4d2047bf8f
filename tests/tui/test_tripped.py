"""What people tripped over on walks through the program, screen by screen, and trip over no more."""

from __future__ import annotations

import asyncio
import gc
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app.bench import Bench
from biofeedback.app.ports import Activity, Toured
from biofeedback.app.speed_dial import SpeedDial
from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts, keys_of
from biofeedback.tui.after.trends import TrendsScreen
from biofeedback.tui.asking.change import ChangeScreen
from biofeedback.tui.asking.review import QUESTIONS, ReviewScreen, Way
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.rating import RatingScreen
from biofeedback.tui.text_widgets import WrappedText
from biofeedback.tui.tour import TourScreen
from protocols.library import load, names
from protocols.screening.sheet import Sheet
from protocols.training import Unit, unit_of
from tests.tui.after_made import WEEKS, until
from tests.tui.drive import SIZES, Stage, at_home, practising, stage
from tests.tui.every_screen.sessions import strapless
from tests.tui.fake_archive import FakeArchive
from tests.tui.fake_factory import FakeFactory
from tests.tui.snapshot import screen_text
from tests.tui.terminal import terminal
from tests.tui.test_asking import STANDING

EVERYWHERE = pytest.mark.parametrize("lang", LANGUAGES)
AT_EVERY_SIZE = pytest.mark.parametrize("size", SIZES)


class Slow(FakeFactory):
    """A tour that takes its time to be put together."""

    async def open_tour(self) -> Toured:
        await asyncio.Event().wait()
        return await super().open_tour()


# ------------------------------------------------------------------------------------------- keys upon the start


async def test_escape_takes_back_what_home_is_just_preparing_and_does_not_end_the_program() -> None:
    async with at_home(Look(), "usual", Slow(suggested="Today: rest.")) as on:
        on.app.simulate_key("g")
        on.app.simulate_key("escape")
        await on.settle()
        assert on.app.return_code is None
        assert isinstance(on.app.screen, HomeScreen)
        await on.settle()
        assert not on.app.preparing
        assert "Today: rest." in screen_text(on.app)
        await on.press("d")
        assert on.factory.opened == [Activity.DEMO]


async def test_a_session_that_began_with_the_same_breath_is_ended_and_home_stands() -> None:
    async with at_home(Look(), "usual") as on:
        on.app.simulate_key("g")
        while on.app.session is None:
            await on.pilot.pause(0)
        on.app.take_back()
        await on.settle()
        assert isinstance(on.app.screen, HomeScreen)
        assert all(runner.closed for runner in on.factory.runners)
        await on.press("g")
        assert isinstance(on.app.screen, TourScreen)


async def test_leaving_while_something_is_prepared_leaves_nothing_that_was_never_awaited(
    recwarn: pytest.WarningsRecorder,
) -> None:
    for key in ("g", "p", "b", "s"):
        async with at_home(Look(), "usual") as on:
            on.app.simulate_key(key)
            on.app.exit()
    gc.collect()
    assert [str(each.message) for each in recwarn if "never awaited" in str(each.message)] == []


def test_keys_typed_ahead_of_the_program_leave_no_line_of_python_in_the_terminal(tmp_path: Path) -> None:
    with terminal(tmp_path, sys.executable, "-m", "biofeedback") as on:
        on.type("gq")
        assert on.ended() == 0
        assert "never awaited" not in on.shown.decode()


# ------------------------------------------------------------------------------------------- without a strap


@EVERYWHERE
@AT_EVERY_SIZE
async def test_without_a_strap_the_practice_itself_is_drawn_and_no_empty_axis(size: str, lang: str) -> None:
    """Time, how far it has come, what is done and what comes; and no key for figures that there are not."""
    async with strapless(Look(lang=lang), size) as on:
        shown = screen_text(on.app)
        assert not on.app.screen.query_one("#tacho").display
        protocol = on.runner.protocol
        assert protocol is not None
        assert Texts(lang).say("tui.course_time", so_far=1, left=2) in shown
        if size != "small":
            assert protocol.steps[-1].group.name.say(lang) in shown
        assert Texts(lang).say("tui.key_numbers") not in shown


async def test_what_was_drawn_comes_back_with_the_heart() -> None:
    async with strapless(Look(), "usual") as on:
        on.runner.guide.strapless = False
        await on.frame()
        assert on.app.screen.query_one("#tacho").display
        assert not on.app.screen.query_one("#practice-course").display


@EVERYWHERE
@pytest.mark.parametrize(("source", "shown"), [("none", "nobody"), ("ble", "strap")])
async def test_where_the_heart_comes_from_is_said_in_words(source: str, shown: str, lang: str) -> None:
    async with practising(Look(lang=lang), "usual", at=0) as on:
        on.runner.name = source
        await on.press("4", "enter")
        await on.later(30)
        top = screen_text(on.app).split("\n")[0]
        assert Texts(lang).say(f"source.{shown}") in top
        assert source not in top


# ------------------------------------------------------------------------------------------- the answers repeated


def reviewing(on: Stage) -> list[Way | None]:
    """The page that repeats the answers, over home; how it is left."""
    given, left = Sheet().with_rest_no(STANDING).answers(), list[Way | None]()
    on.app.push_screen(ReviewScreen(given, lambda answer: given, on.app.look, asked=True), left.append)
    return left


@EVERYWHERE
@AT_EVERY_SIZE
async def test_enter_leads_to_the_last_of_the_answers_and_y_beyond_it(size: str, lang: str) -> None:
    """A held Enter, which says no to page after page, ends here."""
    async with at_home(Look(lang=lang), size) as on:
        left = reviewing(on)
        await on.settle()
        texts, pages = Texts(lang), 0
        while True:
            shown = screen_text(on.app)
            more = texts.say("tui.key_further").split()[-1] in shown
            assert more is ("below" in shown or "下面还有" in shown)
            assert more or texts.say("tui.key_all_right").split()[-1] in shown
            if not more:
                break
            await on.press("enter")
            pages += 1
            assert pages <= len(QUESTIONS)
        await on.press("enter", "enter", "enter")
        assert left == []
        await on.press("y")
        assert left == [Way.RIGHT]
        assert (pages > 0) is (size != "large")


async def test_space_changes_the_answer_at_the_cursor() -> None:
    async with at_home(Look(), "usual") as on:
        left = reviewing(on)
        await on.press("down", "space")
        assert isinstance(on.app.screen, ChangeScreen)
        await on.press("escape")
        assert isinstance(on.app.screen, ReviewScreen)
        assert left == []


# ------------------------------------------------------------------------------------------- what is counted


def test_what_is_about_no_muscle_group_counts_none() -> None:
    counted = {name: unit_of(load(name)) for name in names()}
    assert {name for name, unit in counted.items() if unit is Unit.STEPS} >= {"grounding", "diaphragm_breathing"}
    assert counted["body_scan"] is Unit.PARTS
    assert counted["sixteen_groups"] is counted["release_only"] is unit_of(None) is Unit.GROUPS


@EVERYWHERE
async def test_the_last_page_counts_what_was_practised(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with practising(Look(lang=lang), "usual", at=71) as on:
        monkeypatch.setattr(type(on.runner), "protocol", load("grounding"))
        await on.press("x")
        assert isinstance(on.app.screen, SummaryScreen)
        assert Texts(lang).say("tui.summary_steps", done=0, planned=3) in screen_text(on.app)


# ------------------------------------------------------------------------------------------- tour, lab, home


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every runner can be quickened."""
    monkeypatch.setattr("tests.tui.fake_guide.FakeRunner.speed", SpeedDial(1.0, False, lambda times: None))


@pytest.mark.usefixtures("quick")
async def test_left_from_inside_the_demo_the_tour_leads_back_to_the_demo() -> None:
    async with stage(Look(), "usual", Activity.DEMO) as on:
        await on.press("4", "enter", "t")
        for _ in range(20):
            await on.settle()
        assert isinstance(on.app.screen, TourScreen)
        await on.press("escape")
        for _ in range(20):
            await on.settle()
        assert isinstance(on.app.screen, RatingScreen)
        assert on.factory.opened == [Activity.DEMO, Activity.TOUR, Activity.DEMO]
        await on.press("x", "h", "g")
        assert isinstance(on.app.screen, TourScreen)
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)


@EVERYWHERE
async def test_the_tour_is_called_so_and_not_as_what_it_shows(lang: str) -> None:
    async with at_home(Look(lang=lang), "usual") as on:
        await on.press("g")
        on.runner.rate(None)
        await on.later(71)
        assert isinstance(on.app.screen, PractiseScreen)
        title = on.runner.protocol_title
        assert title is not None
        top = screen_text(on.app).split("\n")[0]
        assert Texts(lang).say("tui.choice_tour") in top
        assert title.say(lang) not in top


@EVERYWHERE
async def test_in_the_lab_whoever_and_whatever_has_a_title_beside_its_name(lang: str) -> None:
    catalogue = Bench(lang).catalogue
    wanted = {f"person_{name}" for name in catalogue.persons} | {f"fault_{name}" for name in catalogue.faults}
    assert wanted <= set(keys_of("lab"))
    async with at_home(Look(lang=lang), "large") as on:
        await on.press("L")
        texts = Texts(lang)
        assert texts.say("lab.titled", title=texts.say("lab.person_athlete"), name="athlete") in screen_text(on.app)


@EVERYWHERE
@AT_EVERY_SIZE
async def test_the_word_of_care_is_whole_at_home(size: str, lang: str) -> None:
    async with at_home(Look(lang=lang), size) as on:
        assert "".join(Texts(lang).say("tui.care").split()) in "".join(screen_text(on.app).split())


@EVERYWHERE
async def test_where_no_day_has_a_number_it_is_said_how_one_comes(lang: str) -> None:
    """Of practices that begin with half a minute of quiet no rest is known, however many there were."""
    factory = FakeFactory(kept=FakeArchive(weeks=replace(WEEKS, resting_hr_bpm=(), resting_ln_rmssd=())))
    async with at_home(Look(lang=lang), "large", factory) as on:
        await on.press("t")
        await until(on, TrendsScreen)
        said = [each.text for each in on.app.screen.query(WrappedText)]
        assert said.count(Texts(lang).say("after.no_days")) == 2


@EVERYWHERE
async def test_no_range_is_explained_that_is_not_drawn(lang: str) -> None:
    """One's own usual range is known after ten days."""
    few = replace(WEEKS, resting_hr_bpm=WEEKS.resting_hr_bpm[:5], resting_ln_rmssd=WEEKS.resting_ln_rmssd[:5])
    for weeks, code in ((few, "days_hr"), (WEEKS, "resting_hr")):
        async with at_home(Look(lang=lang), "usual", FakeFactory(kept=FakeArchive(weeks=weeks))) as on:
            await on.press("t")
            await until(on, TrendsScreen)
            said = [each.text for each in on.app.screen.query(WrappedText)]
            assert Texts(lang).say(f"after.{code}", day="●", band="·") in said
