"""Where a pattern begins: just inside each border it is told, just outside it is not. And the numbers that are told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from biofeedback.findings import Activity, Missing, RawBeat, Severity
from biofeedback.signal.rhythm import RhythmWatch
from biofeedback.signal.rhythm.detection import Detection, Detector
from biofeedback.signal.rhythm.ectopic_burden import EctopicBurden
from biofeedback.signal.rhythm.fast_onset import FastOnset
from biofeedback.signal.rhythm.pause import Pause
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.signal.rhythm.sudden_slowing import SuddenSlowing
from biofeedback.ticks import from_ms

from . import hearts


def judged(
    detector: Detector,
    intervals: Sequence[float],
    *,
    contact: bool | None = None,
    gap: bool = False,
    rough: int | None = None,
) -> Detection | None:
    """The sign at the last of these intervals; `gap`, `contact` and `rough` are said of it alone."""
    rr, detection, t = RrBuffer(), None, 0.0
    for place, ms in enumerate(intervals):
        last = place == len(intervals) - 1
        t += ms / 1000
        raw = RawBeat(t=t, rr_ticks=from_ms(ms), gap=gap and last, contact=contact if last else None)
        rr.push(raw, Activity.REST)
        if last and rough is not None:
            rr.implausible_14 = rough
        detection = detector.judge(rr)
    return detection


def paused(
    ms: float, usual: float = 900, before: int = 20, *, gap: bool = False, contact: bool | None = None
) -> Detection | None:
    return judged(Pause(), [*[usual] * before, ms], gap=gap, contact=contact)


@pytest.mark.parametrize(("ms", "told"), [(2500, False), (2501, True)])
def test_a_pause_is_longer_than_two_and_a_half_seconds(ms: float, told: bool) -> None:
    """Without a word about contact it is a caution, with its length and beginning."""
    detection = paused(ms)

    assert (detection is not None) is told
    if detection is not None:
        assert detection.severity is Severity.CAUTION
        assert detection.start_s == pytest.approx(20 * 0.9)
        assert dict(detection.why.values)["seconds"] == pytest.approx(ms / 1000)


@pytest.mark.parametrize(("ms", "told"), [(2848, False), (2852, True)])
def test_a_pause_is_half_as_long_again_as_usual(ms: float, told: bool) -> None:
    """A heart of 32 a minute has long intervals."""
    assert (paused(ms, usual=1900) is not None) is told


@pytest.mark.parametrize(
    ("ms", "contact", "severity"),
    [
        (3000, True, Severity.STOP),
        (2999, True, Severity.CAUTION),
        (3000, None, Severity.CAUTION),
        (3000, False, Severity.CAUTION),
    ],
)
def test_a_pause_stops_only_with_contact_and_from_three_seconds_on(
    ms: float, contact: bool | None, severity: Severity
) -> None:
    """And with a quiet line before it."""
    detection = paused(ms, contact=contact)

    assert detection is not None
    assert detection.severity is severity


@pytest.mark.parametrize(("since", "severity"), [(28, Severity.CAUTION), (29, Severity.STOP)])
def test_a_pause_on_a_line_that_lost_beats_is_only_a_caution(since: int, severity: Severity) -> None:
    """One doubtful interval among the last thirty, and the long one may be one more."""
    detection = judged(Pause(), [*[900.0] * 20, 1800, *[900.0] * since, 3200], contact=True)

    assert detection is not None
    assert detection.severity is severity


def test_a_pause_needs_something_to_compare_with_and_no_lost_time() -> None:
    """Eight intervals before it."""
    assert paused(3000, before=7) is None
    assert paused(3000, before=8) is not None
    assert paused(3000, gap=True) is None


@pytest.mark.parametrize(("ms", "contact", "code"), [(3000, True, "pause"), (3000, None, "pause_unsure")])
def test_a_pause_says_how_sure_it_is(ms: float, contact: bool | None, code: str) -> None:
    """And is over after eight good beats."""
    detection = paused(ms, contact=contact)
    assert detection is not None
    assert detection.why.code == f"rhythm.{code}"
    assert detection.missing is (Missing.BEATS if code == "pause_unsure" else None)
    assert Pause.recovery_beats == 8
    assert paused(3000, usual=2000) is None  # half as long again exactly


def test_the_usual_interval_of_a_pause_is_the_upper_median_of_the_eight_before() -> None:
    """No more, no fewer, and not the long one itself."""
    assert judged(Pause(), [*[900.0] * 12, *[1000.0] * 4, *[2200.0] * 4, 3200]) is None
    assert judged(Pause(), [*[900.0] * 12, *[2200.0] * 3, *[1000.0] * 5, 3200]) is not None


def fast(before: float, run: Sequence[float], *, beats: int = 40, rough: int = 0) -> Detection | None:
    return judged(FastOnset(), [*[before] * beats, *run], rough=rough)


@pytest.mark.parametrize(
    ("before", "run", "told"),
    [
        (900, [600] * 8, True),
        (900, [604] * 8, False),  # not yet a hundred a minute
        (760, [560, *[568] * 7], True),
        (760, [560, *[572] * 7], False),  # not a quarter shorter than before
        (900, [*[500] * 7, 554], True),
        (900, [*[500] * 7, 570], False),  # not regular
        (760, [567, *[560] * 7], False),  # not from one beat to the next
        (900, [500] * 7, False),  # not yet eight beats
    ],
)
def test_a_fast_run_begins_at_once_runs_regularly_and_far_faster(before: float, run: list[float], told: bool) -> None:
    """Eight beats of it, with the rates before and in it told."""
    detection = fast(before, run)

    assert (detection is not None) is told
    if detection is not None:
        told_values = dict(detection.why.values)
        assert told_values["hr_bpm"] == pytest.approx(60_000 * 8 / sum(run))
        assert told_values["before_bpm"] == pytest.approx(60_000 / before)
        assert detection.start_s == pytest.approx(40 * before / 1000)


def test_a_fast_run_needs_a_quiet_line_and_eight_beats_before() -> None:
    """Or nobody can say what it was before."""
    assert fast(900, [500] * 8, rough=2) is not None
    assert fast(900, [500] * 8, rough=3) is None
    assert fast(900, [500] * 8, beats=8) is not None
    assert fast(900, [500] * 8, beats=7) is None


@pytest.mark.parametrize(
    ("usual", "slow", "told"),
    [
        (800, [1336] * 8, True),
        (800, [1330] * 8, False),  # not under 45 a minute
        (1000, [1452] * 8, True),
        (1000, [1446] * 8, False),  # not by a third
        (800, [*[1400] * 7, 1004], True),
        (800, [*[1400] * 7, 996], False),  # not each of them
    ],
)
def test_a_drop_is_deep_in_each_of_its_beats(usual: float, slow: list[float], told: bool) -> None:
    """Against the last minute, with both rates told."""
    detection = judged(SuddenSlowing(), [*[usual] * 100, *slow])

    assert (detection is not None) is told
    if detection is not None:
        told_values = dict(detection.why.values)
        assert told_values["hr_bpm"] == pytest.approx(60_000 * 8 / sum(slow))
        assert told_values["before_bpm"] == pytest.approx(60_000 / usual)
        assert detection.start_s == pytest.approx(100 * usual / 1000)


@pytest.mark.parametrize(("ms", "told"), [(1488, True), (1480, False)])
def test_a_drop_goes_beyond_what_this_heart_did_in_the_minutes_before(ms: float, told: bool) -> None:
    """Eight beats of 1100 ms a minute ago: a third longer than those, or it has been there before."""
    detection = judged(SuddenSlowing(), [*[900] * 60, *[1100] * 8, *[900] * 70, *[ms] * 8])

    assert (detection is not None) is told


def test_a_drop_forgets_after_five_minutes() -> None:
    """And needs half a minute to know anything."""
    long_ago = [*[900.0] * 60, *[1100.0] * 8]
    assert judged(SuddenSlowing(), [*long_ago, *[900] * 345, *[1480] * 8]) is not None
    assert judged(SuddenSlowing(), [*long_ago, *[900] * 300, *[1480] * 8]) is None
    assert judged(SuddenSlowing(), [*[900] * 20, *[1480] * 8]) is None


def rows_of(early: Sequence[float], every: int, times: int, ms: float = 850) -> list[float]:
    """A steady heart in which so many times, each `every` beats, early beats come and then a pause."""
    rest = 2 * ms - early[-1]
    return [*[ms] * 40, *([*early, rest, *[ms] * (every - len(early) - 1)] * times)]


def burden(intervals: Sequence[float]) -> Detection | None:
    """The gravest sign of all."""
    detector, rr, found, t = EctopicBurden(), RrBuffer(), list[Detection](), 0.0
    for ms in intervals:
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
        if (detection := detector.judge(rr)) is not None:
            found.append(detection)
    return next((detection for detection in found if detection.severity is Severity.STOP), found[0] if found else None)


@pytest.mark.parametrize(("cycles", "told"), [(5, True), (4, False)])
def test_trigeminy_is_every_third_beat_early_five_times(cycles: int, told: bool) -> None:
    """Fifteen beats, from where the first began; before that it is not told at all."""
    detection = burden(rows_of([520], 3, cycles))

    assert (detection is not None) is told
    if detection is not None:
        assert detection.severity is Severity.STOP
        assert detection.why.code == "rhythm.trigeminy"
        assert dict(detection.why.values)["beats"] == 15


@pytest.mark.parametrize("every", [4, 5])
def test_other_rows_are_no_trigeminy(every: int) -> None:
    """Every fourth or fifth beat counts by the minute only."""
    detection = burden(rows_of([520], every, 6))
    assert detection is None


@pytest.mark.parametrize(("times", "told"), [(3, True), (2, False)])
@pytest.mark.parametrize("row", [[520, 530], [520, 530, 540]])
def test_couplets_stop_at_the_third_within_a_minute(times: int, row: list[float], told: bool) -> None:
    """They are only six early beats, and fewer are no sign; triplets count like them."""
    detection = burden(rows_of(row, 16, times))

    assert (detection is not None and detection.why.code == "rhythm.couplets") is told
    if detection is not None and told:
        assert detection.severity is Severity.STOP
        assert dict(detection.why.values)["count"] == 3


@pytest.mark.parametrize(("apart", "told"), [(35, True), (36, False)])
def test_couplets_are_counted_within_a_minute(apart: int, told: bool) -> None:
    """The first and the third are 58.8 and 60.5 s apart."""
    detection = burden(rows_of([520, 530], apart, 3))
    assert (detection is not None) is told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([640, 634], True),
        ([640, 638], False),  # their mean is not below three quarters of the level
        ([679, 590], True),
        ([681, 590], False),  # not sudden
    ],
)
def test_a_couplet_is_short_and_sudden(row: list[float], told: bool) -> None:
    """In deep sleep a breath makes rows of short intervals, too."""
    detection = burden(rows_of(row, 16, 3))
    assert (detection is not None) is told


def test_early_beats_while_tensing_make_no_row() -> None:
    """Muscle noise looks like them."""
    watch = RhythmWatch()
    for beat in hearts.raw_beats(rows_of([520], 3, 6)):
        watch.push(beat, Activity.TENSION)
    assert watch.on == ()


@pytest.mark.parametrize(("arrived", "due"), [(2.5, 5.5), (2.0, 5.0), (1.9, 5.0), (None, 5.0)])
def test_a_silence_counts_from_a_second_before_the_packet_at_the_earliest(arrived: float | None, due: float) -> None:
    """Where packets were lost, the times of beats may trail: at 4 s of silence three are certain."""
    watch = RhythmWatch()
    watch.push(RawBeat(t=1.0, rr_ticks=from_ms(900), arrived=arrived), Activity.REST)
    assert watch.deadline == due
