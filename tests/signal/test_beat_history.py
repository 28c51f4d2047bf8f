"""A long watch in little memory: what is asked of it is what a plain list of all its beats would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import Beat, BeatClass
from biofeedback.signal.beat_history import BeatHistory, Extent


def beats_of(intervals: list[tuple[int, bool]]) -> tuple[Beat, ...]:
    made: list[Beat] = []
    t = 0.0
    for index, (ticks, normal) in enumerate(intervals):
        t += ticks / 1024
        kind = BeatClass.NORMAL if normal else BeatClass.EXTRA
        made.append(Beat(index=index, t=t, rr_ticks=ticks, kind=kind, normality=1.0))
    return tuple(made)


hearts = st.lists(st.tuples(st.integers(300, 2000), st.booleans()), min_size=1, max_size=700).map(beats_of)


def plainly(beats: tuple[Beat, ...], begin: float, step: float, many: int) -> tuple[Extent | None, ...]:
    found: list[Extent | None] = []
    for k in range(many):
        here = [b for b in beats if begin + k * step <= b.t < begin + (k + 1) * step]
        normal = [b.rr_ticks for b in here if b.kind is BeatClass.NORMAL]
        span = (min(normal), max(normal)) if normal else None
        found.append(Extent(span, len(normal) < len(here)) if here else None)
    return tuple(found)


@given(hearts, st.floats(0, 300), st.integers(1, 64), st.integers(1, 12))
def test_the_spans_of_columns_are_those_of_all_beats_in_them(
    beats: tuple[Beat, ...], begin: float, step: int, many: int
) -> None:
    history = BeatHistory()
    history.push(beats)
    assert history.extents(begin, float(step), many) == plainly(beats, begin, float(step), many)


@given(hearts, st.integers(1, 50))
def test_beats_that_are_given_again_are_taken_once(beats: tuple[Beat, ...], some: int) -> None:
    """As from views that overlap."""
    history = BeatHistory()
    for k in range(0, len(beats), some):
        history.push(beats[max(0, k - 30) : k + some])
    back = history.stretch(0.0, 1e9)
    assert [(b.t, b.kind is BeatClass.NORMAL) for b in back] == [(b.t, b.kind is BeatClass.NORMAL) for b in beats]
    assert [b.rr_ticks for b in back if b.kind is BeatClass.NORMAL] == [
        b.rr_ticks for b in beats if b.kind is BeatClass.NORMAL
    ]


def test_lost_time_stays_lost() -> None:
    first, second = beats_of([(1024, True), (1024, True)])
    history = BeatHistory()
    history.push((first, Beat(index=1, t=9.0, rr_ticks=1024, kind=second.kind, normality=1.0, gap=True)))
    assert [b.gap for b in history.stretch(0.0, 10.0)] == [False, True]


@given(hearts)
def test_at_its_limit_the_older_half_goes(beats: tuple[Beat, ...]) -> None:
    """However long it runs it holds no more, and what it holds is the newest."""
    history = BeatHistory(most=64)
    history.push(beats)
    kept = history.stretch(0.0, 1e9)
    assert len(kept) <= 64
    assert len(kept) >= min(len(beats), 32)
    assert [b.t for b in kept] == [b.t for b in beats[len(beats) - len(kept) :]]
    assert history.extents(kept[0].t, 8.0, 9) == plainly(beats[len(beats) - len(kept) :], kept[0].t, 8.0, 9)
