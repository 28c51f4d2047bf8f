"""The window of time: it never leaves the session, and every key has its opposite."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biofeedback.texts import Texts
from biofeedback.tui.watching.axis import time_marks
from biofeedback.tui.watching.time_window import LENGTHS_S, NAMED, TimeWindow, named_every

KEYS = ("longer", "shorter", "back", "forth", "at_now")


def pressed(keys: list[str], t: float) -> TimeWindow:
    window = TimeWindow()
    for key in keys:
        window = getattr(window, key)(t) if key in ("back", "forth") else getattr(window, key)()
    return window


@given(st.lists(st.sampled_from(KEYS), max_size=30), st.floats(0, 100_000))
def test_whatever_is_pressed_it_shows_the_session_up_to_now_at_most(keys: list[str], t: float) -> None:
    window = pressed(keys, t)
    end, length = window.shows_to(t), window.length_s(t)
    assert end <= t
    assert window.end_s is None or end >= min(t, LENGTHS_S[0] or 0)
    assert window.end_s is None or not window.whole
    axis = time_marks(window, t, Texts("en"))
    assert all(0 <= mark.age_s <= length for mark in axis)
    assert len(axis) <= NAMED + 2


@given(st.floats(0, 1_000_000))
def test_all_of_it_is_a_little_more_than_it_and_moves_in_steps(t: float) -> None:
    length = TimeWindow(LENGTHS_S.index(None)).length_s(t)
    assert t <= length <= max(60.0, t * 1.125 + 60.0)
    assert length % 60 == 0


@given(st.floats(400, 5000), st.integers(1, 3))
def test_forth_undoes_back(t: float, steps: int) -> None:
    window = TimeWindow()
    there = window
    for _ in range(steps):
        there = there.back(t)
    for _ in range(steps):
        there = there.forth(t)
    assert there == window


def test_lengths_are_named_in_few_steps() -> None:
    assert [named_every(length) for length in (30.0, 60.0, 120.0, 300.0, 900.0)] == [10.0, 15.0, 30.0, 120.0, 300.0]
