"""Confidence intervals hold the level they speak of as often as they say, in made hearts and in real rest."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from biofeedback.findings import Beat, BeatClass, Estimate
from biofeedback.signal.window import SlidingWindow
from simulators.participants.heart import Heart
from simulators.participants.population import profile

from .series import breathing_heart, classified, normal_beats

HELD = {30.0: 300.0, 60.0: 300.0, 300.0: 1200.0}  # a window, and the stretch that shows its level


def rmssd_ms(beats: list[Beat]) -> float:
    """By a direct count over adjacent normal intervals."""
    steps = [b.rr_ticks - a.rr_ticks for a, b in pairwise(beats) if a.kind is b.kind is BeatClass.NORMAL and not b.gap]
    return math.sqrt(math.fsum(d * d for d in steps) / len(steps)) / 128


def windows(beats: list[Beat], span_s: float) -> Iterator[tuple[Estimate, float]]:
    """RMSSD of each window as told live, and of the longer stretch around it."""
    long_s = HELD[span_s]
    begin = beats[0].t
    for k in range(round((beats[-1].t - begin + 1) // long_s)):
        start = begin + k * long_s
        stretch = [b for b in beats if start < b.t <= start + long_s]
        level = rmssd_ms(stretch)
        window, ends = SlidingWindow(span_s), start + span_s
        for beat, after in pairwise([*stretch, None]):
            assert beat is not None
            window.push(beat)
            if after is None or after.t > ends:
                if (told := window.variability(max(ends, beat.t)).rmssd_ms) is not None:
                    yield told, level
                ends += span_s


def coverage(found: list[tuple[Estimate, float]]) -> float:
    return sum(told.low <= level <= told.high for told, level in found) / len(found)


def made_rest(name: str, seed: int, seconds: float) -> list[Beat]:
    """Beats of a heart whose breathing wave wanders as real ones do."""
    heart, times = Heart(profile(name), Random(seed)), []
    while heart.t < seconds:
        if (beat := heart.step()) is not None:
            times.append(beat)
    return normal_beats([1000 * (b - a) for a, b in pairwise(times)])


@pytest.fixture(scope="module")
def made_hearts() -> list[list[Beat]]:
    return [made_rest(name, seed, 1215) for name in ("calm", "restless", "athlete") for seed in range(4)]


@pytest.mark.parametrize(("span_s", "least", "most"), [(30.0, 0.9, 0.98), (60.0, 0.9, 0.98), (300.0, 0.93, 1.0)])
def test_made_hearts_are_held(made_hearts: list[list[Beat]], span_s: float, least: float, most: float) -> None:
    """Of windows of hearts with wandering, autocorrelated waves, about 95 % of the intervals hold the level around."""
    found = [pair for beats in made_hearts for pair in windows(beats, span_s)]
    assert len(found) >= 40
    assert least <= coverage(found) <= most


def test_real_rest_is_held(recordings: Path) -> None:
    """So do those of a minute and half a minute of real rest, for the RMSSD of its five minutes."""
    hearts = []
    for path in sorted((recordings / "meditation").glob("*.csv"))[:14]:
        rows = [line.split(",") for line in path.read_text().splitlines()[1:] if line]
        hearts.append(classified([float(row[1]) for row in rows[:2000]]))
    if not hearts:
        pytest.skip("these recordings are not here")
    for span_s in (30.0, 60.0):
        found = [pair for beats in hearts for pair in windows(beats, span_s)]
        assert len(found) >= 100
        assert 0.91 <= coverage(found) <= 0.995


def test_more_beats_say_more_but_never_all() -> None:
    """A longer window is told with a narrower interval; the wander of the level itself stays."""
    beats = normal_beats(breathing_heart(1300, swing_ms=80, noise_ms=20))
    widths = []
    for span_s in (30.0, 60.0, 300.0, math.inf):
        window = SlidingWindow(span_s)
        for beat in beats:
            window.push(beat)
        told = window.variability(beats[-1].t).rmssd_ms
        assert told is not None
        widths.append(math.log(told.high / told.low))
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] > 0.3
