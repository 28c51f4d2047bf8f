"""Intervals without a pattern: the score against a second one written for whole windows, and when it is enough."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import rankdata

from biofeedback.findings import Activity, RawBeat, Severity
from biofeedback.signal.rhythm import irregular
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.irregular import Irregular, patternless
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import from_ms
from tests.signal.rhythm import hearts
from tests.signal.rhythm.judging import each_detection, told

Floats = npt.NDArray[np.float64]

# Typical value, slope below it, slope above it: as fitted, and written down a second time on purpose.
FITTED = {
    "closest": (-2.06, 3.4, 4.5),
    "spread": (-0.93, 2.9, -5.0),
    "mean": (-0.28, -10.7, -4.7),
    "lag 1": (0.04, 5.7, -4.9),
    "lag 2": (-0.04, 4.0, -3.1),
    "lag 3": (-0.04, 0.8, -3.7),
    "turns": (0.64, 11.1, 3.6),
}


def statistics(intervals_s: Floats) -> dict[str, float]:
    """The seven statistics of 24 intervals."""
    logs: Floats = np.log(intervals_s)
    ranked, centred, steps = np.sort(logs), rankdata(logs, "ordinal") - 12.5, np.diff(logs)
    found = {
        "closest": float(np.log((ranked[8:] - ranked[:-8]).min() + 0.003)),
        "spread": float(np.log(ranked[19] - ranked[4] + 0.003)),
        "mean": max(float(logs.mean()) + 0.223, -0.54),
        "turns": float((steps[:-1] * steps[1:] < 0).mean()),
    }
    for lag in (1, 2, 3):
        found[f"lag {lag}"] = float((centred[lag:] * centred[:-lag]).sum() / ((24 - lag) * (24**2 - 1) / 12))
    return found


def second_opinion(intervals_s: Floats) -> float:
    """The whole score. Where three statistics are hopeless the program stops there, at its floor."""
    values = statistics(intervals_s)

    def part(name: str) -> float:
        typical, below, above = FITTED[name]
        apart = values[name] - typical
        return apart * (below if apart < 0 else above)

    first = 8.0 + part("closest") + part("spread") + part("mean")
    return -8.0 if first < -8.0 else first + sum(part(f"lag {lag}") for lag in (1, 2, 3)) + part("turns")


def windows() -> list[Floats]:
    """Of every kind: patternless at many rates and widths, breathing, early beats, and mere noise."""
    chance, found = random.Random(5), list[Floats]()
    for k in range(150):
        ms = chance.uniform(330, 1300)
        kinds: list[Sequence[float]] = [
            hearts.patternless(24, seed=k, ms=ms),
            hearts.calm(24, ms=ms, seed=k, wave_ms=chance.uniform(5, 200)),
            hearts.early_beats(24, 2 + k % 5),
            [ms * chance.uniform(0.6, 1.4) for _ in range(24)],
        ]
        found += [np.array(kind[:24]) / 1000 for kind in kinds]
        found.append(np.round(found[-1], 1))  # on so coarse a grid many neighbours are equal
    return found


def test_the_score_is_that_of_a_second_writing() -> None:
    """Hundreds of windows, and both sides of every typical value are met."""
    sides = {(name, statistics(window)[name] < fitted[0]) for window in windows() for name, fitted in FITTED.items()}
    assert len(sides) == 2 * len(FITTED)
    for window in windows():
        expected = second_opinion(window)
        assert patternless(list(np.log(window))) == pytest.approx(expected, abs=1e-9)


def test_what_ranks_foretell_is_exact() -> None:
    """One product of long numbers, against whole fractions: where intervals are equal the earlier one is the lower."""
    for window in [list(map(float, window)) for window in windows()]:
        order = [place for _, place in sorted(zip(window, range(24), strict=True))]
        rank = [Fraction(2 * order.index(place) - 23, 2) for place in range(24)]
        sums = [sum(a * b for a, b in zip(rank, rank[lag:], strict=False)) for lag in (1, 2, 3)]
        exact = [float(each) / ((24 - lag) * (575 / 12)) for lag, each in enumerate(sums, 1)]
        assert list(irregular._foretold(window)) == exact


def test_a_fast_heart_counts_up_to_103_a_minute() -> None:
    """Faster than that says no more."""
    shape = np.array(hearts.patternless(24, ms=900)) / 1000
    at_rate = [patternless(list(np.log(shape * s / np.exp(np.log(shape).mean())))) for s in (0.35, 0.46, 0.47, 0.5)]
    assert at_rate[0] == pytest.approx(at_rate[1])
    assert at_rate[3] != pytest.approx(at_rate[1])


class Scored:
    """The detector with scores of our choosing."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, scores: Sequence[float], ms: Sequence[float]) -> None:
        """`scores[k]` is that of the k-th whole window; the last one stays."""
        self.asked = 0
        self.windows: list[list[float]] = []
        self._scores = list(scores)
        monkeypatch.setattr(irregular, "patternless", self._next)
        self.detections = each_detection(Irregular(), ms)

    def _next(self, window: list[float]) -> float:
        self.windows.append(list(window))
        score = self._scores[min(self.asked, len(self._scores) - 1)]
        self.asked += 1
        return score

    @property
    def first(self) -> int | None:
        """After how many intervals it is told."""
        return next((k + 1 for k, detection in enumerate(self.detections) if detection is not None), None)


