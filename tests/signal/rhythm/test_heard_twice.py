"""Beats heard twice: folded where all of a row is pairs as late as each other, and nowhere else."""

from __future__ import annotations

import pytest

from biofeedback.signal.rhythm.heard_twice import HeardTwice, each_heard_twice, whole_beats

CALM = [900.0] * 20


def heard(intervals: list[float], lost_at: int = -1) -> tuple[HeardTwice, list[int]]:
    found, t, parts = HeardTwice(), 0.0, []
    for k, ms in enumerate(intervals):
        t += ms / 1000
        found.push(ms, t, lost=k == lost_at)
        parts.append(found.in_row)
    return found, parts


def test_the_first_pair_is_only_remembered_and_the_second_as_late_is_believed() -> None:
    """One pair may be an early beat between two others."""
    found, parts = heard([*CALM, 330, 570, 900, 900, 340, 560, 900])
    assert (parts[-5], parts[-1]) == (0, 2)
    assert found.count == 2
    assert found.suspected


@pytest.mark.parametrize(
    "row",
    [
        [400, 500, 1100],  # a pause behind it
        [400, 650, 900],  # longer than one interval
        [330, 450, 900],  # shorter
        [330, 570, 500, 900],  # one over
    ],
)
def test_what_may_be_early_beats_is_not_folded(row: list[float]) -> None:
    """Couplets with their pause, and rows that are not pairs."""
    assert heard([*CALM, *row])[0].count == 0


@pytest.mark.parametrize(("row", "count"), [([330, 570, 350, 550, 900], 2), ([330, 570, 550, 350, 900], 0)])
def test_the_second_mark_is_as_late_each_time(row: list[float], count: int) -> None:
    """Or the row is one of early beats."""
    found, parts = heard([*CALM, *row])
    assert found.count == count
    assert parts[-1] == 2 * count


def test_an_even_row_is_folded_only_where_its_lag_is_known() -> None:
    """Else it may be a tachycardia."""
    row = [450.0, 450, 450, 450, 900]
    assert heard([*CALM, *row])[0].count == 0
    assert heard([*CALM, 450, 450, 900, *row])[0].count == 3


def test_it_is_forgotten_after_a_minute_and_nothing_is_joined_over_lost_time() -> None:
    """A pair is remembered for sixty seconds."""
    pair = [330.0, 570, 900]
    assert heard([*CALM, *pair, *[900.0] * 66])[0].count == 1
    assert heard([*CALM, *pair, *[900.0] * 67])[0].count == 0
    assert heard([*CALM, *pair], lost_at=21)[0].count == 0


def test_the_level_is_that_of_whole_intervals() -> None:
    """Though every beat is heard twice for a minute; what cannot be folded for long is a new level."""
    assert heard([*CALM, *[330.0, 570.0] * 60])[0].level == pytest.approx(900)
    assert heard([*CALM, *[600.0] * 40])[0].level == pytest.approx(600)


@pytest.mark.parametrize("first", range(3))
def test_a_long_row_of_parts_that_come_as_they_like_is_no_new_level(first: int) -> None:
    """A minute of beats in two, each divided elsewhere: wherever the row begins, the level is that of whole ones."""
    row = [part for k in range(60) for part in ((330.0, 560.0), (440.0, 470.0), (600.0, 290.0))[(k + first) % 3]]
    assert heard([*CALM, *row])[0].level == pytest.approx(900, abs=20)


def test_pauses_after_early_beats_lift_no_level() -> None:
    """Bigeminy, trigeminy and quadrigeminy from the first beat on: two beats of the rhythm are never taken for one."""
    for rest in ([], [900.0], [900.0] * 2, [905.0, 915.0, 908.0, 917.0, 883.0, 928.0]):
        found = heard([1310.0, *[*rest, 545.0, 1310.0] * 60])[0]
        assert found.count == 0
        assert found.level <= 930


def test_a_run_is_explained_by_the_lag_of_others_only() -> None:
    """A tachycardia at twice the rate is none of them where no beat was heard twice before, or at another lag."""
    strap = heard([*CALM, 440, 460, 900, 450, 450, *CALM])[0]
    assert strap.explains([450.0, 440, 455, 450, 445])
    assert not strap.explains([360.0, 350, 355, 350, 345])
    assert not heard(CALM)[0].explains([450.0, 440, 455, 450, 445])
    assert not heard([*CALM, 330, 570, 900, 340, 560, *CALM])[0].explains([450.0, 440, 455, 450, 445])


def test_each_beat_of_a_row_lies_between_its_neighbours() -> None:
    """Within the tolerance on either side."""
    assert whole_beats([300, 600, 310, 690], 900, 1000, 50) == [900, 1000]
    assert whole_beats([300, 540], 900, 1000, 50) == []
    assert whole_beats([300, 760], 900, 1000, 50) == []
    assert whole_beats([300, 600, 300], 900, 900, 50) == []


@pytest.mark.parametrize(("ms", "told"), [([330, 570] * 5, True), ([540, 1260] * 5, False)])
def test_pairs_that_take_turns_are_one_interval_or_two(ms: list[float], told: bool) -> None:
    """Bigeminy rests after each early beat; a second mark leaves no rest. Wherever the row begins."""
    assert each_heard_twice(ms, 900) is told
    assert each_heard_twice([*ms, ms[0]], 900) is told
