"""The chart without a terminal: what is drawn, and what is honestly left empty."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from biofeedback.findings import Beat, BeatClass
from biofeedback.ticks import TICKS_PER_S
from biofeedback.tui.chart_scale import MARGIN_BPM, NARROWEST_BPM, PATIENCE_S, Range, StickyScale
from biofeedback.tui.glyphs import Ground
from biofeedback.tui.look import Charset
from biofeedback.tui.raster import GUTTER, ChartData, Frame, Ink, Run, Span, TimeMark, draw


def beat(t: float, bpm: float, kind: BeatClass = BeatClass.NORMAL, *, gap: bool = False) -> Beat:
    return Beat(index=0, t=t, rr_ticks=round(60 / bpm * TICKS_PER_S), kind=kind, normality=1.0, gap=gap)


def frame(charset: Charset = Charset.ASCII, width: int = 44, height: int = 11, window_s: float = 40.0) -> Frame:
    """One second a column in a picture of 40 columns and 10 rows of 4 beats a minute."""
    return Frame(width=width, height=height, window_s=window_s, scale=Range(50, 90), charset=charset)


def text(rows: tuple[tuple[Run, ...], ...]) -> list[str]:
    return ["".join(run.text for run in row) for row in rows]


def inks(rows: tuple[tuple[Run, ...], ...], ink: Ink) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = -GUTTER
        for run in row:
            if run.ink is ink:
                found |= {(x + i, y) for i in range(len(run.text))}
            x += len(run.text)
    return found


def test_a_steady_heart_is_a_level_line_at_its_rate() -> None:
    """69 a minute in a scale from 50 to 90 is just below the middle."""
    beats = tuple(beat(t, 69) for t in range(1, 40))
    line = inks(draw(ChartData(t=39.5, beats=beats), frame()), Ink.LINE)
    assert {y for _, y in line} == {5}
    assert {x for x, _ in line} == set(range(1, 40))


def test_the_newest_beat_is_at_the_right_and_the_scale_at_the_left() -> None:
    """Time runs to the right edge."""
    rows = draw(ChartData(t=100.0, beats=(beat(99.9, 89.9), beat(100.0, 50.1))), frame())
    assert inks(rows, Ink.LINE) >= {(38, 0), (39, 9)}
    assert text(rows)[0].startswith(" 90 ")
    assert text(rows)[9].startswith(" 50 ")


@pytest.mark.parametrize(
    "second",
    [beat(14.0, 70), beat(12.0, 70, gap=True)],
    ids=["more than three seconds apart", "time was lost"],
)
def test_a_gap_stays_empty(second: Beat) -> None:
    """Where nothing was measured nothing is drawn."""
    line = inks(draw(ChartData(t=39.0, beats=(beat(10.0, 70), second)), frame()), Ink.LINE)
    assert {x for x, _ in line} == {10, int(second.t)}


def test_beats_nearby_are_joined() -> None:
    """The opposite of the gap."""
    line = inks(draw(ChartData(t=39.0, beats=(beat(10.0, 70), beat(12.0, 70))), frame()), Ink.LINE)
    assert {x for x, _ in line} == {10, 11, 12}


def test_a_beat_that_does_not_count_is_marked_and_never_crossed() -> None:
    """An early beat at 130 does not make a spike, only a cross at the top."""
    beats = (beat(10.0, 70), beat(11.0, 130, BeatClass.ECTOPIC), beat(12.0, 70))
    rows = draw(ChartData(t=39.0, beats=beats), frame())
    assert {x for x, _ in inks(rows, Ink.LINE)} == {10, 12}
    assert inks(rows, Ink.MARK) == {(11, 0)}


def test_rates_beyond_the_scale_stay_inside_the_picture() -> None:
    """The edge is the limit."""
    rows = draw(ChartData(t=39.0, beats=(beat(10.0, 30), beat(20.0, 180))), frame())
    assert inks(rows, Ink.LINE) == {(10, 9), (20, 0)}


def test_the_strip_tells_tension_rest_and_pause_by_shape() -> None:
    """Not by colour alone."""
    spans = (Span(0.0, Ground.FREE), Span(10.0, Ground.TENSION), Span(15.0, Ground.REST), Span(30.0, Ground.PAUSE))
    strip = text(draw(ChartData(t=39.0, beats=(), spans=spans), frame()))[-1][GUTTER:]
    assert strip == " " * 10 + "#" * 5 + "-" * 15 + "." * 10


def test_the_band_lies_about_the_baseline() -> None:
    """70 plus and minus 3."""
    rows = draw(ChartData(t=39.0, beats=(), baseline_bpm=70.0), frame())
    assert {y for _, y in inks(rows, Ink.BAND)} == {4, 5}


def test_the_picture_stands_still_within_a_column() -> None:
    """It moves a column at a time: nothing shimmers between."""
    beats = tuple(beat(t * 0.9, 60 + t % 7) for t in range(1, 40))
    pictures = {draw(ChartData(t=t, beats=beats), frame(Charset.BRAILLE)) for t in (37.0, 37.3, 37.6, 37.99)}
    assert len(pictures) == 1


def test_braille_dots_have_a_quarter_of_a_row() -> None:
    """Eight dots a character."""
    rows = draw(ChartData(t=39.0, beats=(beat(10.0, 89.9), beat(12.0, 86.5, gap=True))), frame(Charset.BRAILLE))
    assert text(rows)[0][GUTTER + 10] == chr(0x2800 + 0x01)
    assert text(rows)[0][GUTTER + 12] == chr(0x2800 + 0x40)


beats_anyhow = st.lists(
    st.builds(beat, st.floats(0, 200), st.floats(20, 300), st.sampled_from(BeatClass)), max_size=60
).map(lambda beats: tuple(sorted(beats, key=lambda b: b.t)))


@given(
    beats_anyhow,
    st.floats(0, 300),
    st.sampled_from(Charset),
    st.integers(1, 130),
    st.integers(1, 30),
    st.none() | st.floats(30, 150),
)
def test_any_beats_fill_any_frame_exactly(
    beats: tuple[Beat, ...], t: float, charset: Charset, width: int, height: int, baseline: float | None
) -> None:
    """However small the screen and odd the heart: as many rows as asked for, all of one width."""
    shown = Frame(width=width, height=height, window_s=60.0, scale=Range(50, 90), charset=charset)
    rows = text(draw(ChartData(t=t, beats=beats, baseline_bpm=baseline), shown))
    assert len(rows) == max(2, height)
    assert {cell_len(row) for row in rows} == {max(GUTTER + 1, width)}


def test_the_scale_widens_at_once() -> None:
    """A beat outside must be seen."""
    scale = StickyScale()
    assert scale.fit(0.0, [60, 70]) == Range(50, 90)
    assert scale.fit(0.25, [60, 118]) == Range(50, 120)
    assert scale.fit(0.5, [41, 118]) == Range(30, 120)


def test_the_scale_narrows_only_after_a_long_while() -> None:
    """One moment of the wider need, and the patience begins anew."""
    scale = StickyScale()
    scale.fit(0.0, [60, 118])
    assert scale.fit(1.0, [60, 70]) == Range(50, 120)
    assert scale.fit(PATIENCE_S, [60, 118]) == Range(50, 120)
    assert scale.fit(PATIENCE_S + 1, [60, 70]) == Range(50, 120)
    assert scale.fit(2 * PATIENCE_S, [60, 70]) == Range(50, 120)
    assert scale.fit(2 * PATIENCE_S + 1, [60, 70]) == Range(50, 80)


@given(st.lists(st.tuples(st.floats(0.01, 30), st.lists(st.floats(25, 250), min_size=1, max_size=20)), max_size=40))
def test_the_scale_always_holds_every_value(steps: list[tuple[float, list[float]]]) -> None:
    """With its margin, in round numbers, never too narrow."""
    scale, t = StickyScale(), 0.0
    for later, values in steps:
        t += later
        shown = scale.fit(t, values)
        assert shown.low <= min(values) - MARGIN_BPM
        assert shown.high >= max(values) + MARGIN_BPM
        assert shown.high - shown.low >= NARROWEST_BPM
        assert shown.low % 10 == shown.high % 10 == 0


@pytest.mark.parametrize("names", [("-20 s", "now"), ("-20秒", "现在")])
@pytest.mark.parametrize("charset", list(Charset))
def test_the_axis_names_moments_where_they_are(charset: Charset, names: tuple[str, str]) -> None:
    """One second a column: now stands at the right edge, twenty seconds ago in the middle, and no row grows."""
    marks = (TimeMark(20.0, names[0]), TimeMark(0.0, names[1]))
    shown = text(draw(ChartData(t=39.5, beats=()), replace(frame(charset), marks=marks)))
    assert {cell_len(row) for row in shown} == {44}
    assert shown[-1].endswith(names[1])
    before = cell_len(shown[-1][: shown[-1].index(names[0])]) - GUTTER
    assert before <= 19 <= before + cell_len(names[0])


@given(st.integers(6, 90), st.lists(st.floats(0, 200), max_size=6).map(sorted))
def test_no_name_on_the_axis_covers_another_or_leaves_it(width: int, ages: list[float]) -> None:
    marks = tuple(TimeMark(age_s, f"-{round(age_s)}秒") for age_s in reversed(ages))
    axis = text(draw(ChartData(t=39.5, beats=()), replace(frame(width=width), marks=marks)))[-1]
    assert cell_len(axis) == width
    known = {mark.name for mark in marks}
    assert all(word in known for word in re.findall(r"-\d*秒?", axis))
