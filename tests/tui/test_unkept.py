"""A session that could not be written down to its end is still ended calmly."""

from __future__ import annotations

from biofeedback.errors import StoreError
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.look import Look
from tests.tui.drive import practising
from tests.tui.snapshot import screen_text


async def test_a_full_disk_takes_nothing_from_the_last_page() -> None:
    """The summary stands, and says in one line what could not be kept; the program goes on."""
    async with practising(Look(), "usual", at=80) as on:
        on.runner.full_disk = StoreError("the disk is full: the last seconds are not kept")
        await on.press("x")
        await on.settle()

        assert isinstance(on.app.screen, SummaryScreen)
        assert "Every minute counts" in screen_text(on.app)
        assert "the last seconds are not kept" in screen_text(on.app)
