"""Chinese at arm's length: every word of the large cue has a large form, in characters of one size."""

from __future__ import annotations

import pytest

from biofeedback.decisions import Phase
from biofeedback.text_layout import columns
from biofeedback.texts import Texts
from biofeedback.tui import hanzi

WORDS = (*(Texts("zh").say(f"cues.{each.value}") for each in Phase), Texts("zh").say("cues.let_go"))
WIDE = 80


@pytest.mark.parametrize("word", WORDS)
def test_every_large_cue_has_a_large_form(word: str) -> None:
    large = hanzi.large(word, WIDE)
    assert large is not None
    lines = large.split("\n")
    assert len(lines) == 6
    assert {columns(line) for line in lines} == {13 * len(word) - 2}


def test_no_two_characters_look_the_same() -> None:
    signs = sorted(set("".join(WORDS)))
    assert len({hanzi.large(sign, WIDE) for sign in signs}) == len(signs)


def test_what_has_no_large_form_or_no_room_is_left_to_others() -> None:
    assert hanzi.large("收紧", 23) is None
    assert hanzi.large("龘", WIDE) is None
    assert hanzi.large("", WIDE) is None