UNSTEADY = [800.0, 700.0] * 60


@pytest.mark.parametrize(("score", "first"), [(3.401, 31), (3.4, 50), (1.601, 55), (1.6, None)])
def test_high_scores_tell_soon_and_lesser_ones_late(
    monkeypatch: pytest.MonkeyPatch, score: float, first: int | None
) -> None:
    """A mean above 3.4 of eight windows, or above 1.6 of thirty-two; before the first whole one, all count -8."""
    assert Scored(monkeypatch, [score], UNSTEADY).first == first


def test_a_score_counts_within_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four windows of eight at most; four at the floor of minus eight outweigh any others."""
    assert Scored(monkeypatch, [1000.0], UNSTEADY).first == 29  # six at 8 and two at -8 are 32 > 27.2
    assert Scored(monkeypatch, [*[8.0] * 5, *[-1000.0] * 60], UNSTEADY).first is None  # 40 - 24 = 16
    assert Scored(monkeypatch, [-1000.0, *[8.0] * 60], UNSTEADY).first == 30
    assert Scored(monkeypatch, [*[-1000.0] * 9, *[8.0] * 60], UNSTEADY).first == 24 + 9 + 5


def test_a_window_is_the_last_24_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """As logarithms of seconds, oldest first."""
    uneven = [600.0 + (k * 137) % 300 for k in range(60)]
    scored, intervals = Scored(monkeypatch, [0.0], uneven), [ms / 1000 for ms in uneven]
    assert len(scored.windows) == 37
    for k, window in enumerate(scored.windows):
        assert np.exp(window) == pytest.approx(intervals[k : k + 24], rel=1e-4)


def test_it_is_asked_as_long_as_half_of_fourteen_steps_are_unsteady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven unsteady steps, then steady ones: at the seventh and for seven more; and then no sign stands any more."""
    scored = Scored(monkeypatch, [8.0], [*[800.0] * 24, *[700.0, 800.0] * 3, 700.0, *[700.0] * 30])
    assert scored.asked == 8
    ended = Scored(monkeypatch, [8.0], [*UNSTEADY[:60], *[700.0] * 20]).detections
    assert ended[59] is not None
    assert all(detection is None for detection in ended[60 + 8 :])


