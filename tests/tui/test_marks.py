"""Marks on the charts: each by its whole number, and never two that read as a third."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biofeedback.review.marks import Mark
from biofeedback.tui.chart_scale import Range
from biofeedback.tui.flag_names import flag_names
from biofeedback.tui.look import Charset, Look
from biofeedback.tui.raster import ChartData, Flag, Frame, draw
from biofeedback.tui.watching.canvas import Canvas
from tests.tui.drive import watching
from tests.tui.snapshot import screen_lines

NARROWEST_COLUMNS = 12


def spelt(letters: dict[int, str]) -> list[str]:
    """The names that stand there: letters side by side are one."""
    names: list[str] = []
    for column in sorted(letters):
        if names and column - 1 in letters:
            names[-1] += letters[column]
        else:
            names.append(letters[column])
    return names


@given(st.dictionaries(st.integers(-5, 50), st.integers(1, 120).map(str)), st.integers(NARROWEST_COLUMNS, 50))
def test_every_name_that_stands_there_is_whole(flags: dict[int, str], columns: int) -> None:
    letters = flag_names(flags, columns)
    shown = {column: name for column, name in flags.items() if 0 <= column < columns}
    assert all(0 <= column < columns for column in letters)
    assert set(spelt(letters)) <= set(shown.values())
    if shown:
        assert spelt(letters)[-1] == shown[max(shown)], "the newest always stands there"


def test_a_mark_above_nine_is_named_whole_on_both_kinds_of_chart() -> None:
    flags = (Flag(t=10.0, name="9"), Flag(t=20.0, name="10"), Flag(t=59.9, name="123"))
    frame = Frame(width=64, height=6, window_s=60.0, scale=Range(50, 90), charset=Charset.BRAILLE)
    top = "".join(run.text for run in draw(ChartData(t=60.0, beats=(), flags=flags), frame)[0])
    assert top.split() == ["90", "9", "10", "123"]
    canvas = Canvas(60, 5, Charset.BRAILLE)
    for flag in flags:
        canvas.flag(int(flag.t), 5, flag.name)
    assert "".join(run.text for run in canvas.draw()[0]).split() == ["9", "10", "123"]


async def test_the_tenth_mark_is_told_from_the_zeroth() -> None:
    async with watching(Look(), "usual", at=100) as on:
        assert on.app.session is not None
        on.app.session.marks = (Mark(t=60.0, number=9), Mark(t=80.0, number=10))
        await on.frame()
        row = next(line for line in screen_lines(on.app) if " 10" in line and " 9" in line)
        assert "10" in row.split()
