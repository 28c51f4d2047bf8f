"""The breath is heard in the shape of the ECG's beats, beside the intervals, and only where it is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from biofeedback.events import EcgChunk, Event, HeartRate, MotionChunk
from biofeedback.findings import Activity, Breath, BreathWitness, EcgState, RawBeat, RPeak
from biofeedback.signal.analysis import analyse
from biofeedback.signal.breath_shapes import shape_of
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.ticks import TICKS_PER_S
from tests.signal.ecg.movement import moving
from tests.signal.ecg.synthetic import Samples, SyntheticEcg, ecg

RATE, PORTION = 130.0, 73


def breathing_chest(bpm: Sequence[float], each_s: float, *, depth: float = 0.08, seed: int = 1) -> SyntheticEcg:
    """Beats that grow and shrink by `depth` with each breath; in their intervals is only the 0.1 Hz wave, of 60 ms."""
    rng = np.random.default_rng(seed)
    n = int(each_s * len(bpm) / 0.7)
    pace, size = (np.exp(0.3 * _wandering(rng, n)) for _ in range(2))
    pressure = 0.03 * size * np.sin(2 * np.pi * 0.095 * 0.85 * np.cumsum(pace))
    made = ecg(0.85 + pressure + rng.normal(0.0, 0.01, n), seed=seed)
    t = np.arange(len(made.uv)) / RATE
    level = made.uv - 150.0 * np.sin(2 * np.pi * 0.25 * t)
    paces = np.array(bpm)[np.minimum(len(bpm) - 1, (t / each_s).astype(int))]
    swing = np.sin(2 * np.pi * np.cumsum(paces / 60) / RATE)
    return SyntheticEcg(RATE, np.round(level * (1 + depth * swing)), made.r_s)


def _wandering(rng: np.random.Generator, n: int) -> Samples:
    """Values of unit variance, each much like the last ten."""
    steps = rng.normal(size=n)
    for k in range(1, n):
        steps[k] = 0.93 * steps[k - 1] + 0.37 * steps[k]
    return steps


def chunks(uv: Samples) -> list[EcgChunk]:
    return [
        EcgChunk(t=end / RATE, rate_hz=RATE, microvolts=tuple(int(x) for x in uv[end - PORTION : end]))
        for end in range(PORTION, len(uv) + 1, PORTION)
    ]


def packets(r_s: Samples) -> list[HeartRate]:
    """One a second, with the intervals that ended in it."""
    ticks = [(float(b), round(float(b - a) * TICKS_PER_S)) for a, b in pairwise(r_s)]
    return [
        HeartRate(t=second, hr_bpm=70, rr_ticks=tuple(rr for b, rr in ticks if second - 1 < b <= second), contact=True)
        for second in range(1, int(r_s[-1]))
    ]


def heard(made: SyntheticEcg, until_s: float, *, asks: bool = False) -> Iterator[tuple[float, Breath | None]]:
    """What is told each second; `asks`: a screen looks, too."""
    monitor = HeartMonitor()
    events: list[Event] = sorted([*chunks(made.uv), *packets(made.r_s)], key=lambda event: event.t)
    for event in events:
        if event.t > until_s:
            return
        if isinstance(event, EcgChunk):
            monitor.push_ecg(event)
        elif isinstance(event, HeartRate):
            monitor.push(event, Activity.FREE)
            if asks:
                monitor.vitals(event.t)
            yield event.t, monitor.breath(event.t)


def told(made: SyntheticEcg, until_s: float) -> Breath | None:
    return [breath for _, breath in heard(made, until_s)][-1]


@pytest.mark.parametrize("bpm", [5.0, 8.0, 15.0, 22.0])
def test_a_breath_that_the_intervals_do_not_show_is_told_by_the_ecg(bpm: float) -> None:
    """The wave of blood pressure, all that is in the intervals, is not taken for it."""
    breath = told(breathing_chest([bpm], 100.0), 90.0)

    assert breath is not None
    assert abs(breath.rate_bpm - bpm) < 1.5
    assert BreathWitness.ECG in breath.witnesses
    assert breath.confidence > 0.9
    assert 0 < breath.sd_bpm < 1.5


@pytest.mark.parametrize("paces", [(6.0, 15.0), (15.0, 6.0)])
def test_a_change_of_pace_is_found_within_half_a_minute(paces: tuple[float, float]) -> None:
    """A short look points to it when half of it is breathed at the new pace; the next one confirms it."""
    made = breathing_chest(paces, 100.0)
    found = next(t for t, breath in heard(made, 190.0) if t > 100 and breath and abs(breath.rate_bpm - paces[1]) < 2)
    assert found <= 130.0


def test_where_the_beats_stay_as_large_as_they_are_hardly_anything_is_told_by_them() -> None:
    """The intervals show the wave of blood pressure alone; by chance a rate is told in one of thirty looks."""
    answers = [
        breath is not None and BreathWitness.ECG in breath.witnesses
        for seed in range(4)
        for t, breath in heard(breathing_chest([15.0], 200.0, depth=0.0, seed=seed), 190.0)
        if t > 60
    ]
    assert sum(answers) <= 0.05 * len(answers)


def test_a_line_that_moves_bears_no_witness() -> None:
    """Electrodes that move make beats of every size."""
    made = breathing_chest([15.0], 100.0, depth=0.0)
    loose = SyntheticEcg(RATE, np.round(made.uv + moving(len(made.uv), RATE, 1600.0, 0)), made.r_s)
    assert all(breath is None or BreathWitness.ECG not in breath.witnesses for _, breath in heard(loose, 90.0))


def test_an_ecg_that_ended_says_nothing_of_now() -> None:
    """Nor does the link's loss leave an old rate standing."""
    made = breathing_chest([15.0], 100.0)
    monitor = HeartMonitor()
    for chunk in chunks(made.uv[: int(80 * RATE)]):
        monitor.push_ecg(chunk)
    assert monitor.breath(80.0) is not None
    assert monitor.breath(95.0) is None


