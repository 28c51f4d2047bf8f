"""Where the classifier's judgement turns: the borders of what an interval can be, in milliseconds and in beats."""

from __future__ import annotations

import pytest

from biofeedback.findings import BeatClass, RawBeat
from biofeedback.signal.classifier import BeatClassifier

from .series import breathing_heart, classified, kinds

NORMAL = BeatClass.NORMAL


def test_a_class_waits_for_two_more_intervals_and_no_longer() -> None:
    """Nothing comes out with the first two; from the third on one for one."""
    classifier = BeatClassifier()
    out = [len(classifier.push(RawBeat(t=0.8 * k, rr_ticks=102_400))) for k in range(6)]
    assert out == [0, 0, 1, 1, 1, 1]


@pytest.mark.parametrize(("ms", "kind"), [(238.0, BeatClass.EXTRA), (240.0, BeatClass.EXTRA), (242.0, NORMAL)])
def test_no_ventricle_is_ready_within_240_ms(ms: float, kind: BeatClass) -> None:
    """However steady the intervals are."""
    assert set(kinds([ms] * 60)) == {kind}


@pytest.mark.parametrize(("ms", "kind"), [(2990.0, NORMAL), (3000.0, BeatClass.GAP), (3010.0, BeatClass.GAP)])
def test_no_interval_of_three_seconds_is_a_heart_at_rest(ms: float, kind: BeatClass) -> None:
    """However steady they are: the record has a gap there."""
    assert set(kinds([ms] * 60)) == {kind}


@pytest.mark.parametrize(
    "row", [[1590.0, 640.0, 1640.0, 1850.0], [1500.0, 550.0, 1500.0, 1680.0], [620.0, 1590.0, 1640.0, 1850.0]]
)
def test_the_third_unexplained_interval_in_a_row_is_a_burst(row: list[float]) -> None:
    """The two before it could still be single beats out of place."""
    before = breathing_heart(60)
    found = kinds([*before, *row, *breathing_heart(20, seed=2)])
    assert found[len(before) :][:3] == [BeatClass.MISPLACED, BeatClass.MISPLACED, BeatClass.BURST]


@pytest.mark.parametrize(
    ("movement", "after"),
    [
        ([1590.0, 1530.0, 1380.0, 1120.0, 1690.0, 1710.0, 1410.0], 12),
        ([1140.0, 1560.0, 1860.0, 1580.0, 1450.0, 1090.0, 1880.0], 12),
    ],
)
def test_after_movement_a_level_far_away_is_neither_believed_at_once_nor_refused_for_long(
    movement: list[float], after: int
) -> None:
    """From 900 to 600 ms: what is natural has widened by the disturbed intervals, but only up to a limit."""
    fast = [600.0 + 12 * (k * 7 % 5 - 2) for k in range(16)]
    found = kinds([*breathing_heart(40), *movement, *fast])[-16:]
    assert found.index(NORMAL) == after
    assert set(found[after:]) == {NORMAL}


def test_early_beats_are_expected_in_less_than_every_second_place() -> None:
    """After half a minute of bigeminy and after two, the same early beat is as likely a natural one."""
    normality = []
    for pairs in (45, 120):
        stream = [*[900.0] * 20, *[585.0, 1215.0] * pairs, 770.0, 1030.0, 900.0, 900.0, 900.0]
        normality.append(classified(stream)[-5].normality)
    assert normality[0] == pytest.approx(normality[1], rel=1e-6)
    assert 1e-12 < normality[0] < 1e-6


def test_normality_says_how_sure_it_is() -> None:
    """Near its ends for the plainest of normal and of missed beats."""
    quiet = breathing_heart(60, swing_ms=20, noise_ms=4)
    beats = classified([*quiet, 2 * quiet[-1], *quiet[:20]])
    assert beats[len(quiet)].normality < 0.001
    assert min(beat.normality for beat in beats[30 : len(quiet) - 3]) > 0.9
