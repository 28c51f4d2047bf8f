"""Watching a heart live: views by one key each, a window of time, marks; on every size of screen, in both languages."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from biofeedback.app.ports import Activity
from biofeedback.events import Key
from biofeedback.review.marks import Mark
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.watch import WatchScreen
from biofeedback.tui.watching.panel import Panel
from biofeedback.tui.watching.views import WatchView
from biofeedback.tui.watching.whole_time import WholeTime
from tests.tui.drive import SIZES, Stage, stage, watching
from tests.tui.snapshot import assert_snapshot, screen_lines, screen_text

WIDE = (200, 60)


def screen(on: Stage) -> WatchScreen:
    shown = on.app.screen
    assert isinstance(shown, WatchScreen)
    return shown


def shown(on: Stage) -> list[int]:
    return [panel.VIEW.value for panel in screen(on).query(Panel) if panel.display]


def marks(on: Stage) -> tuple[Mark, ...]:
    assert on.app.session is not None
    return on.app.session.marks


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_each_view_by_its_key(lang: str, size: str) -> None:
    """Each says its name and its key; on a large screen several stand side by side."""
    async with watching(Look(lang=lang), size, at=150) as on:
        for view in WatchView:
            await on.press(str(view.value))
            assert view.value in shown(on)
            name = on.app.look.texts.say(f"watching.{view.name.lower()}")
            assert f"{view.value} {name}" in screen_text(on.app)
            assert_snapshot(on.app, f"watch-{view.name.lower()}-{lang}-{size}")


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_all_views_stand_on_a_wall(lang: str) -> None:
    async with watching(Look(lang=lang), "large", at=150) as on:
        await on.pilot.resize_terminal(*WIDE)
        await on.settle()
        await on.frame()
        assert shown(on) == [1, 2, 3, 4, 5]
        assert_snapshot(on.app, f"watch-all-{lang}-wide")


@pytest.mark.parametrize(
    ("size", "key", "together"),
    [((80, 24), "3", [3]), ((120, 24), "4", [1, 4]), ((80, 40), "5", [1, 5]), ((120, 40), "5", [1, 2, 3, 5])],
)
async def test_what_has_room_is_shown(size: tuple[int, int], key: str, together: list[int]) -> None:
    """The chosen one always, the heart rate beside it."""
    async with watching(Look(), "usual", at=70) as on:
        await on.pilot.resize_terminal(*size)
        await on.press(key)
        assert shown(on) == together


@pytest.mark.parametrize("charset", [Charset.ASCII, Charset.BLOCKS])
async def test_every_view_without_braille(charset: Charset) -> None:
    async with watching(Look(charset=charset), "large", at=150) as on:
        await on.press("m", "5")
        five = screen_text(on.app)
        await on.press("4")
        four = screen_text(on.app)
        if charset is Charset.ASCII:
            assert (five + four).replace("\N{MINUS SIGN}", "-").replace("²", "2").isascii()
        assert_snapshot(on.app, f"watch-{charset.value}")


async def test_the_window_follows_its_keys_and_its_axis_follows_it() -> None:
    """Longer, shorter, back, forth, and to now; in the past the axis tells the time of the session, and it stands."""
    async with watching(Look(), "usual", at=400) as on:

        def heading() -> str:
            return next(line.strip() for line in screen_lines(on.app) if line.strip().startswith("1 Heart rate"))

        assert heading() == "1 Heart rate   2 min"
        await on.press("minus", "minus", "minus")
        assert heading() == "1 Heart rate   30 s"
        await on.press("plus", "plus", "plus")
        assert heading() == "1 Heart rate   5 min"
        assert "-2 min" in screen_text(on.app)
        await on.press("left")
        assert heading() == "1 Heart rate   5 min up to 5:00"
        assert "  4:00" in screen_text(on.app)
        before = [line for line in screen_lines(on.app) if "⠒" in line or "4:00" in line]
        await on.later(4)
        assert [line for line in screen_lines(on.app) if "⠒" in line or "4:00" in line] == before, (
            "the past stands still"
        )
        await on.press("right")
        assert heading() == "1 Heart rate   5 min"
        await on.press("left", "0")
        assert heading() == "1 Heart rate   5 min"
        await on.press("plus", "plus", "plus")
        assert heading() == "1 Heart rate   all of it"


async def test_a_mark_is_set_by_one_key_and_shown() -> None:
    """Nothing is asked, nothing stops; it is on the chart, and said for a while."""
    async with watching(Look(), "usual", at=100) as on:
        await on.press("m")
        assert marks(on) == (Mark(t=100.0, number=1),)
        assert "Mark 1 is set." in screen_text(on.app)
        await on.later(10)
        assert "Mark 1 is set." not in screen_text(on.app)
        assert any(line.count("┊") == 1 for line in screen_lines(on.app))
        await on.press("m")
        assert [mark.t for mark in marks(on)] == [100.0, 110.0]
        assert on.runner.pressed == []


async def test_words_are_written_while_the_heart_is_watched() -> None:
    """The letters go into the words and not to the keys of the screen; the chart moves on; Enter keeps them."""
    async with watching(Look(), "usual", at=100) as on:
        await on.pilot.press("t", "x", "q", "space", "1", "m")
        first = screen_text(on.app)
        await on.later(6)
        assert "xq 1m" in screen_text(on.app)
        assert screen_text(on.app) != first
        assert on.runner.pressed == []
        await on.pilot.press("enter")
        assert marks(on) == (Mark(t=100.0, number=1, words="xq 1m"),)
        assert "Mark 1: xq 1m" in screen_text(on.app)
        await on.pilot.press("t", "!", "enter")
        assert marks(on) == (Mark(t=100.0, number=1, words="xq 1m!"),)


async def test_escape_leaves_the_words_and_then_the_session() -> None:
    async with watching(Look(), "usual", at=100) as on:
        await on.pilot.press("m", "t", "a", "escape")
        assert marks(on) == (Mark(t=100.0, number=1),)
        assert on.runner.pressed == []
        assert not isinstance(on.app.focused, Input)
        await on.press("escape")
        assert on.runner.pressed == [Key.STOP]


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_help_of_watching_names_its_keys(lang: str) -> None:
    async with stage(Look(lang=lang), "large", Activity.WATCH) as on:
        await on.press("question_mark")
        text = screen_text(on.app)
        assert all(f"\n {key} " in f"\n{text}" or f" {key} " in text for key in ("m", "t", "e", "n", "x"))
        assert_snapshot(on.app, f"help-watching-{lang}-large")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_at_the_end_the_whole_time_stands_as_a_picture_with_its_marks(lang: str, size: str) -> None:
    async with watching(Look(lang=lang), size, at=100) as on:
        await on.pilot.press("m", "t", "h", "i", "enter")
        await on.later(100)
        await on.press("x")
        await on.settle()
        texts = on.app.look.texts
        assert len(on.app.screen.query(WholeTime)) == 1
        assert f"1:40  {texts.say('review.mark_named', number=1, words='hi')}" in screen_text(on.app)
        assert_snapshot(on.app, f"watched-{lang}-{size}")


async def test_whoever_is_better_off_without_numbers_has_no_picture() -> None:
    async with watching(Look(), "usual", at=100) as on:
        on.runner.hidden = True
        await on.press("x")
        await on.settle()
        assert not on.app.screen.query(WholeTime)
