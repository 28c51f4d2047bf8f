"""Two hearts watched at once: what is shown of each, and that nothing of one reaches the other."""

from __future__ import annotations

import pytest

from biofeedback.app.ports import Activity
from biofeedback.errors import BluetoothUnavailable, StoreError
from biofeedback.events import Key
from biofeedback.findings import Grade
from biofeedback.review.marks import Mark
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.pair import Heart, PairScreen
from biofeedback.tui.pair_session import PairSession
from biofeedback.tui.text_widgets import FixedText
from biofeedback.tui.watching.together_panel import TogetherPanel
from tests.tui.cut_below import cut_below
from tests.tui.drive import SIZES, Stage, at_home, stage
from tests.tui.snapshot import assert_snapshot, screen_lines, screen_text


async def both_later(on: Stage, seconds: int) -> None:
    """Time passes for both, and at the wall."""
    for runner in on.factory.runners:
        for _ in range(seconds):
            if not runner.guide.over:
                runner.advance(1.0)
    on.clock.t += seconds
    await on.settle()
    await on.frame()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_both_with_their_names_figures_and_charts(lang: str, size: str) -> None:
    """One above the other, the first on top; the end tells of both."""
    async with at_home(Look(lang=lang), size) as on:
        await on.press("2")
        first, second = on.factory.runners
        first.name, second.name = "ble:C0:FF:EE:00:00:01", "person:restless"
        second.guide.hr_bpm, second.guide.grade = 81.0, Grade.FAIR
        await both_later(on, 90)
        shown = screen_text(on.app)
        assert shown.index(" 64 ") < shown.index(" 81 ")
        await on.press("x")
        assert first.pressed == second.pressed == [Key.STOP]
        assert isinstance(on.app.screen, SummaryScreen)
        await on.still()
        assert_snapshot(on.app, f"watched-two-{lang}-{size}")


async def test_one_that_fails_is_told_so_and_the_other_goes_on() -> None:
    """Its source is let go of; the other's figures go on changing."""
    async with stage(Look(), "usual", Activity.WATCH_TWO) as on:
        first, second = on.factory.runners
        await both_later(on, 30)
        first.fault = BluetoothUnavailable("This sensor comes too late.")
        first.end()
        second.guide.hr_bpm = 97.0
        await on.settle()
        await both_later(on, 5)

        assert isinstance(on.app.screen, PairScreen)
        assert first.closed
        assert not second.closed
        assert "This sensor comes too late." in screen_text(on.app)
        assert " 97 " in screen_text(on.app)
        await on.press("q")
        assert isinstance(on.app.screen, SummaryScreen)
        assert "This sensor comes too late." in screen_text(on.app)


async def test_a_journal_that_cannot_be_written_is_told_with_its_own() -> None:
    """The other's is kept."""
    async with stage(Look(), "usual", Activity.WATCH_TWO) as on:
        await both_later(on, 30)
        on.factory.runners[1].full_disk = StoreError("The disk is full.")
        await on.press("x")
        lines = [line.strip() for line in screen_lines(on.app)]

        told = next(k for k, line in enumerate(lines) if line.startswith("The disk is full."))  # a scroll bar beside it
        assert told > next(k for k, line in enumerate(lines) if line.startswith("2 "))
        assert all(runner.closed for runner in on.factory.runners)


async def test_without_braille_it_holds_to_ascii() -> None:
    """As every screen."""
    async with stage(Look(charset=Charset.ASCII), "usual", Activity.WATCH_TWO) as on:
        await both_later(on, 60)
        assert screen_text(on.app).replace("\N{MINUS SIGN}", "-").isascii()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_both_on_one_scale_with_what_they_share(lang: str, size: str) -> None:
    """By one key; how alike they swing is told when there is enough of both, beside what chance gives."""
    async with at_home(Look(lang=lang), size) as on:
        await on.press("2", "3")
        on.factory.runners[1].name = "person:restless"
        await both_later(on, 100)
        panel = on.app.screen.query_one(TogetherPanel)
        assert panel.display
        shared = panel.query_one(".shared", FixedText)
        assert shared.text.replace("\n", " ").startswith(on.app.look.texts.say("watching.together_later")[:8])
        await both_later(on, 90)
        assert "1.00" in shared.text, "the two scripted hearts are one"
        assert_snapshot(on.app, f"watch-together-{lang}-{size}")
        await on.press("1")
        assert [heart.display for heart in on.app.screen.query(Heart)] == [True, False]
        await on.press("4")
        assert [heart.display for heart in on.app.screen.query(Heart)] == [True, True]


async def test_one_mark_stands_in_both() -> None:
    """With the same words; and the window of time is that of both."""
    async with stage(Look(), "usual", Activity.WATCH_TWO) as on:
        await both_later(on, 60)
        await on.pilot.press("m", "t", "o", "k", "enter")
        await on.press("minus")
        assert isinstance(on.app.session, PairSession)
        for heart in on.app.session.hearts:
            assert heart.session.marks == (Mark(t=60.0, number=1, words="ok"),)
        assert screen_text(on.app).count("-45 s") == 2
        assert all(not runner.pressed for runner in on.factory.runners)


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_on_a_short_screen_why_one_is_over_takes_the_place_of_its_name_and_is_read_whole(lang: str) -> None:
    """Part by part where it is long: nothing of it is cut, and no row is lost below."""
    said = "This sensor comes too late to guard a session, and its beats are of another time."
    async with stage(Look(lang=lang), "small", Activity.WATCH_TWO) as on:
        first, _ = on.factory.runners
        await both_later(on, 30)
        first.fault = BluetoothUnavailable(said)
        first.end()
        await on.settle()
        read = set[str]()
        for _ in range(8):
            await both_later(on, 5)
            name = next(iter(on.app.screen.query(Heart))).query_one(".name", FixedText).text
            read |= set(name.removeprefix("1  ").split())
            assert cut_below(on.app) == []
        assert read == set(said.split())
