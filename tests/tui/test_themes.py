"""Every theme can be read: each word of every screen, on whatever stands behind it; and it is changed at any time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color, ColorType
from rich.style import Style

from biofeedback.app.appearance import Appearance, appearance, keep_appearance
from biofeedback.appearance import ThemeName
from biofeedback.tui.look import Look, look_for
from biofeedback.tui.theme import THEMES
from tests.cli.program import run
from tests.tui.drive import Stage, practising
from tests.tui.every_screen.row import Shown
from tests.tui.every_screen.table import ROWS
from tests.tui.snapshot import screen_text
from tests.tui.terminal import terminal

OF_WORDS, OF_GRAPHICS = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11
OURS = (ThemeName.DUSK, ThemeName.PAPER)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")


def luminance(color: Color) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [part / 255 for part in color.get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    low, high = sorted((luminance(style.color), luminance(style.bgcolor)))
    return (high + 0.05) / (low + 0.05)


def least(text: str) -> float:
    return OF_WORDS if any(each.isalnum() for each in text) else OF_GRAPHICS


def written(on: Stage) -> Iterator[tuple[str, Style]]:
    """All that can be read, as it goes to the terminal."""
    for strip in on.painted():
        for segment in strip:
            if segment.text.strip():
                assert segment.style is not None
                yield segment.text, segment.style


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
async def test_every_word_can_be_read_in_every_theme(row: Shown) -> None:
    async with row.bring(Look(), "usual") as on:
        before = screen_text(on.app)
        for name in OURS:
            on.app.wear(name)
            await on.settle()
            assert [(name, text, style) for text, style in written(on) if contrast(style) < least(text)] == []
        on.app.wear(ThemeName.TERMINAL)
        await on.settle()
        for text, style in written(on):
            colors = [each for each in (style.color, style.bgcolor) if each is not None]
            assert all(each.type is ColorType.DEFAULT for each in colors), (text, style)
            assert not style.dim, text
        assert screen_text(on.app) == before
        await on.app.end()


def test_each_name_has_its_theme() -> None:
    assert [theme.name for theme in THEMES] == [name.value for name in ThemeName]


async def test_a_theme_is_worn_from_the_first_paint_and_by_screens_to_come() -> None:
    async with practising(Look(theme=ThemeName.PAPER), "usual", at=71) as on:
        assert on.app.theme == "paper"
        on.app.wear(ThemeName.TERMINAL)
        assert (on.app.theme, on.app.look.theme) == ("terminal", ThemeName.TERMINAL)


def test_what_is_asked_for_outranks_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert appearance() == Appearance()
    keep_appearance(Appearance(theme=ThemeName.PAPER, still=True))
    assert appearance() == Appearance(theme=ThemeName.PAPER, still=True)
    monkeypatch.setenv("BIOFEEDBACK_THEME", "terminal")
    assert appearance().theme is ThemeName.TERMINAL
    monkeypatch.setenv("BIOFEEDBACK_THEME", "of-somebody-else")
    assert appearance().theme is ThemeName.PAPER


@pytest.mark.parametrize(
    ("environ", "still"), [({}, True), ({"BIOFEEDBACK_STILL": "1"}, False), ({"TEXTUAL_ANIMATIONS": "none"}, False)]
)
async def test_without_motion_nothing_glides(environ: dict[str, str], still: bool) -> None:
    """By setting or by environment: the breath is told in words, and lists do not scroll by themselves."""
    async with practising(look_for("en", environ, "utf-8", still=still), "usual", at=85) as on:
        assert on.app.animation_level == "none"
        assert "●" not in screen_text(on.app)


def test_the_program_wears_what_it_is_told_wherever_that_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paper's background goes to a real terminal."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    with terminal(tmp_path, sys.executable, "-m", "biofeedback", "--lang", "en", "--theme", "paper") as on:
        on.until("48;2;247;242;230")
        on.until("Quit")
        on.type("q")
        assert on.ended() == 0
    refused = run("watch", "--theme", "pink", data=tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert "pink" in refused.err
