"""The screens in a real browser: a key is pressed there and a screen is reached; nobody else gets in."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.texts import Texts
from tests.browser.chromium import chromium, tab
from tests.browser.serving import served
from tests.cli.program import run

pytestmark = pytest.mark.slow  # by `make pages`


def said(key: str) -> str:
    return Texts("en").say(f"browser.{key}")


async def test_a_key_pressed_in_a_browser_reaches_a_screen_and_the_page_that_is_closed_ends_its_session(
    tmp_path: Path,
) -> None:
    """Nothing is asked of any other machine; a second window is told kindly, and the first one goes on."""
    data = tmp_path / "data"
    async with served(data) as server, chromium(tmp_path / "profile") as browser:
        async with tab(browser, server.address) as first:
            await first.until("All practices")
            async with tab(browser, server.address) as second:
                await second.words("open in another window")
            await first.press("?")
            await first.until("THE CHART")
            await first.press("?")
            await first.until("All practices")
            await first.press("d")
            await first.until("How tense do you feel")
            await first.press("n")
            await first.until("Signal good")  # beats have come: of less nothing is kept
            assert len(await first.picture()) > 4000
            assert {address.split("/")[2] for address in first.requested if address.startswith("http")} == {
                server.address.split("/")[2]
            }
        async with tab(browser, server.address) as again:  # the first was closed in mid-session
            await again.until("All practices")
            await again.press("q")
            await again.words("has ended")
        async with tab(browser, server.address.rsplit("/", 2)[0] + "/not-the-secret/") as wrong:
            await wrong.words(said("refused")[:30])
        assert await server.ended() == 0
    assert "ended early" in run("sessions", "list", data=data).out