def test_what_is_told_does_not_hang_on_when_a_screen_asks() -> None:
    """A session must be replayed as it was."""
    made = breathing_chest([9.0], 80.0)
    assert list(heard(made, 70.0)) == list(heard(made, 70.0, asks=True))


def test_an_early_beat_and_a_poor_line_lend_no_shape() -> None:
    """Their size says where they began, or how the electrode lay, not how the chest moves."""
    peak = RPeak(
        t=1.0, amplitude_uv=-900.0, rr_ticks=800, gap=False, qrs_ms=80.0, correlation=0.99, familiar=True, noise=0.05,
        state=EcgState.GOOD, slope_uv_per_s=9000.0, area_uv_s=40.0,
    )  # fmt: skip
    shape = shape_of(peak)

    assert shape is not None
    assert (shape.amplitude, shape.slope, shape.area) == (900.0, 9000.0, 40.0)
    assert shape_of(replace(peak, correlation=0.5)) is None
    assert shape_of(replace(peak, correlation=None)) is None
    assert shape_of(replace(peak, state=EcgState.NOISY)) is None
    assert shape_of(replace(peak, slope_uv_per_s=None)) is None


def test_a_file_with_an_ecg_is_told_by_it() -> None:
    """As live, in `analyse`: without the ECG nothing can be told of this heart."""
    made = breathing_chest([14.0], 150.0)
    raws = [RawBeat(t=float(b), rr_ticks=round(float(b - a) * TICKS_PER_S)) for a, b in pairwise(made.r_s)]
    assert analyse(raws, baseline_s=60.0).spectrum.breathing_bpm is None
    beside = analyse(raws, baseline_s=60.0, ecg=chunks(made.uv)).spectrum.breathing_bpm
    assert beside == pytest.approx(14.0, abs=0.4)


@pytest.mark.parametrize("name", ["ecg1_em99", "ecg1_em24", "ecg1_burst12"])
def test_a_recorded_slow_breather_is_told_also_on_a_poorer_line(name: str, recordings: Path) -> None:
    """His airflow: 5.9 breaths a minute."""
    from biofeedback.app.analysing import analysed

    told_bpm = analysed(recordings / "ecg_noise" / f"{name}.hea", 60.0).analysis.spectrum.breathing_bpm
    assert told_bpm == pytest.approx(5.9, abs=0.6)


def test_a_chest_that_rises_and_falls_bears_witness_too() -> None:
    """Without an ECG and without a beat; the acceleration of a chest that leans by 20 mg with each breath."""
    rng = np.random.default_rng(1)
    monitor, each = HeartMonitor(), 36
    t = np.arange(0, 80, 1 / 25)
    lean = 20.0 * np.sin(2 * np.pi * 14 / 60 * t)
    axes = [np.round(at + share * lean + rng.normal(0, 4, len(t))) for at, share in ((0, 0.3), (-980, 0.1), (150, 1.0))]
    for end in range(each, len(t) + 1, each):
        x, y, z = (tuple(int(v) for v in axis[end - each : end]) for axis in axes)
        monitor.push_motion(MotionChunk(t=end / 25, rate_hz=25.0, x_mg=x, y_mg=y, z_mg=z, gap=False))
    breath = monitor.breath(80.0)

    assert breath is not None
    assert breath.rate_bpm == pytest.approx(14.0, abs=0.7)
    assert breath.witnesses == (BreathWitness.MOTION,)
