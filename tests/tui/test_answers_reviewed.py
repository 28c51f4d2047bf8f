"""What was answered on the screen: left and gone on with, looked over, changed one by one, and why it was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.store import person
from biofeedback.tui.asking.change import ChangeScreen
from biofeedback.tui.asking.check import CheckScreen
from biofeedback.tui.asking.plan import PlanScreen
from biofeedback.tui.asking.questions import QuestionsScreen
from biofeedback.tui.asking.review import ReviewScreen
from biofeedback.tui.asking.why_asked import WhyAskedScreen
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.note import NoteScreen
from protocols.screening.questionnaire import Reply
from protocols.screening.sheet import parts
from tests.screening.answering import yes
from tests.tui.drive import practising
from tests.tui.snapshot import screen_text
from tests.tui.test_asking import (
    TODAY,
    asked_questions,
    checked,
    keep,
    with_a_strap,
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


async def test_what_was_left_on_the_screen_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark alone is kept, before its page is done; nothing was begun, and home says that it is kept."""
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p", "2", "enter", "5", "escape")
        assert isinstance(on.app.screen, HomeScreen)
        assert "are kept" in screen_text(on.app)
        assert person.recall() is None
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p")
        assert "2 of 6" in screen_text(on.app)
        assert "5 [x]" in screen_text(on.app)
        await on.press("b")
        assert "2 [x]" in screen_text(on.app)
        await on.press(*["enter"] * len(parts()), "escape")
        assert person.recall() is None
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p")
        assert isinstance(on.app.screen, ReviewScreen)
        await on.press("b")
        assert isinstance(on.app.screen, QuestionsScreen)
        await on.press("enter", "y")
        assert isinstance(on.app.screen, CheckScreen)
        assert opened == []
    known = person.recall()
    assert known is not None
    assert {a.question for a in known.answers if a.reply is not Reply.NO} == {"chest_pain", "neuromuscular"}


async def test_a_single_answer_is_changed_from_home_with_what_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept at once; the plan that it leads to is shown after it."""
    keep()
    async with with_a_strap(monkeypatch) as (on, _):
        await on.press("a")
        assert isinstance(on.app.screen, ReviewScreen)
        await on.press("y", "down", "enter")
        assert isinstance(on.app.screen, ChangeScreen)
        await on.press("up", "up")
        assert "Nothing is tensed." in screen_text(on.app)
        await on.press("enter")
        assert isinstance(on.app.screen, ReviewScreen)
        assert "What follows" in screen_text(on.app)
        known = person.recall()
        assert known is not None
        assert [a.question for a in known.answers if a.reply is Reply.YES] == ["chest_pain"]
        await on.press("escape")
        assert isinstance(on.app.screen, PlanScreen)
        await on.press("enter")
        assert isinstance(on.app.screen, HomeScreen)
        await on.press("a", "escape")
        assert isinstance(on.app.screen, HomeScreen)


async def test_all_are_answered_anew_by_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(yes("worry"))
    async with with_a_strap(monkeypatch) as (on, _):
        await on.press("a", "a")
        assert isinstance(on.app.screen, QuestionsScreen)
        assert "[x]" not in screen_text(on.app)
        await on.press("escape")
        assert person.recall() is not None


async def test_why_is_said_for_every_question() -> None:
    """From the page, from the short check, from the review; every way leads back."""
    async with asked_questions() as (on, _):
        for part in parts():
            for _ in part.questions:
                page = on.app.screen
                await on.press("question_mark")
                assert isinstance(on.app.screen, WhyAskedScreen)
                await on.press("escape", "down")
                assert on.app.screen is page
            await on.press("enter")
    async with checked() as (on, _):
        await on.press("question_mark")
        seen = "".join(screen_text(on.app).split())
        assert all("".join(question.ask.en.split()) in seen for question in TODAY)


# ----------------------------------------------------------------------------------- a note at the end


async def test_a_note_is_kept_with_the_session() -> None:
    """Typed keys are words there, not commands; Escape keeps nothing."""
    async with practising(Look(), "usual", at=71) as on:
        await on.press("x", "e")
        assert isinstance(on.app.screen, NoteScreen)
        await on.press("q", "h", "space", "x", "escape")
        assert isinstance(on.app.screen, SummaryScreen)
        assert on.runner.notes == []
        await on.press("e", "w", "a", "r", "m", "enter")
        assert on.runner.notes == ["warm"]
        assert "Your note: warm" in screen_text(on.app)
