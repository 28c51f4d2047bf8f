"""Every screen, by one table: at every size, in both languages, made larger and smaller, and never a dead end."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import biofeedback.tui
from biofeedback.languages import LANGUAGES
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from tests.tui.cut_below import cut_below
from tests.tui.drive import EVERY_SIZE
from tests.tui.every_screen.row import Shown
from tests.tui.every_screen.table import ROWS
from tests.tui.snapshot import assert_snapshot, screen_text

EVERY_SCREEN = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
MOST_KEYS = 8
"""Nobody is farther from home than this many keys."""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")


@pytest.mark.parametrize("lang", LANGUAGES)
@EVERY_SCREEN
async def test_it_looks_as_it_did_at_every_size(row: Shown, lang: str) -> None:
    """It is begun at the usual size and made smaller and larger under way; back again, it is what it was. At none of
    them is a text cut at the bottom, and what goes on below says so.
    """
    cut: dict[str, list[str]] = {}
    async with row.bring(Look(lang=lang), "usual") as on:
        assert type(on.app.screen) is row.screen
        await on.resize("usual")
        before = screen_text(on.app)
        for size in EVERY_SIZE:
            await on.resize(size)
            await on.still()
            cut[size] = cut_below(on.app)
            assert_snapshot(on.app, f"{row.name}-{lang}-{size}")
        await on.resize("usual")
        assert screen_text(on.app) == before
        await on.app.end()
    assert {size: found for size, found in cut.items() if found} == {}


@EVERY_SCREEN
async def test_home_is_near(row: Shown) -> None:
    """By the keys a person tries, from wherever they are; and there the screen is alive."""
    async with row.bring(Look(), "usual") as on:
        for key in row.left_by * MOST_KEYS:
            if isinstance(on.app.screen, HomeScreen):
                break
            await on.press(key)
        assert isinstance(on.app.screen, HomeScreen), on.app.screen
        assert screen_text(on.app).strip()
        await on.app.end()


def test_every_screen_has_a_row() -> None:
    """What is new is looked at, too."""
    found = set[type[Screen[Any]]]()
    for module in pkgutil.walk_packages(biofeedback.tui.__path__, "biofeedback.tui."):
        if module.name == "biofeedback.tui.terminal":  # not on every system
            continue
        for _, each in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(each, Screen) and each.__module__ == module.name:
                found.add(each)
    parents = {parent for each in found for parent in each.__mro__[1:]}
    assert {each.__name__ for each in found - parents} <= {row.screen.__name__ for row in ROWS}


def test_each_row_has_a_name_of_its_own() -> None:
    names = [row.name for row in ROWS]
    assert sorted(names) == sorted(set(names))
