"""The baseline and the shifts from it, on made beats whose truth is known."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import Activity, BaselineTaken, Beat, BeatClass, Direction, ShiftFound, ShiftLost
from biofeedback.languages import LANGUAGES
from biofeedback.signal.baseline import History, resting_level, take_baseline
from biofeedback.signal.clean_blocks import CleanBlock, CleanBlocks
from biofeedback.signal.shift import ShiftWatch
from biofeedback.texts import Texts
from biofeedback.ticks import TICKS_PER_S, from_ms

BASELINE_S = 240.0
Change = Callable[[float], tuple[float, float]]
Told = ShiftFound | ShiftLost


def resting(seconds: float, seed: int = 1, change: Change = lambda t: (1.0, 1.0)) -> Iterator[Beat]:
    """Beats of a calm sitting heart; `change` gives the factors of its fast waves and of its mean interval."""
    rng = Random(seed)
    t, index, wander = 0.0, 0, 0.0
    while t < seconds:
        gain, stretch = change(t)
        wander = 0.98 * wander + rng.gauss(0, 1.5)
        breath = 25 * math.sin(2 * math.pi * 0.25 * t) + rng.gauss(0, 12)
        ticks = from_ms((900 + wander) * stretch + gain * breath)
        t += ticks / TICKS_PER_S
        yield Beat(index=index, t=t, rr_ticks=ticks, kind=BeatClass.NORMAL, normality=1.0)
        index += 1


def followed(beats: Iterator[Beat], history: History | None = None) -> tuple[ShiftWatch, list[Told]]:
    """A watch that has taken its baseline from the first four minutes, and all that it told."""
    watch, told = ShiftWatch(history), list[Told]()
    watch.begin_baseline(0.0)
    for beat in beats:
        if watch.baseline is None and beat.t >= BASELINE_S:
            watch.end_baseline(BASELINE_S)
        told += watch.push(beat, Activity.BASELINE if watch.baseline is None else Activity.REST)
    return watch, told


def after(start: float, gain: float, stretch: float) -> Change:
    return lambda t: (gain, stretch) if t > start else (1.0, 1.0)


def test_a_strong_relaxation_is_told_once_and_its_onset_is_near_the_truth() -> None:
    """Waves half as large again and a rate 8 % lower from 480 s on are told within three minutes, causally."""
    _, told = followed(resting(900, change=after(480, 1.6, 1.08)))
    assert [type(one) for one in told] == [ShiftFound]
    found = told[0]
    assert isinstance(found, ShiftFound)
    assert found.direction is Direction.PARASYMPATHETIC
    assert 480 < found.t < 660
    assert abs(found.start_s - 480) < 60
    assert found.strength > 0.5


def test_activation_is_told_as_sympathetic() -> None:
    """Smaller waves and a faster rate are the other direction."""
    _, told = followed(resting(900, change=after(480, 0.6, 0.9)))
    assert isinstance(told[0], ShiftFound)
    assert told[0].direction is Direction.SYMPATHETIC


def test_steady_rest_tells_nothing() -> None:
    """Twenty minutes of unchanged rest bring no shift."""
    for seed in range(5):
        assert followed(resting(1200, seed))[1] == []


def test_a_shift_that_goes_back_is_told_as_lost() -> None:
    """When waves and rate return to the baseline, so does the finding."""
    _, told = followed(resting(1500, change=lambda t: (1.8, 1.08) if 480 < t < 900 else (1.0, 1.0)))
    assert [type(one) for one in told[:2]] == [ShiftFound, ShiftLost]
    assert told[1].t > 900
    assert told[1].direction is Direction.PARASYMPATHETIC


def test_a_slower_rate_without_larger_waves_is_no_parasympathetic_shift() -> None:
    """Posture and warmth move the rate alone."""
    assert followed(resting(1200, change=after(480, 1.0, 1.06)))[1] == []


def test_tension_is_stepped_over() -> None:
    """Tension cycles raise the rate by a third; told of them, the watch says nothing."""
    watch, told = ShiftWatch(), list[Told]()
    watch.begin_baseline(0.0)
    for beat in resting(1200, change=lambda t: (0.5, 0.75) if t > 480 and t % 45 < 12 else (1.0, 1.0)):
        if watch.baseline is None and beat.t >= BASELINE_S:
            watch.end_baseline(BASELINE_S)
        tense = beat.t > 480 and beat.t % 45 < 13
        told += watch.push(beat, Activity.TENSION if tense else Activity.REST)
    assert told == []


def flagged(beats: Iterator[Beat], every: int, from_s: float) -> Iterator[Beat]:
    for beat in beats:
        bad = beat.t > from_s and beat.index % every == 0
        kind = BeatClass.ECTOPIC if bad else BeatClass.NORMAL
        rr = beat.rr_ticks // 2 if bad else beat.rr_ticks
        yield Beat(index=beat.index, t=beat.t, rr_ticks=rr, kind=kind, normality=0.0 if bad else 1.0)


def test_ectopy_is_no_shift_and_silences_the_watch() -> None:
    """Excluded beats are never counted; where they are many, even a true shift is not told."""
    assert followed(flagged(resting(1200), 40, 480))[1] == []
    strong = after(480, 1.6, 1.08)
    assert followed(flagged(resting(1200, change=strong), 8, 480))[1] == []


def test_no_baseline_means_nothing_is_told() -> None:
    """With too few clean beats the baseline is absent, and no shift follows."""
    watch, told = followed(flagged(resting(1200, change=after(480, 1.8, 1.1)), 3, 0))
    assert watch.baseline is not None
    assert watch.baseline.hr_bpm is None
    assert watch.baseline.rmssd_ms is None
    assert told == []


def test_without_begin_baseline_nothing_is_taken_or_told() -> None:
    """A watch that was never asked for a baseline keeps silent."""
    watch = ShiftWatch()
    assert all(watch.push(beat, Activity.FREE) == () for beat in resting(600, change=after(300, 2, 1.1)))
    assert watch.end_baseline(600).rmssd_ms is None


def baseline(history: History | None = None, seconds: float = 260) -> BaselineTaken:
    watch, _ = followed(resting(seconds), history)
    assert watch.baseline is not None
    return watch.baseline


def test_the_baseline_is_the_plain_mean_rate_and_rmssd() -> None:
    """Without history the values agree with direct formulas, and the interval holds the value."""
    taken = baseline()
    rr = [1000 * beat.rr_ticks / TICKS_PER_S for beat in resting(BASELINE_S)]
    rmssd = math.sqrt(sum((b - a) ** 2 for a, b in pairwise(rr)) / (len(rr) - 1))
    assert taken.rmssd_ms is not None
    assert taken.rmssd_ms.value == pytest.approx(rmssd, rel=0.04)
    assert taken.rmssd_ms.low < taken.rmssd_ms.value < taken.rmssd_ms.high
    assert taken.hr_bpm == pytest.approx(60000 * len(rr) / sum(rr), rel=0.01)
    assert taken.coverage == 1.0


def blocks_of(beats: Iterator[Beat]) -> list[CleanBlock]:
    blocks = CleanBlocks()
    return [block for beat in beats if (block := blocks.push(beat, Activity.BASELINE)) is not None]


def rested(hr_bpm: float, rmssd_ms: float, n: int = 8) -> History:
    return History(n=n, ln_rmssd_mean=math.log(rmssd_ms), ln_rmssd_sd=0.2, hr_mean_bpm=hr_bpm, hr_sd_bpm=2.0)


@given(st.floats(40, 110), st.floats(5, 120))
def test_history_leaves_the_baseline_of_today_as_it_was_measured(hr_bpm: float, rmssd_ms: float) -> None:
    """Whether a body has come back is asked of today's numbers, and earlier sessions do not feed on themselves."""
    assert baseline(rested(hr_bpm, rmssd_ms)) == baseline()


