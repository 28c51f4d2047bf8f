"""The beat classifier: each fault is seen, a living heart is not called a fault, and nothing is masked or frozen."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import Beat, BeatClass, RawBeat
from biofeedback.signal.classifier import LOOK_AHEAD, BeatClassifier

from .made_streams import Heart
from .series import breathing_heart, classified, kinds, raw_beats

NORMAL, ECTOPIC, MISSED = BeatClass.NORMAL, BeatClass.ECTOPIC, BeatClass.MISSED


def share_left_out(rr: list[float]) -> float:
    found = kinds(rr)
    return sum(kind is not NORMAL for kind in found) / len(found)


@given(st.lists(st.tuples(st.integers(1, 400_000), st.booleans()), max_size=60))
def test_every_interval_gets_one_class_in_order_at_most_two_beats_later(stream: list[tuple[int, bool]]) -> None:
    """Whatever comes in, each interval comes out once, unchanged, and no later than after two more."""
    classifier = BeatClassifier()
    raws = [RawBeat(t=float(k), rr_ticks=ticks, gap=gap) for k, (ticks, gap) in enumerate(stream)]
    out: list[Beat] = []
    for k, raw in enumerate(raws):
        out += classifier.push(raw)
        assert len(out) >= k + 1 - LOOK_AHEAD
    out += classifier.flush()
    assert [(b.t, b.rr_ticks, b.gap) for b in out] == [(r.t, r.rr_ticks, r.gap) for r in raws]
    assert [b.index for b in out] == list(range(len(raws)))
    assert all(0 <= b.normality <= 1 for b in out)
    assert all((b.kind is NORMAL) <= (b.normality >= 0.5) for b in out)


@given(st.integers(0, 2**32 - 1), st.integers(10, 60))
def test_the_past_is_never_judged_anew(seed: int, cut: int) -> None:
    """The first classes are the same however the stream goes on."""
    rr = [float(x) for x in np.random.default_rng(seed).uniform(400, 1300, 80)]
    assert kinds(rr[:cut])[: cut - LOOK_AHEAD] == kinds(rr)[: cut - LOOK_AHEAD]


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        ([1800.0], [MISSED]),
        ([2700.0], [MISSED]),
        ([420.0, 480.0], [BeatClass.EXTRA, BeatClass.EXTRA]),
        ([560.0, 1240.0], [ECTOPIC, ECTOPIC]),
        ([600.0, 915.0], [ECTOPIC, NORMAL]),
        ([985.0, 815.0], [BeatClass.MISPLACED, BeatClass.MISPLACED]),
        ([520.0, 500.0, 1680.0], [ECTOPIC, ECTOPIC, ECTOPIC]),
        ([7000.0], [BeatClass.GAP]),
    ],
    ids=["missed", "two missed", "extra", "ventricular", "atrial", "misplaced", "couplet", "gap"],
)
def test_each_fault_is_named(fault: list[float], wanted: list[BeatClass]) -> None:
    """One fault in quiet breathing is called what it is, and its neighbours stay normal."""
    before = breathing_heart(60, swing_ms=40)
    before[-1] = 900.0
    after = [900.0, *breathing_heart(20, swing_ms=40, seed=2)]
    found = kinds([*before, *fault, *after])
    place = slice(len(before), len(before) + len(fault))
    assert found[place] == wanted
    assert set(found[: place.start] + found[place.stop :]) == {NORMAL}


@pytest.mark.parametrize("breaths", [4, 6, 9, 12, 15])
@pytest.mark.parametrize("mean_ms", [750, 1000, 1250])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_deep_slow_breathing_is_no_artefact(breaths: float, mean_ms: float, seed: int) -> None:
    """A swing of 300 ms from trough to peak is a healthy heart, from the first beat on."""
    rr = breathing_heart(240, mean_ms=mean_ms, swing_ms=300, breaths_per_min=breaths, noise_ms=10, seed=seed)
    assert share_left_out(rr) == 0


@pytest.mark.parametrize("swing_ms", [320, 420, 520])
@pytest.mark.parametrize("breaths", [3.5, 5, 6.5, 8])
def test_a_breath_that_steps_up_within_one_beat_is_no_artefact(breaths: float, swing_ms: float) -> None:
    """Ten minutes of slow breathing as real hearts follow it: hardly an interval is left out, and no RMSSD is lost."""
    heart = Heart(mean_ms=900, swing_ms=swing_ms, breaths_per_min=breaths, noise_ms=12, steep=True)
    rr = heart.intervals(650, Random(f"{breaths}/{swing_ms}"))
    kept = [kind is NORMAL for kind in kinds(rr)]
    steps = np.diff(rr)[np.logical_and(kept[1:], kept[:-1])]
    assert np.mean(kept) > 0.995
    assert np.sqrt(np.mean(steps**2)) == pytest.approx(np.sqrt(np.mean(np.diff(rr) ** 2)), rel=0.02)


def test_a_misplaced_beat_takes_from_its_neighbour_what_it_gives_and_a_breath_does_not() -> None:
    """In the low and in the high part of a slow deep breath, both intervals are named and their neighbours kept."""
    rr = Heart(mean_ms=900, swing_ms=400, breaths_per_min=6, noise_ms=6, wander_ms=5, steep=True).intervals(
        120, Random("deep")
    )
    steps = np.abs(np.diff(rr))
    calm = [k for k in range(60, 100) if max(steps[k - 3 : k + 3]) < 60]
    for k in calm:
        shifted = [*rr[:k], rr[k] + 170, rr[k + 1] - 170, *rr[k + 2 :]]
        found = kinds(shifted)
        assert NORMAL not in found[k : k + 2]
        assert set(found[k - 3 : k] + found[k + 3 : k + 6]) == {NORMAL}


@pytest.mark.parametrize("every", [2, 3, 4, 6])
def test_frequent_early_beats_do_not_hide_themselves(every: int) -> None:
    """In bigeminy and the like, ten minutes long, nearly all early beats are still seen at the end."""
    rng = np.random.default_rng(every)
    rr: list[float] = breathing_heart(30)
    early: list[int] = []
    for k in range(600):
        x = 850 + float(rng.normal(0, 12))
        if k % every == every - 1:
            early.append(len(rr))
            rr += [0.62 * x, 1.38 * x]
        else:
            rr.append(x)
    found = kinds(rr)
    assert np.mean([found[k] is not NORMAL for k in early]) > 0.97


@pytest.mark.parametrize("after_ms", [450, 620, 1150, 1500])
@pytest.mark.parametrize("gap", [True, False])
def test_a_new_level_is_locked_on_within_twenty_beats(after_ms: float, gap: bool) -> None:
    """After a jump of rate, by itself or across lost time, the heart is normal again within 20 beats."""
    before = breathing_heart(60)
    after = breathing_heart(60, mean_ms=after_ms, swing_ms=40)
    found = kinds([*before, *after], frozenset({len(before)} if gap else ()))
    assert set(found[len(before) + 20 :]) == {NORMAL}


@pytest.mark.parametrize("breaths", [6, 10, 15])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_scale_does_not_freeze(breaths: float, seed: int) -> None:
    """After minutes almost without variability, deep breathing is natural again within 40 beats."""
    still = breathing_heart(180, mean_ms=1000, swing_ms=4, noise_ms=1, seed=seed)
    deep = breathing_heart(120, mean_ms=1000, swing_ms=150, breaths_per_min=breaths, noise_ms=10, seed=seed)
    found = kinds([*still, *deep])
    assert set(found[len(still) + 40 :]) == {NORMAL}


def test_a_wrong_start_is_overcome() -> None:
    """Thirty beats of noise at the start leave no trace after twenty good ones."""
    noise = [float(x) for x in np.random.default_rng(5).uniform(300, 2500, 30)]
    good = breathing_heart(60)
    assert set(kinds([*noise, *good])[50:]) == {NORMAL}


def test_a_burst_is_told_from_single_faults() -> None:
    """Many disturbed intervals in a row end up as a burst, and the good beats after it are good."""
    noise = [310.0, 1290.0, 700.0, 2100.0, 350.0, 1330.0, 480.0, 1810.0, 300.0, 1500.0]
    rr = [*breathing_heart(60), *noise, *breathing_heart(30, seed=2)]
    found = kinds(rr)
    start = len(breathing_heart(60))
    assert sum(k is not NORMAL for k in found[start : start + 10]) >= 8
    assert set(found[start + 14 :]) == {NORMAL}


def test_constant_intervals_are_normal() -> None:
    """A heart (or a simulator) without any variability is not an error."""
    assert set(kinds([800.0] * 400)) == {NORMAL}


def test_lost_time_is_kept_on_the_beat() -> None:
    """The mark that time was lost before an interval comes through."""
    rr = breathing_heart(30)
    assert [b.index for b in classified(rr, frozenset({7})) if b.gap] == [7]


def test_memory_does_not_grow() -> None:
    """After 20,000 beats the classifier holds no more than after 200."""
    import pickle

    classifier = BeatClassifier()
    sizes = []
    for k, raw in enumerate(raw_beats(breathing_heart(17_000, mean_ms=800))):
        classifier.push(raw)
        if k in (200, 20_000):
            sizes.append(len(pickle.dumps(classifier)))
    assert sizes[1] < 1.2 * sizes[0]


def ectopy(path: Path) -> tuple[int, int, int, int]:
    """Early beats caught and all, calm sinus beats kept and all, of an annotated recording."""
    rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
    labels = np.array([row[2] for row in rows])
    normal = np.array([k is NORMAL for k in kinds(float(row[1]) for row in rows)])
    early = np.isin(labels, list("VEAaSJ"))
    caught = ~normal | np.append(~normal[1:], False)
    disturbed = ~np.isin(labels, list("NLR"))
    near = np.convolve(disturbed, np.ones(7), "same") > 0
    return int((early & caught).sum()), int(early.sum()), int((~near & normal).sum()), int((~near).sum())


@pytest.mark.parametrize("record", ["106", "119", "208", "116"])
def test_ventricular_beats_of_real_recordings_are_found(recordings: Path, record: str) -> None:
    """Dense real ectopy, bigeminy among it, is found, and sinus beats far from it are kept."""
    path = recordings / "mitdb" / f"{record}.csv"
    if not path.is_file():
        pytest.skip("this recording is not here")
    caught, early, kept, calm = ectopy(path)
    assert caught >= 0.85 * early
    assert kept >= 0.98 * calm
