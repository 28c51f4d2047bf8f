"""Nobody meets a dead end: no strap, no sound, nothing chosen yet, and still every page says what can be done."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from biofeedback.app.interview import Otherwise
from biofeedback.app.past_sessions import past_sessions
from biofeedback.app.ports import Activity, StrapSeen
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.errors import BluetoothUnavailable
from biofeedback.texts import Texts
from biofeedback.tui.asking.browse import BrowseScreen
from biofeedback.tui.asking.examination import ExaminationScreen
from biofeedback.tui.asking.out_of_reach import OutOfReachScreen
from biofeedback.tui.asking.questions import QuestionsScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.rating import RatingScreen
from biofeedback.why import why
from devices.trouble import Trouble, unavailable
from tests.tui.drive import Stage, at_home, stage
from tests.tui.fake_factory import FakeFactory
from tests.tui.snapshot import screen_text

NO_BLUETOOTH = StrapSeen(problem=unavailable(Trouble.NO_SERVICE))


class Radio:
    """What a look for the strap comes to, and how often it was looked for."""

    def __init__(self, *seen: StrapSeen) -> None:
        self.left = list(seen)
        self.looks = 0

    async def look(self, address: str | None) -> StrapSeen:
        self.looks += 1
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


@asynccontextmanager
async def real(
    radio: Radio, size: str = "usual", lang: str = "en", begin: Activity | None = None
) -> AsyncGenerator[Stage]:
    """The program as it is put together, but for the radio and the sound."""
    factory = LiveSessionFactory(SessionRequest(lang=lang), radio.look)
    async with stage(Look(lang=lang), size, begin, factory) as on:
        yield on
        await on.app.end()


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")


async def until(on: Stage, *screens: type) -> None:
    """Let the workers come to that screen."""
    for _ in range(200):
        if isinstance(on.app.screen, screens):
            return await on.settle()
        await on.pilot.pause(0.01)
    raise AssertionError(f"{screens} never came: {on.app.screen}")


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_no_strap_is_said_before_any_question_with_what_works(lang: str) -> None:
    async with real(Radio(NO_BLUETOOTH), "usual", lang) as on:
        await on.press("p")
        await until(on, OutOfReachScreen)
        assert Texts(lang).say("strapless.title") in screen_text(on.app)


async def test_by_one_key_it_is_practised_without_a_strap_and_nothing_is_tensed() -> None:
    """The questions before the first time are asked as ever; then it begins, and says that nothing is watched."""
    async with real(Radio(NO_BLUETOOTH), begin=Activity.PRACTISE) as on:
        await until(on, OutOfReachScreen)
        await on.press("1")
        await until(on, QuestionsScreen)


async def test_looking_again_finds_the_strap() -> None:
    radio = Radio(NO_BLUETOOTH, StrapSeen(name="Polar H10"))
    async with real(radio, begin=Activity.PRACTISE) as on:
        await until(on, OutOfReachScreen)
        choices = on.app.screen._choices  # type: ignore[attr-defined]
        await on.press(str(choices.index(Otherwise.AGAIN) + 1))
        await until(on, QuestionsScreen)
        assert radio.looks == 2


async def test_watching_without_a_strap_leads_to_a_simulated_session() -> None:
    async with real(Radio(NO_BLUETOOTH), begin=Activity.WATCH) as on:
        await until(on, OutOfReachScreen)
        choices = on.app.screen._choices  # type: ignore[attr-defined]
        await on.press(str(choices.index(Otherwise.SIMULATED) + 1))
        await until(on, PractiseScreen, RatingScreen)


async def test_leaving_that_page_leads_home_and_stores_nothing() -> None:
    async with real(Radio(NO_BLUETOOTH)) as on:
        await on.press("w")
        await until(on, OutOfReachScreen)
        await on.press("escape")
        await until(on, HomeScreen)
        assert past_sessions() == ()


async def test_a_strap_seen_at_home_is_not_looked_for_again() -> None:
    radio = Radio(StrapSeen(name="Polar H10", battery_percent=78))
    async with real(radio) as on:
        await on.settle()
        assert "strap: Polar H10, 78 %" in screen_text(on.app)
        await on.press("p")
        await until(on, QuestionsScreen)
        assert radio.looks == 1


async def test_what_is_chosen_from_all_practices_begins() -> None:
    factory = FakeFactory()
    async with at_home(Look(), "usual", factory) as on:
        await on.press("b")
        await until(on, BrowseScreen)
        await on.press("down", "down", "enter")
        assert factory.opened == [Activity.PRACTISE]
        assert factory.protocols[-1] is not None


async def test_what_is_wrong_is_shown_by_one_key() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("c")
        await until(on, ExaminationScreen)
        assert "Everything here works" in screen_text(on.app)
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)


async def test_a_refusal_is_said_at_home_where_every_key_still_works() -> None:
    refusal = BluetoothUnavailable("no strap", reasons=(why("devices.not_found"),))
    async with at_home(Look(), "usual", FakeFactory(refusal=refusal)) as on:
        await on.press("w")
        assert isinstance(on.app.screen, HomeScreen)
        assert "no strap" in screen_text(on.app)
