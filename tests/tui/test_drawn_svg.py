"""The pictures of the gallery: a text is as long as its cells, whatever script it is in."""

from __future__ import annotations

import re
from html import unescape

import pytest
from rich.cells import cell_len

from biofeedback.languages import LANGUAGES
from biofeedback.tui.look import Look
from biofeedback.tui.text_widgets import WrappedText
from tests.tui.drawn_svg import drawn_svg, widened
from tests.tui.drive import at_home

TEXT = re.compile(r'<text [^>]*\bx="([^"]+)"[^>]*\by="([^"]+)"[^>]*textLength="([^"]+)"[^>]*>([^<]*)</text>')
COLUMN = 12.2


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_text_of_a_picture_is_as_long_as_its_cells_and_none_lies_on_another(lang: str) -> None:
    async with at_home(Look(lang=lang), "usual") as on:
        svg = drawn_svg(on.app, "home")
        words = "".join(str(on.app.screen.query_one("#care", WrappedText).text).split())
        await on.app.end()
    assert "font-face" not in svg
    free: dict[str, float] = {}
    shown = ""
    for x, y, length, content in TEXT.findall(svg):
        text = unescape(content)
        assert float(length) == pytest.approx(cell_len(text) * COLUMN, rel=1e-4), text
        assert float(x) >= free.get(y, 0.0) - 0.01, text
        free[y] = float(x) + float(length)
        shown += "".join(text.split())
    assert words[:20] in shown


def test_a_text_of_narrow_characters_stays_as_it_is() -> None:
    narrow = '<text class="r1" x="0" y="20" textLength="24.4" clip-path="url(#l)">ab</text>'
    assert widened(narrow) == narrow
    mixed = narrow.replace(">ab<", ">a练<")
    a = '<text class="r1" x="0" y="20" textLength="12.2" clip-path="url(#l)">a</text>'
    wide = '<text class="r1" x="12.2" y="20" textLength="24.4" clip-path="url(#l)">练</text>'
    assert widened(mixed) == a + wide
