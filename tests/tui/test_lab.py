"""The lab on the screen: put together, run, thrown at, read, and compared, by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.decisions import Finished, Phase, PhaseBegan
from biofeedback.texts import Texts
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.lab.choosing import LabScreen
from biofeedback.tui.lab.comparing import ComparedScreen
from biofeedback.tui.lab.rows import Row, compared, parting
from biofeedback.tui.lab.running import DecidedScreen, LabSession, ThrowScreen, TrialScreen, TriedScreen
from biofeedback.tui.look import Look
from tests.tui.drive import Stage, at_home, stage
from tests.tui.fake_factory import FakeFactory
from tests.tui.snapshot import screen_text
from tests.tui.test_no_dead_end import until


def session_of(on: Stage) -> LabSession:
    session = on.app.session
    assert isinstance(session, LabSession)
    return session


async def test_it_is_put_together_by_keys_and_says_the_command() -> None:
    async with at_home(Look(), "large") as on:
        await on.press("L")
        assert isinstance(on.app.screen, LabScreen)
        await on.press("down", "plus", "plus", "a", "tab", "down", "down", "w")
        shown = " ".join(screen_text(on.app).split())
        assert "seed 3" in shown
        assert "adaptation off" in shown
        assert "in the first rest" in shown
        assert "--source person:deep_breather --seed 3 --adaptation off --fault linkloss:rest:1" in shown
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)


async def test_a_fault_is_thrown_into_a_running_trial_and_all_that_was_decided_is_read() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("L", "enter")
        assert isinstance(on.app.screen, TrialScreen)
        await on.press("t")
        assert isinstance(on.app.screen, ThrowScreen)
        assert on.runner.pressed == []
        await on.press("down", "enter")
        assert isinstance(on.app.screen, TrialScreen)
        assert session_of(on).trial.faults == ("linkloss:7",)
        await on.press("d")
        assert isinstance(on.app.screen, DecidedScreen)
        assert "asked how it feels" in screen_text(on.app)
        await on.press("escape", "x")
        assert isinstance(on.app.screen, TriedScreen)
        shown = "".join(screen_text(on.app).split())
        assert "--faultlinkloss:7" in shown
        await on.press("enter")
        assert isinstance(on.app.screen, LabScreen)
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)
        assert on.app.last is None


async def test_two_are_compared_where_they_first_part() -> None:
    async with at_home(Look(), "large") as on:
        await on.press("L", "c")
        assert "Mark one with m first" in screen_text(on.app)
        await on.press("m", "plus", "c")
        await until(on, ComparedScreen)
        shown = screen_text(on.app)
        assert "Here they part" in shown
        assert "A " in shown
        assert "B " in shown
        await on.press("escape")
        assert isinstance(on.app.screen, LabScreen)


def test_the_same_are_said_to_be_the_same_and_an_early_end_is_a_difference() -> None:
    one = (Row(0.0, "a"), Row(4.0, "b"))
    assert parting(one, one) is None
    assert "\n".join(compared(one, one, Texts("en"))).startswith("Both decide the same")
    found = parting(one, one[:1])
    assert found is not None
    assert (found.before, found.one, found.other) == (one[0], one[1], None)


async def test_as_the_program_puts_it_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real trial begins, a fault is thrown into it, and it ends."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")
    async with stage(Look(), "usual", None, LiveSessionFactory(SessionRequest(source="person:calm"))) as on:
        await on.press("L")
        await until(on, LabScreen)
        await on.press("enter")
        await until(on, TrialScreen)
        await on.press("right_square_bracket", "t", "enter")
        await until(on, TrialScreen)
        assert len(session_of(on).trial.faults) == 1
        await on.press("x")
        await until(on, TriedScreen)
        decided = session_of(on).decided
        assert isinstance(decided[0], PhaseBegan)
        assert decided[0].phase is Phase.ASK_BEFORE
        assert isinstance(decided[-1], Finished)
        await on.app.end()


def test_the_table_of_screens_has_a_factory_with_a_lab() -> None:
    assert FakeFactory().lab().catalogue.persons
