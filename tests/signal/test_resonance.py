"""Judged against hearts whose resonance is known: found near it, or said that it cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from biofeedback.app.analysing import analysed
from biofeedback.findings import Beat, Estimate
from biofeedback.signal.resonance import ResonanceLog, Swing, judged
from biofeedback.why import why
from tests.signal.resonant_heart import PACES, ResonantHeart

SEEDS = range(6)


def rates(own: float | None, **heart: float) -> list[Estimate | None]:
    """What is told of six hearts."""
    logs = (ResonantHeart(seed, own, **heart).assessed() for seed in SEEDS)
    return [found.breaths_per_min for log in logs if (found := log.found(1e6)) is not None]


def test_a_clear_resonance_is_found_near_its_place() -> None:
    """In most hearts, never further off than the paces are apart."""
    told = [each for each in rates(5.5, sharpness=4.0) if each is not None]
    assert len(told) >= 4
    assert all(abs(each.value - 5.5) <= 0.5 and each.low <= each.value <= each.high for each in told)


def test_where_all_paces_are_alike_nothing_is_told() -> None:
    """The largest of five is a chance one."""
    assert rates(None) == [None] * len(SEEDS)


def test_breathing_that_did_not_follow_tells_nothing() -> None:
    """A tenth faster than every cue: no pace is judged."""
    assert rates(5.5, sharpness=4.0, off=1.1) == [None] * len(SEEDS)


def test_too_few_paces_or_none_at_all() -> None:
    """Nothing is said where nothing was compared; three paces are said to be too few."""
    log = ResonanceLog()
    assert log.found(0.0) is None
    three = [Swing(breaths_per_min=pace, ln_swings=(2.0, 2.1, 2.2, 2.1, 2.0)) for pace in PACES[:3]]
    assert judged(three).why.code == "resonance.too_few"


@pytest.mark.parametrize("slope", [-0.5, 0.5])
def test_a_top_outside_of_what_was_tried_is_not_told(slope: float) -> None:
    """The swing only grows to one side: the resonance, if any, lies beyond."""
    some = (-0.1, -0.05, 0.0, 0.05, 0.1)
    swings = [Swing(breaths_per_min=pace, ln_swings=tuple(2 + slope * pace + x for x in some)) for pace in PACES]
    assert judged(swings).breaths_per_min is None


def test_a_cue_that_another_witness_saw_ignored_is_not_judged() -> None:
    """The ECG says fifteen a minute at every pace, whatever the intervals look like."""
    ignored = ResonantHeart(0, 5.5, sharpness=4.0).assessed(sees_bpm=15.0).found(1e6)
    followed = ResonantHeart(0, 5.5, sharpness=4.0).assessed(sees_bpm=5.5).found(1e6)
    assert ignored is not None
    assert followed is not None
    assert ignored.why == why("resonance.too_few", paces=0)
    assert followed.why.code != "resonance.too_few"


def test_people_at_fifteen_a_minute_follow_no_slow_cue(recordings: Path) -> None:
    """Two who follow a metronome, and hear none of the assessment's cues: none of thirty stretches passes."""
    for name in ("M5", "M9"):
        beats = analysed(recordings / "meditation" / f"{name}.csv", 60.0).analysis.beats
        passed = [pace for begun in range(0, 360, 120) for pace in PACES if _passes(beats, float(begun), pace)]
        assert passed == []


def _passes(beats: Sequence[Beat], begun: float, pace: float) -> bool:
    log = ResonanceLog()
    log.paced(begun, pace)
    for beat in beats:
        log.push(beat)
    log.end(begun + 124.0)
    found = log.found(begun + 124.0)
    assert found is not None
    return found.why != why("resonance.too_few", paces=0)


def test_a_recorded_breather_who_follows_is_seen_to(recordings: Path) -> None:
    """Two minutes at each of five paces, one person."""
    for path in sorted((recordings / "paced").glob("*.csv.gz")):
        pace = float(path.name.split("_")[-1].removesuffix("bpm.csv.gz").replace("p", "."))
        beats = analysed(path, 60.0).analysis.beats
        log = ResonanceLog()
        log.paced(beats[0].t, pace)
        for beat in beats:
            log.push(beat)
        found = log.found(beats[-1].t)
        assert found is not None
        assert found.why == why("resonance.too_few", paces=1)
