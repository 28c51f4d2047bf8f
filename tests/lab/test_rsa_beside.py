"""The breath's swing is compared with what NeuroKit2 finds on the same stretches, and with the truth if it is known."""

from __future__ import annotations

import pytest

from simulators.lab.benchmark.made_breathers import made
from simulators.lab.benchmark.rsa_beside import (
    Swing,
    against_truth,
    by_people,
    made_respired,
    rank_correlation,
    swings,
)


def test_ranks_and_no_sizes_decide() -> None:
    """Any growing curve is 1, a falling one -1; ties share their rank; of too few, or of one value, nothing is told."""
    rising = [(float(k), float(k**3)) for k in range(6)]
    assert rank_correlation(rising) == pytest.approx(1.0)
    assert rank_correlation([(a, -b) for a, b in rising]) == pytest.approx(-1.0)
    assert rank_correlation([(1, 1), (1, 2), (2, 1), (2, 2)]) == pytest.approx(0.0)
    assert rank_correlation(rising[:3]) is None
    assert rank_correlation([(1.0, float(k)) for k in range(6)]) is None


def test_a_plain_swing_is_found_by_both() -> None:
    """A made heart whose breath is large: in milliseconds, near its true size."""
    pytest.importorskip("neurokit2")
    heart = next(each for k in range(50) if ((each := made(k, 130.0, 12.0, 12.0)).swing_ms or 0.0) > 60)
    first, *_ = swings(made_respired(heart))
    assert heart.swing_ms is not None
    assert first.ours_ms == pytest.approx(heart.swing_ms, rel=0.4)
    assert first.p2t_ms == pytest.approx(heart.swing_ms, rel=0.8)
    assert first.pb is not None


def test_rows_count_what_both_have() -> None:
    """A stretch without our figure is counted and not compared."""
    some = [Swing(10.0 * k, 10.0 * k + 5.0, float(k), 10.0 * k + 6.0) for k in range(1, 6)]
    some.append(Swing(None, 7.0, 1.0, 8.0))
    _, _, row, people = by_people({"somebody": some})
    assert row == "| somebody | 6 / 5 | 30 / 35 / 36 | -5 (-5 to -5) | 1.00 / 1.00 |"
    assert people.startswith("| 1 people, a median each |")


def test_errors_are_told_of_the_true_size() -> None:
    """As a median, and as a share of it."""
    heart = made(3, 60.0, 12.0, 12.0)
    true = heart.swing_ms
    assert true is not None
    lines = list(against_truth([(heart, [Swing(1.5 * true, 2.0 * true, 1.0), Swing(None, 2.0 * true, 1.0)])]))
    assert lines[2] == f"| this program | 50 % | - | {0.5 * true:.0f} / +50 % |"
    assert lines[4] == f"| NeuroKit2 P2T, all | 100 % | - | {true:.0f} / +100 % |"
