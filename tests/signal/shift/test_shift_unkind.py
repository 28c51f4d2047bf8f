"""What must not be taken for a shift: breathing, tension nobody announced, and real rest as it is."""

from __future__ import annotations

import gzip
import math
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from biofeedback.findings import Activity, Beat, BeatClass, Direction, RawBeat, ShiftFound, ShiftLost
from biofeedback.signal.classifier import BeatClassifier
from biofeedback.signal.shift import ShiftWatch
from biofeedback.ticks import TICKS_PER_S, from_ms

BASELINE_S = 240.0
STEP_S = 480.0
PIECE_S = 1200.0
Floats = NDArray[np.float64]


def found(beats: Iterable[Beat]) -> list[ShiftFound]:
    """The shifts told after a baseline of four minutes."""
    watch, told = ShiftWatch(), list[ShiftFound | ShiftLost]()
    watch.begin_baseline(0.0)
    for beat in beats:
        if watch.baseline is None and beat.t >= BASELINE_S:
            watch.end_baseline(BASELINE_S)
        told += watch.push(beat, Activity.FREE)
    return [one for one in told if isinstance(one, ShiftFound)]


def breathing(seconds: float, seed: int, slow_hz: float, tension: bool = False) -> Iterator[Beat]:
    """A heart whose breath slows to `slow_hz` after the step, its waves growing so that RMSSD stays as it was."""
    rng = Random(seed)
    t, index, phase, wander = 0.0, 0, 0.0, 0.0
    while t < seconds:
        hz = slow_hz if t > STEP_S else 0.25
        swing = 25 * math.sin(math.pi * 0.25 * 0.9) / math.sin(math.pi * hz * 0.9)
        wander = 0.98 * wander + rng.gauss(0, 1.5)
        ms = 900 + wander + swing * math.sin(phase) + rng.gauss(0, 10)
        if tension and t > STEP_S and (t - STEP_S) % 45 < 7:
            ms *= 0.87
        ticks = from_ms(ms)
        t += ticks / TICKS_PER_S
        phase += 2 * math.pi * hz * ticks / TICKS_PER_S
        yield Beat(index=index, t=t, rr_ticks=ticks, kind=BeatClass.NORMAL, normality=1.0)
        index += 1


@pytest.mark.parametrize("slow_hz", [0.18, 0.15, 0.1])
def test_slower_deeper_breathing_is_no_shift(slow_hz: float) -> None:
    """A change of pace alone, RMSSD and rate kept, is neither direction."""
    assert [found(breathing(1200, seed, slow_hz)) for seed in range(3)] == [[], [], []]


def test_tension_that_nobody_announced_is_no_relaxation() -> None:
    """Seven seconds of tension in every 45, unknown to the watch, are never taken for relaxation."""
    told = [one for seed in range(4) for one in found(breathing(1200, seed, 0.25, tension=True))]
    assert all(one.direction is Direction.SYMPATHETIC for one in told)


def test_the_watch_stays_small() -> None:
    """Five hours of beats take no more memory than one."""
    watch, sizes = ShiftWatch(), []
    watch.begin_baseline(0.0)
    for beat in breathing(5 * 3600, 1, 0.25):
        if watch.baseline is None and beat.t >= BASELINE_S:
            watch.end_baseline(BASELINE_S)
        watch.push(beat, Activity.FREE)
        if beat.index % 4000 == 3999:
            sizes.append(len(pickle.dumps(watch)))
    assert max(sizes[1:]) < 1.6 * sizes[0]


def intervals(path: Path, most: int) -> Floats:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        next(lines)
        rr = np.array([float(line.split(",")[1]) for _, line in zip(range(most), lines, strict=False)])
    return rr[(rr > 350) & (rr < 2000)]


def rest(path: Path) -> Iterator[Floats]:
    """Twenty-minute stretches in which the rate stays within 10/min of its beginning."""
    rr = intervals(path, 60_000)
    clock = np.cumsum(rr) / 1000
    for start in np.arange(0, clock[-1] - PIECE_S, 2 * PIECE_S):
        piece = rr[(clock >= start) & (clock < start + PIECE_S)]
        minute = (np.cumsum(piece) // 60_000).astype(int)
        rate = np.array([60_000 / piece[minute == k].mean() for k in range(minute[-1])])
        odd = np.abs(np.diff(piece)) > 0.25 * piece[1:]
        if rate[:6].std() < 2 and np.abs(rate - rate[:4].mean()).max() < 10 and odd.mean() < 0.02:
            yield piece


def relaxing(rr: Floats) -> Floats:
    """The same stretch with waves 40 % larger and a mean interval 5 % longer, from the step on, with 25 s of onset."""
    clock = np.cumsum(rr) / 1000
    on = np.where(clock > STEP_S, 1 - np.exp(-(clock - STEP_S) / 25), 0.0)
    slow = np.convolve(np.pad(rr, 7, "edge"), np.full(15, 1 / 15), "valid")
    changed: Floats = slow * (1 + 0.05 * on) + (rr - slow) * (1 + 0.40 * on)
    return changed


def classified(rr: Floats) -> Iterator[Beat]:
    classifier, clock = BeatClassifier(), 0
    for ms in rr.tolist():
        ticks = from_ms(ms)
        clock += ticks
        yield from classifier.push(RawBeat(t=clock / TICKS_PER_S, rr_ticks=ticks))
    yield from classifier.flush()


def test_real_rest_is_left_alone_and_a_medium_relaxation_in_it_is_found(recordings: Path) -> None:
    """On rest of healthy people: few false alarms, and most relaxations told within five minutes."""
    pieces = [piece for path in sorted((recordings / "rr_healthy").glob("*.csv*")) for piece in rest(path)][:24]
    if len(pieces) < 12:
        pytest.skip("too few stretches of rest in the recordings")
    calm = [[one for one in found(classified(p)) if one.direction is Direction.PARASYMPATHETIC] for p in pieces]
    eased = [
        [one.t for one in found(classified(relaxing(p))) if one.direction is Direction.PARASYMPATHETIC] for p in pieces
    ]
    quiet = [times for times in eased if not times or times[0] > STEP_S]
    assert sum(bool(told) for told in calm) <= 0.25 * len(pieces)
    assert sum(bool(times) and times[0] <= STEP_S + 300 for times in quiet) >= 0.5 * len(quiet)