@given(st.floats(40, 110), st.floats(5, 120), st.integers(3, 60))
def test_what_shifts_are_judged_against_is_drawn_towards_history_and_never_past_it(
    hr_bpm: float, rmssd_ms: float, n: int
) -> None:
    """It lies between today's and the person's own mean, in both measures."""
    blocks = blocks_of(resting(260))
    taken = take_baseline(260, blocks, 0.0)
    today, drawn = resting_level(taken, blocks), resting_level(taken, blocks, rested(hr_bpm, rmssd_ms, n))
    assert taken.hr_bpm is not None
    assert taken.rmssd_ms is not None
    assert today is not None
    assert drawn is not None
    for moved, whole in (
        (drawn.ln_rr - today.ln_rr, math.log(taken.hr_bpm / hr_bpm)),
        (drawn.ln_rmssd - today.ln_rmssd, math.log(rmssd_ms / taken.rmssd_ms.value)),
    ):
        assert min(0.0, whole) - 1e-9 <= moved <= max(0.0, whole) + 1e-9


def test_a_restless_baseline_is_drawn_further_than_a_quiet_one() -> None:
    """Today's measurement gives way by as much as its own uncertainty."""
    restless: Change = lambda t: (0.5, 0.94) if t % 80 < 40 else (1.5, 1.06)  # noqa: E731

    def drawn_share(beats: Iterator[Beat]) -> float:
        blocks = blocks_of(beats)
        taken = take_baseline(260, blocks, 0.0)
        assert taken.rmssd_ms is not None
        today, drawn = resting_level(taken, blocks), resting_level(taken, blocks, rested(50.0, 80.0))
        assert today is not None
        assert drawn is not None
        return (drawn.ln_rmssd - today.ln_rmssd) / math.log(80.0 / taken.rmssd_ms.value)

    assert 0 < 3 * drawn_share(resting(260)) < drawn_share(resting(260, change=restless)) < 0.5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_shift_that_was_judged_with_history_says_so(lang: str) -> None:
    """The reason names how many sessions it rests on."""
    _, told = followed(resting(1200, change=after(480, 1.8, 1.1)), rested(60.0, 45.0, 7))
    assert told
    assert told[0].why.code == "shift.parasympathetic_of_sessions"
    assert "7" in Texts(lang).why(told[0].why)


