"""Speed keys: shown and working where all that is heard is played, and nowhere else."""

from __future__ import annotations

import pytest

from biofeedback.app.ports import Activity
from biofeedback.tui.look import Look
from tests.tui.drive import SIZES, practising, stage, watching
from tests.tui.every_screen.demonstrations import Played, quickened
from tests.tui.snapshot import screen_text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", SIZES)
async def test_a_simulated_session_shows_its_speed_and_is_quickened_by_a_key(size: str, lang: str) -> None:
    async with quickened(Look(lang=lang), size) as on:
        dial = on.runner.dial
        assert dial is not None
        assert dial.times == 8.0
        assert on.runner.pressed == []
        assert "8x" in screen_text(on.app) or "8倍速" in screen_text(on.app)
        await on.press("left_square_bracket")
        assert dial.times == 4.0
        assert "4x" in screen_text(on.app) or "4倍速" in screen_text(on.app)


async def test_what_is_replayed_is_called_a_recording() -> None:
    factory = Played()
    factory.recorded = True
    async with stage(Look(), "usual", Activity.WATCH, factory) as on:
        await on.later(20)
        assert "[ ] 1x, a recording" in screen_text(on.app)
        await on.press("right_square_bracket")
        assert "[ ] 2x, a recording" in screen_text(on.app)


async def test_with_a_body_the_keys_do_nothing_and_nothing_is_offered() -> None:
    """A body cannot be quickened."""
    async with practising(Look(), "usual", at=71) as on:
        before = screen_text(on.app)
        assert "1x" not in before
        await on.press("right_square_bracket", "left_square_bracket")
        assert screen_text(on.app) == before
        assert on.runner.pressed == []
    async with watching(Look(), "usual", at=20) as on:
        assert "1x" not in screen_text(on.app)
