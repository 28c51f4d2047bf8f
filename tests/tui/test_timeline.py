"""The cursor is always on what is shown, and what is pointed at is what is drawn."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import Beat, BeatClass
from biofeedback.review.segments import segments
from biofeedback.review.told import Told, told
from biofeedback.texts import Texts
from biofeedback.tui.after.course_raster import MOST_DRAWN, Course, course_rows, scale_of, spans_of, thinned
from biofeedback.tui.after.timeline import SHORTEST_S, Timeline, last_before, next_after
from biofeedback.tui.look import Charset
from biofeedback.tui.raster import GUTTER
from tests.report.made import session

MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("moved"), st.integers(-200, 200)),
        st.tuples(st.just("zoomed"), st.sampled_from([-1, 1])),
        st.tuples(st.just("to"), st.floats(-100, 100_000)),
        st.tuples(st.just("as_wide_as"), st.integers(1, 200)),
    ),
    max_size=12,
)


@given(st.floats(0, 5000), st.floats(0.5, 90_000), st.integers(1, 200), MOVES)
def test_the_cursor_is_always_shown_and_within_the_session(
    begin: float, length: float, columns: int, moves: list[tuple[str, float]]
) -> None:
    time = Timeline(begin=begin, end=begin + length, columns=columns, cursor=begin).to(begin)
    for name, by in moves:
        time = getattr(time, name)(by)
        assert begin <= time.cursor <= begin + length
        assert 0 <= time.column(time.cursor) < time.columns
        assert time.zoom >= 0
        assert all(time.begin <= each <= time.right for each in time.names())


def test_all_of_a_session_is_shown_at_first_and_closer_by_halves() -> None:
    time = Timeline(begin=0.0, end=1200.0, columns=76, cursor=0.0)
    assert time.column(1200.0) == 75
    closer = time.to(600.0).zoomed(1)
    assert closer.column_s * 2 == time.column_s
    assert closer.left < 600.0 < closer.right
    for _ in range(20):
        closer = closer.zoomed(1)
    assert SHORTEST_S / 2 < closer.right - closer.left < 2 * SHORTEST_S
    for _ in range(20):
        closer = closer.zoomed(-1)
    assert closer.zoom == 0


def test_one_column_on_is_one_column_on() -> None:
    time = Timeline(begin=0.0, end=1200.0, columns=76, cursor=0.0)
    assert [time.moved(k).at for k in (1, 5, 75, 300)] == [1, 5, 75, 75]


def test_the_next_decision_and_the_last() -> None:
    assert next_after([1.0, 5.0, 9.0], 5.0) == 9.0
    assert last_before([1.0, 5.0, 9.0], 5.0) == 1.0
    assert next_after([1.0], 1.0) is None
    assert last_before([], 3.0) is None


def _course(*, heart: bool = True) -> Course:
    record = session()
    return Course(
        beats=record.beats,
        spans=spans_of(segments(record)),
        told=told(record, Texts()),
        scale=scale_of(record.beats),
        rest_bpm=65.8,
        heart=heart,
    )


def _lines(course: Course, time: Timeline, charset: Charset = Charset.ASCII) -> list[str]:
    return ["".join(run.text for run in row) for row in course_rows(course, time, 10, charset)]


def test_what_was_decided_and_the_phases_stand_under_the_heart_at_their_time() -> None:
    time = Timeline(begin=0.0, end=690.0, columns=70, cursor=345.0)
    rows = _lines(_course(), time)
    assert len(rows) == 10
    assert {len(row) for row in rows} == {GUTTER + 70}
    strip, decided, clock = rows[-3:]
    assert strip[GUTTER + time.column(265.0)] == "#"  # a tension of seven seconds, in columns of ten
    assert strip[GUTTER + time.column(400.0)] == "-"
    assert decided[GUTTER + time.column(455.0)] == "!"
    assert decided[GUTTER + time.column(309.0)] == "o"
    assert clock[GUTTER + time.column(360.0) :].startswith("6:00")
    assert all(row[GUTTER + time.at] in "|*." for row in rows[:-3])


def test_without_figures_no_heart_is_drawn_and_no_scale() -> None:
    time = Timeline(begin=0.0, end=690.0, columns=70, cursor=345.0)
    rows = _lines(_course(heart=False), time)
    assert not any(sign.isdigit() or sign == "*" for row in rows[:-2] for sign in row)
    assert "!" in rows[-2]


def test_a_day_of_beats_is_drawn_by_its_highest_and_lowest() -> None:
    beats = tuple(
        Beat(
            index=k,
            t=k + 1.0,
            rr_ticks=700 + (k * 37) % 500,
            kind=BeatClass.ECTOPIC if k == 50_000 else BeatClass.NORMAL,
            normality=1.0,
        )
        for k in range(86_000)
    )
    time = Timeline(begin=0.0, end=86_001.0, columns=76, cursor=0.0)
    drawn = list(thinned(beats, time, 2))
    assert len(drawn) < MOST_DRAWN
    assert {each.rr_ticks for each in drawn} >= {min(b.rr_ticks for b in beats), max(b.rr_ticks for b in beats)}
    assert any(each.kind is BeatClass.ECTOPIC for each in drawn)
    assert list(thinned(beats[:100], time, 2)) == list(beats[:100])


def test_a_session_without_a_beat_has_a_course_too() -> None:
    empty = Course(beats=(), spans=(), told=(Told(0.0, "said"),), scale=scale_of(()), rest_bpm=None)
    time = Timeline(begin=0.0, end=0.0, columns=70, cursor=0.0)
    assert len(_lines(empty, time)) == 10
    assert time.zoomed(1).moved(3).cursor == 0.0
    assert replace(time, columns=1).as_wide_as(0).columns == 1
