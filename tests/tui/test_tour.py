"""The tour on the screen: by key from home and from the demo; Space goes on, Escape leads home."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.app.past_sessions import past_sessions
from biofeedback.app.ports import Activity
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.speed_dial import SpeedDial
from biofeedback.findings import Rule
from biofeedback.text_layout import wrap
from biofeedback.texts import keys_of
from biofeedback.tui.ended import StopScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.tour import TourScreen
from tests.app.test_tour import NAMES
from tests.tui.drive import SIZES, at_home, practising, stage
from tests.tui.every_screen.demonstrations import led
from tests.tui.snapshot import screen_text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_a_station_is_told_below_the_session(size: str, lang: str) -> None:
    async with at_home(Look(lang=lang), size) as on:
        await on.press("g")
        assert on.factory.opened == [Activity.TOUR]
        assert isinstance(on.app.screen, TourScreen)
        led(on).station, led(on).place = "tense", 2
        await on.frame()
        said = "".join(screen_text(on.app).split())
        assert "".join(on.app.look.texts.say("tour.tense").split()) in said
        await on.press("space")
        assert led(on).station is None
        assert led(on).place == 3


async def test_escape_leads_home_and_another_session_can_be_begun() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("g", "escape")
        assert isinstance(on.app.screen, HomeScreen)
        assert on.runner.closed
        await on.press("g")
        assert isinstance(on.app.screen, TourScreen)


async def test_after_the_last_station_the_last_page_of_the_session_is_shown() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("g")
        led(on).station, led(on).place = "stop", 7
        on.runner.warn_and_stop(Rule.IRREGULAR)
        await on.settle()
        assert isinstance(on.app.screen, TourScreen)
        await on.press("space")
        assert isinstance(on.app.screen, StopScreen)
        await on.press("h")
        assert isinstance(on.app.screen, HomeScreen)
        assert on.app.last is None


async def test_the_tour_takes_the_place_of_a_demo_by_its_key_and_of_no_practice() -> None:
    async with stage(Look(), "usual", Activity.DEMO) as on:
        on.runner.dial = SpeedDial(1.0, False, lambda times: None)
        await on.press("4", "enter", "t")
        for _ in range(20):
            await on.settle()
        assert isinstance(on.app.screen, TourScreen)
        assert on.factory.opened == [Activity.DEMO, Activity.TOUR]
    async with practising(Look(), "usual", at=71) as on:
        await on.press("t")
        assert isinstance(on.app.screen, PractiseScreen)
        assert not isinstance(on.app.screen, TourScreen)
        assert on.runner.pressed == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("columns", "rows"), [(38, 3), (78, 2)])
def test_no_sentence_of_it_is_told_in_parts(columns: int, rows: int, lang: str) -> None:
    assert set(NAMES) < set(keys_of("tour"))
    for code in (*NAMES, "welcome"):
        assert len(wrap(Look(lang=lang).texts.say(f"tour.{code}"), columns)) <= rows, code


async def test_as_the_program_puts_it_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")
    factory = LiveSessionFactory(SessionRequest(source="person:calm"))
    async with stage(Look(), "usual", Activity.TOUR, factory) as on:
        for _ in range(50):
            await on.settle()
            if isinstance(on.app.screen, TourScreen):
                break
            await on.pilot.pause(0.01)
        await on.frame()
        assert "A simulated heart sits quietly" in screen_text(on.app).replace("\n ", " ")
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)
        await on.app.end()
    assert past_sessions() == ()