def test_a_quarter_of_a_second_spoils_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is odd, and counted as that; only below 200 ms is it noise."""
    assert Scored(monkeypatch, [8.0], [*UNSTEADY[:10], 250.0, *UNSTEADY[:60]]).first == 29
    assert Scored(monkeypatch, [8.0], [*UNSTEADY[:10], 200.0, *UNSTEADY[:60]]).first == 29
    assert Scored(monkeypatch, [8.0], [*UNSTEADY[:10], 199.0, *UNSTEADY[:60]]).first == 11 + 29


def test_its_beginning_is_that_of_all_windows_it_was_told_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty-one intervals soon, fifty-five late; a stop."""
    soon = Scored(monkeypatch, [*[-8.0] * 40, 8.0], UNSTEADY).detections
    detection = next(s for s in soon if s is not None)
    assert detection.severity is Severity.STOP
    assert detection.why.code == "rhythm.irregular"
    assert told(detection) == {"beats": 31}
    late = [s for s in Scored(monkeypatch, [*[-8.0] * 10, 2.0], UNSTEADY).detections if s is not None]
    assert told(late[0]) == {"beats": 55}
    place = next(k for k, s in enumerate(soon) if s is not None)
    assert detection.start_s == pytest.approx(sum(UNSTEADY[: place + 1 - 31]) / 1000)


def test_a_beginning_is_never_before_time_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told soon after a gap, only the intervals since then count: nothing that was before is in a window."""
    detections = Scored(monkeypatch, [8.0], [*UNSTEADY[:40], 3000.0, *UNSTEADY[:40]]).detections
    after = [k for k, detection in enumerate(detections) if detection is not None and k > 40]
    assert after[0] == 40 + 29
    first = detections[after[0]]
    assert first is not None
    assert told(first) == {"beats": 29}


@pytest.mark.parametrize(("step", "asked"), [(0.029, False), (0.031, True)])
def test_a_steady_heart_is_not_even_asked(monkeypatch: pytest.MonkeyPatch, step: float, asked: bool) -> None:
    """Steps of three per cent in half of the last fourteen."""
    assert (Scored(monkeypatch, [8.0], [800.0, 800.0 * (1 - step)] * 30).asked > 0) is asked


@pytest.mark.parametrize(("unsteady", "asked"), [(7, True), (6, False)])
def test_half_of_the_last_steps_must_be_unsteady(monkeypatch: pytest.MonkeyPatch, unsteady: int, asked: bool) -> None:
    """Seven of fourteen, at the newest interval."""
    steps = (
        [800.0] * 24
        + [k % 2 * 100 + 700.0 for k in range(unsteady)]
        + [700.0 + (unsteady - 1) % 2 * 100] * (14 - unsteady)
    )
    scored = Scored(monkeypatch, [8.0], steps)
    assert (scored.asked > 0) is asked


def doubted(count: int) -> list[Detection | None]:
    """The signs of a patternless heart with so many intervals in each window that look like beats seen twice."""
    rr, detector, detections, t = RrBuffer(), Irregular(), list[Detection | None](), 0.0
    for k, ms in enumerate(hearts.patternless(160, ms=800)):
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
        rr.plausible = k % 24 >= count
        detections.append(detector.judge(rr))
    return detections


@pytest.mark.parametrize(("count", "is_told"), [(0, True), (4, True), (5, False)])
def test_many_odd_intervals_doubt_the_strap_not_the_heart(count: int, is_told: bool) -> None:
    """Four in a window of twenty-four are allowed."""
    assert any(doubted(count)) is is_told


def test_tension_and_lost_time() -> None:
    """What comes in a tension is left out, and the windows before and after it are joined; a gap or noise ends all."""
    wild = hearts.patternless(31, ms=800)
    assert each_detection(Irregular(), wild, Activity.TENSION) == [None] * 31
    assert any(each_detection(Irregular(), hearts.patternless(120, ms=800)))
    for spoils in (3000.0, 199.0):
        pieces = [*wild[:23], spoils] * 5
        assert not any(each_detection(Irregular(), pieces))
    assert Irregular.recovery_beats == 15
