"""Where a pattern begins and where it is over: jumps against hurry, ragged beginnings, stops that do not hover."""

from __future__ import annotations

import pytest

from biofeedback.findings import Activity, Rule, Severity, WarningEnded

from . import hearts

SITTING = hearts.calm(100, ms=660, seed=41, wave_ms=10)
HURRY = [655.0, 640, 620, 600, 585]  # each a little shorter, by more than a tenth together
LEAPS = {Rule.ECTOPIC_RUN, Rule.FAST_ONSET}


def leaps(intervals: list[float], activity: Activity = Activity.FREE) -> set[Rule]:
    return LEAPS & set(hearts.stops(hearts.watch(hearts.raw_beats(intervals), activity)))


def test_a_heart_that_hurries_has_not_jumped() -> None:
    """A leap to 138 a minute after a hurry is none; the same leap without the hurry is a stop."""
    fast = hearts.fast_run(60, ms=435)
    assert leaps(SITTING + HURRY + fast) == set()
    assert Rule.ECTOPIC_RUN in leaps(SITTING + fast)


def test_no_hurry_explains_170_a_minute() -> None:
    """A leap beyond what effort gives is a stop, hurry or not."""
    assert Rule.ECTOPIC_RUN in leaps(SITTING + HURRY + hearts.fast_run(20, ms=350))


def test_an_early_beat_before_a_tachycardia_is_no_hurry() -> None:
    """A tachycardia that opens with an early beat and its pause is told."""
    assert Rule.ECTOPIC_RUN in leaps([*SITTING, 660, 655, 430, 800, 640, *hearts.fast_run(20, ms=420)])


def test_what_stays_fast_in_a_rest_is_told_though_it_began_with_hurry() -> None:
    """A heart that has hurried and then stays at 138 in a rest is stopped within forty seconds, by its rate."""
    beats = hearts.raw_beats(SITTING + HURRY + hearts.fast_run(100, ms=435))
    (told,) = hearts.raised(hearts.watch(beats, Activity.REST), Severity.STOP)
    assert told.rule is Rule.TOO_FAST
    assert told.t <= beats[len(SITTING) + len(HURRY) - 1].t + 40


def test_an_even_run_is_told_from_a_fast_base() -> None:
    """From 90 a minute to 132 in one beat, even as a clock, is told at the fifth beat."""
    beats = hearts.raw_beats(SITTING + hearts.fast_run(12, ms=455))
    told = [w for w in hearts.raised(hearts.watch(beats), Severity.STOP) if w.rule is Rule.ECTOPIC_RUN]
    assert [w.t for w in told] == [beats[len(SITTING) + 4].t]


def test_a_run_that_begins_raggedly_is_told_once_it_is_even() -> None:
    """Three uneven beats at the beginning do not hide the five even ones after them, and the run counts them all."""
    beats = hearts.raw_beats([*hearts.calm(100, ms=700), 400, 290, 430, *hearts.fast_run(8, ms=345)])
    told = [w for w in hearts.raised(hearts.watch(beats), Severity.STOP) if w.rule is Rule.ECTOPIC_RUN]
    assert told
    assert dict(told[0].why.values)["beats"] == 9  # at half the interval before it may be beats heard twice: one more


def test_a_rhythm_marked_twice_is_no_run() -> None:
    """Two beats in a row cut near their middle, and a third, stop nothing."""
    cut = [457.0, 385, 459, 391, 430, 420]
    assert hearts.stops(hearts.watch(hearts.raw_beats(hearts.calm(100, wave_ms=20) + cut + hearts.calm(60)))) == []


def test_three_early_beats_between_even_ones_are_not_bigeminy() -> None:
    """An even heart whose intervals happen to take turns, with three early beats in a row, is not stopped."""
    turns = [594.0, 609, 586, 609, 594, 617, 430, 766, 453, 742, 430, 805]
    assert hearts.stops(hearts.watch(hearts.raw_beats(hearts.calm(90, ms=600, wave_ms=8) + turns + SITTING))) == []


@pytest.mark.parametrize("every", [6, 8])
def test_a_stop_on_early_beats_does_not_come_and_go(every: int) -> None:
    """Around the limit, where the count goes above and below it, a stop is raised once and ended once."""
    dense = hearts.early_beats(150, 6)
    intervals = hearts.calm(60) + dense + hearts.early_beats(120, every) + dense + hearts.calm(150, seed=42)
    changes = [c for c in hearts.watch(hearts.raw_beats(intervals)) if c.rule is Rule.ECTOPIC_BURDEN]
    assert len(hearts.raised(changes, Severity.STOP)) == 1
    assert sum(isinstance(c, WarningEnded) and c.severity is Severity.STOP for c in changes) == 1


def test_a_stop_on_early_beats_ends_soon_after_them() -> None:
    """Fifty seconds after the last of very many early beats the stop is over, whatever the count of minutes says."""
    ill = hearts.calm(60) + hearts.early_beats(150, 3)
    beats = hearts.raw_beats(ill + hearts.calm(150, seed=43))
    over = [c.t for c in hearts.watch(beats) if isinstance(c, WarningEnded) and c.rule is Rule.ECTOPIC_BURDEN]
    assert over
    assert over[-1] <= beats[len(ill) - 1].t + 50
