"""No text can be shown cut: what has no room is shown in parts, and every page fits its rows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.languages import LANGUAGES
from biofeedback.text_layout import columns, parts_of, wrap
from biofeedback.texts import Texts, keys_of
from biofeedback.tui.guidance import PAGE_S, in_turn
from biofeedback.tui.live import REASON_ROWS
from tests.tui.snapshot import FOLDER

IN_THE_REASON_ROWS = ("coach", "rhythm", "quality", "shift", "symptoms", "devices", "cues", "keeping", "store", "ecg")
"""Catalogues of what is said below the chart or in the middle."""


def words_of(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [38, 78])
@pytest.mark.parametrize("name", IN_THE_REASON_ROWS)
def test_every_reason_and_advice_is_shown_whole(name: str, width: int, lang: str) -> None:
    for key in keys_of(name):
        text = Texts(lang).raw(f"{name}.{key}")
        parts = parts_of(text, width, REASON_ROWS)
        assert words_of("".join(parts)) == words_of(text)
        assert all(part.count("\n") < REASON_ROWS for part in parts)
        assert in_turn(parts, PAGE_S * len(parts)) == parts[0]
        assert {in_turn(parts, PAGE_S * k) for k in range(len(parts))} == set(parts)


@given(st.text(alphabet="ab 。，.!汉字", max_size=200), st.integers(8, 80), st.integers(1, 3))
def test_parts_lose_nothing(text: str, width: int, rows: int) -> None:
    parts = parts_of(text, width, rows)
    assert words_of("".join(parts)) == words_of(text)
    assert all(len(part.split("\n")) <= rows for part in parts)
    assert all(columns(line) <= width or len(wrap(line, width)) == 1 for part in parts for line in part.split("\n"))


def test_no_screen_that_was_looked_at_shows_a_cut_text() -> None:
    """A text that does not fit its row ends in an ellipsis on the screen, and in none of the sentences."""
    own = {
        match
        for lang in LANGUAGES
        for name in ("tui", "cues", "devices", "strapless", "review")
        for key in keys_of(name)
        for match in re.findall(r"\S+…", Texts(lang).raw(f"{name}.{key}"))
    }
    cut = [
        (file.name, line)
        for file in sorted(FOLDER.glob("*.txt"))
        for line in file.read_text(encoding="utf-8").split("\n")
        if "…" in line and not any(each in line for each in own)
    ]
    assert cut == []
