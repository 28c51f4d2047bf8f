"""Words only, and nothing but the dark: what leads, what must be seen and the keys stay."""

from __future__ import annotations

from itertools import cycle

import pytest

from biofeedback.app.ports import Activity
from biofeedback.decisions import Phase
from biofeedback.events import Key, LinkLost
from biofeedback.findings import Rule
from biofeedback.text_layout import wrap
from biofeedback.tui.ended import StopScreen, SummaryScreen
from biofeedback.tui.live import REASON_ROWS
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.practise import PractiseScreen
from biofeedback.tui.report import ReportScreen
from biofeedback.tui.veil import TOLD_S
from tests.tui.drive import SIZES, Stage, practising, stage
from tests.tui.real_session import EngineFactory
from tests.tui.snapshot import screen_text

EVERY_PHASE = (2, 20, 66, 71, 76, 85, 103, 200)
"""Seconds of the scripted session: waiting, baseline, announced, tense, let go, rest, settle, closing."""


def shown(on: Stage) -> str:
    """What is really painted: hidden text is on no row."""
    return screen_text(on.app).strip()


async def dark(on: Stage) -> None:
    await on.press("b")
    on.clock.t += TOLD_S
    await on.frame()
    await on.settle()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_words_only(size: str, lang: str) -> None:
    """Neither a figure of the heart nor a time stands there, in a tension and in a rest."""
    async with practising(Look(lang=lang), size, at=71) as on:
        await on.press("f")
        for _ in range(4):
            assert not any(sign.isdigit() for sign in shown(on)), shown(on)
            await on.later(5)
        await on.press("f")
        assert any(sign.isdigit() for sign in shown(on))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("charset", [Charset.BRAILLE, Charset.ASCII])
async def test_the_dark_screen_says_how_to_leave_it_then_nothing(size: str, charset: Charset) -> None:
    async with practising(Look(charset=charset), size, at=71) as on:
        before = shown(on)
        await on.press("b")
        assert "dark" in shown(on)
        await dark_after(on)
        assert shown(on) == ""
        await on.press("b")
        assert shown(on) == before


async def dark_after(on: Stage) -> None:
    on.clock.t += TOLD_S
    await on.frame()
    await on.settle()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_dark_says_fits_its_rows(lang: str) -> None:
    """On the usual screen at once; on a small one part by part, as every reason."""
    assert len(wrap(Look(lang=lang).texts.say("tui.blank_told"), 78)) <= REASON_ROWS


@pytest.mark.parametrize(("at", "key"), [*zip(EVERY_PHASE, cycle(("x", "q", "escape")), strict=False)])
@pytest.mark.parametrize("veil", ["f", "b"])
async def test_every_stop_key_ends_the_session_from_every_phase(key: str, veil: str, at: int) -> None:
    async with practising(Look(), "usual", at=at) as on:
        await on.press(veil, key)
        assert on.runner.pressed == [Key.STOP]
        assert isinstance(on.app.screen, SummaryScreen)
        assert shown(on) != ""


@pytest.mark.parametrize("at", EVERY_PHASE)
@pytest.mark.parametrize("veil", ["f", "b"])
async def test_what_feels_wrong_can_be_told_from_every_phase(veil: str, at: int) -> None:
    async with practising(Look(), "usual", at=at) as on:
        await on.press(veil, "r")
        assert isinstance(on.app.screen, ReportScreen)
        assert on.runner.pressed == [Key.PAUSE]
        assert shown(on) != ""


@pytest.mark.parametrize("at", [20, 71, 85])
@pytest.mark.parametrize("veil", ["f", "b"])
async def test_it_is_paused_from_under_both(veil: str, at: int) -> None:
    async with practising(Look(), "usual", at=at) as on:
        await on.press(veil, "space")
        assert on.runner.pressed == [Key.PAUSE]
        assert "Space go on" in shown(on)
        assert isinstance(on.app.screen, PractiseScreen)


async def test_a_pause_a_stop_and_a_lost_strap_show_themselves() -> None:
    async with practising(Look(), "usual", at=71) as on:
        await dark(on)
        on.runner.press(Key.PAUSE)
        await on.settle()
        assert "go on" in shown(on)
    async with practising(Look(), "usual", at=71) as on:
        await dark(on)
        on.runner.warn_and_stop(Rule.IRREGULAR)
        await on.settle()
        assert isinstance(on.app.screen, StopScreen)
        assert "stopped" in shown(on)
    async with practising(Look(), "usual", at=71) as on:
        await dark(on)
        on.runner.guide.link_up = False
        await on.frame()
        await on.settle()
        assert "The strap is silent" in shown(on)


async def test_a_strap_that_is_lost_behind_the_dark_is_seen_with_the_engine_that_people_practise_with() -> None:
    factory = EngineFactory()
    async with stage(Look(), "usual", Activity.PRACTISE, factory) as on:
        engine = factory.engine
        engine.rate(5)
        engine.until(Phase.TENSE)
        await on.settle()
        await dark(on)
        assert shown(on) == ""
        engine._take(LinkLost(t=engine.now, cause="disconnected"))
        await on.settle()
        assert engine.view().phase is Phase.PAUSED
        assert shown(on) != ""
        assert isinstance(on.app.screen, PractiseScreen)
