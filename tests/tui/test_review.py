"""A session that is over is looked at along its time, from the list and right after it; what one asks is done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.app.ports import Activity
from biofeedback.errors import StoreError
from biofeedback.export.names import ExportFormat
from biofeedback.review.record import SessionRecord
from biofeedback.tui.after.confirm import ConfirmScreen
from biofeedback.tui.after.review import ReviewScreen
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.past import PastScreen
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.watch import WatchScreen
from biofeedback.why import why
from protocols.screening.terms import Terms
from tests.report import made
from tests.tui.after_made import ended_by_symptom, until
from tests.tui.drive import SIZES, Stage, at_home, practising
from tests.tui.fake_archive import FakeArchive
from tests.tui.fake_factory import FakeFactory
from tests.tui.snapshot import assert_snapshot, screen_text
from tests.tui.test_afterwards import PAST


def factory(make: object = made.session) -> FakeFactory:
    return FakeFactory(past=PAST, kept=FakeArchive(make=make))  # type: ignore[arg-type]


async def looked_at(on: Stage, *keys: str) -> ReviewScreen:
    """The newest of the list, once it is read."""
    await on.press("s", "enter")
    await until(on, ReviewScreen)
    screen = on.app.screen
    assert isinstance(screen, ReviewScreen)
    await on.press(*keys)
    return screen


async def test_without_unicode() -> None:
    async with at_home(Look(charset=Charset.ASCII), "usual", factory()) as on:
        await looked_at(on, "tab")
        assert_snapshot(on.app, "review-ascii-usual")


async def test_one_key_leads_from_decision_to_decision_with_its_reason() -> None:
    async with at_home(Look(), "usual", factory()) as on:
        screen = await looked_at(on, "tab")
        assert screen.cursor == 300.0
        assert "This rest lasts 40 s instead of 30 s." in screen_text(on.app)
        await on.press("tab", "tab")
        assert screen.cursor == 455.0
        await on.press("shift+tab")
        assert screen.cursor == 309.0
        await on.press("right")
        assert screen.cursor > 309.0


async def test_it_is_watched_again_from_the_cursor_on() -> None:
    async with at_home(Look(), "usual", factory()) as on:
        await looked_at(on, "tab", "enter")
        assert on.factory.watched_again == [(3, 300.0)]
        assert isinstance(on.app.screen, WatchScreen)


async def test_the_note_is_changed() -> None:
    async with at_home(Look(), "large", factory()) as on:
        await looked_at(on, "e")
        assert "Slept badly" in screen_text(on.app)
        await on.press("ctrl+u", *"calm", "enter")
        await on.app.workers.wait_for_complete()  # it is kept in a thread
        await on.settle()
        assert on.factory.kept.notes == [(3, "calm")]
        assert isinstance(on.app.screen, ReviewScreen)
        await on.press("i", "pagedown")
        assert "Your note: calm" in screen_text(on.app)


async def test_it_is_written_for_another_program() -> None:
    async with at_home(Look(), "usual", factory()) as on:
        await looked_at(on, "w", "down", "enter")
        await on.pilot.pause(0.05)
        await on.settle()
        assert on.factory.kept.exported == [(3, ExportFormat.KUBIOS)]
        assert "session-3.kubios" in screen_text(on.app)


async def test_as_a_page() -> None:
    async with at_home(Look(), "usual", factory()) as on:
        await looked_at(on, "p")
        await on.pilot.pause(0.05)
        await on.settle()
        assert "session-3-en.html" in screen_text(on.app)


@pytest.mark.parametrize(("answer", "left"), [("y", [2, 1]), ("n", [3, 2, 1]), ("escape", [3, 2, 1]), ("x", [3, 2, 1])])
async def test_it_is_deleted_only_after_a_yes(answer: str, left: list[int]) -> None:
    async with at_home(Look(), "usual", factory()) as on:
        await looked_at(on, "x")
        assert isinstance(on.app.screen, ConfirmScreen)
        await on.press(answer)
        assert [each.number for each in on.factory.past] == left
        assert isinstance(on.app.screen, PastScreen if answer == "y" else ReviewScreen)
        await on.press("escape", *(() if answer == "y" else ("escape",)))
        assert isinstance(on.app.screen, HomeScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_after_a_symptom_no_figure_is_shown_unless_it_is_asked_for(size: str) -> None:
    async with at_home(Look(), size, factory(ended_by_symptom)) as on:
        screen = await looked_at(on, "tab")
        shown = screen_text(on.app)
        if size == "small":
            await on.press("i")
            shown += screen_text(on.app)
            await on.press("i")
        assert "/min" not in shown
        assert "RMSSD" not in shown
        await on.press("n")
        assert "/min" in screen_text(on.app)
        await on.press("n")
        assert "/min" not in screen_text(on.app)
        assert isinstance(on.app.screen, ReviewScreen)
        assert screen is on.app.screen


async def test_who_is_better_off_without_numbers_is_shown_none() -> None:
    def hidden(number: int) -> SessionRecord:
        return replace(made.session(number), terms=Terms(no_numbers=True))

    async with at_home(Look(), "large", factory(hidden)) as on:
        await looked_at(on)
        assert "/min" not in screen_text(on.app)


async def test_what_cannot_be_read_is_said_in_the_list() -> None:
    kept = FakeArchive(refusal=StoreError("the store is away", reasons=(why("keeping.not_kept"),)))
    async with at_home(Look(), "usual", FakeFactory(past=PAST, kept=kept)) as on:
        await on.press("s", "enter")
        await on.pilot.pause(0.05)
        await on.settle()
        assert isinstance(on.app.screen, PastScreen)
        assert "the store is away" in screen_text(on.app)


async def test_the_session_just_now_is_one_key_away() -> None:
    async with practising(Look(), "usual", at=71) as on:
        await on.press("x")
        assert isinstance(on.app.screen, SummaryScreen)
        assert "r review" in screen_text(on.app)
        await on.press("r")
        await until(on, ReviewScreen)
        await on.press("escape")
        assert isinstance(on.app.screen, SummaryScreen)


async def test_what_is_not_kept_cannot_be_looked_at() -> None:
    async with practising(Look(), "usual", at=71) as on:
        on.runner.not_kept = (why("keeping.not_kept"),)
        await on.press("x")
        assert "r review" not in screen_text(on.app)
        await on.press("r")
        assert isinstance(on.app.screen, SummaryScreen)


async def test_a_session_that_begins_meanwhile_is_never_hidden() -> None:
    """Whoever looks back while a strap is being looked for sees the session as soon as it runs."""
    async with at_home(Look(), "usual", factory()) as on:
        await looked_at(on)
        on.app.begin(Activity.PRACTISE)
        await on.settle()
        await on.press("4", "enter")
        await on.later(3)
        assert isinstance(on.app.screen, PractiseScreen)
        assert not any(isinstance(each, ReviewScreen) for each in on.app.screen_stack)
