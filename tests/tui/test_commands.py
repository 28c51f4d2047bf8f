"""The list of commands: all that home can do, in the language of the screens, from any page outside a session only."""

from __future__ import annotations

import re

import pytest

from biofeedback.app.ports import Activity
from biofeedback.tui.asking.browse import BrowseScreen
from biofeedback.tui.commands import CommandsScreen
from biofeedback.tui.help import HelpScreen
from biofeedback.tui.home import AT_ONCE, CHOICES, HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.past import PastScreen
from protocols.library import load
from protocols.safety import total_s
from tests.tui.drive import at_home, practising, watching
from tests.tui.every_screen.home import PAST
from tests.tui.fake_factory import FakeFactory
from tests.tui.snapshot import screen_text

OPENS = pytest.mark.parametrize("key", ["ctrl+p", "ctrl+g"])


@OPENS
@pytest.mark.parametrize("at", [0, 20, 71, 85, 200])
async def test_it_never_opens_in_a_session(key: str, at: int) -> None:
    """Nor over what lies over one, nor on the page after it: the cue is not covered, and nothing is paused by it."""
    async with practising(Look(), "usual", at=at) as on:
        before, pressed = on.app.screen, list(on.runner.pressed)
        await on.press(key)
        assert on.app.screen is before
        assert on.runner.pressed == pressed
        await on.press("question_mark", key)
        assert isinstance(on.app.screen, HelpScreen)
        await on.press("x", key)
        assert not isinstance(on.app.screen, CommandsScreen)


@OPENS
async def test_it_never_opens_where_a_heart_is_watched(key: str) -> None:
    async with watching(Look(), "usual", at=20) as on:
        before = on.app.screen
        await on.press(key)
        assert on.app.screen is before


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_it_lists_all_that_home_can_do_in_the_language_of_the_screens(lang: str) -> None:
    async with at_home(Look(lang=lang), "large") as on:
        await on.press("ctrl+p")
        shown = screen_text(on.app)
        assert all(on.app.look.texts.say(f"tui.choice_{choice}") in shown for choice, _ in CHOICES)


async def test_a_few_letters_find_it_and_enter_does_it() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("ctrl+p", *"mulat", "enter")  # simulated heart
        assert on.factory.opened == [Activity.DEMO]


async def test_what_was_typed_can_be_taken_back_and_what_nothing_has_finds_nothing() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("ctrl+p", *"zzz", "enter")
        assert isinstance(on.app.screen, CommandsScreen)
        await on.press(*["backspace"] * 3)
        assert "Practise" in screen_text(on.app)
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)
        assert on.factory.opened == []


async def test_one_letter_jumps_from_another_page() -> None:
    """What was open there is left as by its own way back."""
    async with at_home(Look(), "usual", FakeFactory(past=PAST)) as on:
        await on.press("b")
        assert isinstance(on.app.screen, BrowseScreen)
        await on.press("ctrl+g", "s")
        assert isinstance(on.app.screen, PastScreen)
        await on.press("ctrl+g", "question_mark")
        assert isinstance(on.app.screen, HelpScreen)
        await on.press("ctrl+g", "d")
        assert on.factory.opened == [Activity.DEMO]
        assert len(on.app.screen_stack) == 2


async def test_a_letter_that_leads_nowhere_leaves_it_open() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("ctrl+g", "%")
        assert isinstance(on.app.screen, CommandsScreen)


async def test_the_mouse_chooses_as_enter_does() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("ctrl+g")
        row = next(k for k, line in enumerate(screen_text(on.app).split("\n")) if "All practices" in line)
        await on.pilot.click(offset=(10, row))
        await on.settle()
        assert isinstance(on.app.screen, BrowseScreen)


async def test_colours_are_changed_from_it_and_kept() -> None:
    kept: list[str] = []
    factory = FakeFactory()
    factory.keep_theme = kept.append  # type: ignore[method-assign, assignment]
    async with at_home(Look(), "usual", factory) as on:
        await on.press("ctrl+p", *"paper", "enter")
        assert on.app.theme == "paper"
        assert kept == ["paper"]


@pytest.mark.parametrize(("protocol", "key"), AT_ONCE)
async def test_another_practice_is_one_key_away(protocol: str, key: str) -> None:
    """At home, and by the jump from any other page."""
    async with at_home(Look(), "usual", FakeFactory(past=PAST)) as on:
        await on.press(key)
        assert (on.factory.opened, on.factory.protocols) == ([Activity.PRACTISE], [protocol])
    async with at_home(Look(), "usual", FakeFactory(past=PAST)) as on:
        await on.press("s", "ctrl+g", key)
        assert (on.factory.opened, on.factory.protocols) == ([Activity.PRACTISE], [protocol])


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_home_names_each_of_these_keys_and_its_minutes_are_true(lang: str) -> None:
    async with at_home(Look(lang=lang), "usual") as on:
        words = next(line for line in screen_text(on.app).splitlines() if line.lstrip().startswith("b "))
        assert all(re.search(rf"\b{key} ", words) for _, key in AT_ONCE)
    assert [round(total_s(load(protocol)) / 60) for protocol, _ in AT_ONCE[:3]] == [3, 7, 12]


async def test_it_is_found_by_its_name() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("ctrl+p", *"sleep", "enter")
        assert on.factory.protocols == ["bedtime"]