@given(st.floats(0.0, 1e6))
def test_shifted_time_tells_the_same(offset: float) -> None:
    """Only differences of time matter."""
    offset = float(round(offset))
    beats = list(resting(800, change=after(480, 1.7, 1.08)))
    moved = [
        Beat(index=b.index, t=b.t + offset, rr_ticks=b.rr_ticks, kind=b.kind, normality=b.normality) for b in beats
    ]
    plain, late = ShiftWatch(), ShiftWatch()
    told: list[tuple[Told, ...]] = []
    for watch, series, begin in ((plain, beats, 0.0), (late, moved, offset)):
        watch.begin_baseline(begin)
        said: list[Told] = []
        for k, beat in enumerate(series):
            if k == 260:
                watch.end_baseline(beat.t)
            said += watch.push(beat, Activity.REST)
        told.append(tuple(said))
    assert [type(one) for one in told[0]] == [type(one) for one in told[1]]
    assert [one.t for one in told[0]] == pytest.approx([one.t - offset for one in told[1]], abs=1e-3)


def test_the_texts_have_the_same_keys_and_every_reason_can_be_said() -> None:
    """Both languages hold the same keys, and a told shift can be put into words."""
    folder = Path(__file__).resolve().parents[3] / "biofeedback" / "texts"
    tables = [tomllib.loads((folder / lang / "shift.toml").read_text(encoding="utf-8")) for lang in LANGUAGES]
    assert tables[0].keys() == tables[1].keys()
    _, told = followed(resting(1500, change=lambda t: (1.8, 1.08) if 480 < t < 900 else (1.0, 1.0)))
    for lang in LANGUAGES:
        assert all(Texts(lang).why(one.why) for one in told)
