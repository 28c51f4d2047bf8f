"""Weeks of practice as pictures: what is there is drawn, what is not is said, and nothing scolds."""

from __future__ import annotations

from biofeedback.errors import StoreError
from biofeedback.review.trends import DayPractised, RatedSession, Trends
from biofeedback.signal.own_band import against_own_band
from biofeedback.tui.after.trend_rows import SIGNS, Bar, bar_rows, resting_rows, tension_rows, weeks_of
from biofeedback.tui.after.trends import TrendsScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Charset, Look
from biofeedback.why import why
from tests.tui.after_made import FEW, rested, until
from tests.tui.drive import Stage, at_home
from tests.tui.fake_archive import NOTHING, FakeArchive
from tests.tui.fake_factory import FakeFactory
from tests.tui.snapshot import screen_text

PLAIN = SIGNS[Charset.ASCII]


async def opened(on: Stage) -> None:
    await on.press("t")
    await until(on, TrendsScreen)


def factory(weeks: Trends) -> FakeFactory:
    return FakeFactory(kept=FakeArchive(weeks=weeks))


async def test_few_numbers_are_said_and_no_axis_stands_empty() -> None:
    async with at_home(Look(), "usual", factory(FEW)) as on:
        await opened(on)
        assert "From 3 on they are drawn." in screen_text(on.app)
        assert "┤" not in screen_text(on.app)


async def test_what_cannot_be_read_is_said_at_home() -> None:
    kept = FakeArchive(refusal=StoreError("the store is away", reasons=(why("keeping.not_kept"),)))
    async with at_home(Look(), "usual", FakeFactory(kept=kept)) as on:
        await on.press("t")
        await on.pilot.pause(0.05)
        await on.settle()
        assert isinstance(on.app.screen, HomeScreen)
        assert "the store is away" in screen_text(on.app)


async def test_where_nothing_was_practised_that_is_all_that_is_said() -> None:
    async with at_home(Look(), "usual", factory(NOTHING)) as on:
        await opened(on)
        assert "Nothing was practised here" in screen_text(on.app)
        assert "┤" not in screen_text(on.app)


def test_each_rated_session_stands_at_its_height() -> None:
    rated = [RatedSession(day="2026-03-02", before=b, after=a) for b, a in ((10, 0), (6, 6), (7, 3))]
    assert tension_rows(rated, 40, PLAIN) == (
        "  10 |o",
        "   8 |      o",
        "   6 |   #",
        "   4 |      *",
        "   2 |",
        "   0 |*",
    )


def test_of_many_sessions_the_latest_are_shown() -> None:
    rated = [RatedSession(day="2026-03-02", before=k % 11, after=0) for k in range(100)]
    rows = tension_rows(rated, 36, PLAIN)
    assert rows[-1].count("*") + rows[-1].count("#") == 10


def test_a_rest_that_never_changes_is_drawn_too() -> None:
    rows = resting_rows(against_own_band(rested(60, 60, 60)), 40, PLAIN, "{:.0f}".format)
    assert sum(row.count("*") for row in rows) == 3
    assert rows[0].strip().startswith("61")


def test_a_bar_has_the_length_of_its_value_and_gives_way_to_words() -> None:
    bars = [Bar(name="arm", value=20.0, said="20 s"), Bar(name="face", value=40.0, said="40 s")]
    assert bar_rows(bars, 80, PLAIN) == (f"arm   {'=' * 12}  20 s", f"face  {'=' * 24}  40 s")
    assert bar_rows(bars, 12, PLAIN) == ("arm  20 s", "face  40 s")
    assert bar_rows([], 80, PLAIN) == ()


def test_weeks_begin_on_monday_and_only_those_practised_in_are_there() -> None:
    days = [DayPractised(day=day, sessions=1, minutes=10.0) for day in ("2026-03-01", "2026-03-02", "2026-03-20")]
    assert [(each.monday, each.minutes, each.days) for each in weeks_of(days)] == [
        ("2026-02-23", 10.0, 1),
        ("2026-03-02", 10.0, 1),
        ("2026-03-16", 10.0, 1),
    ]
