"""Faster than sitting and gentle tensing explain: where that begins, for whom, and in which activity."""

from __future__ import annotations

import pytest

from biofeedback.findings import Activity, Severity
from biofeedback.languages import LANGUAGES
from biofeedback.signal.rhythm.profile import UNKNOWN, RhythmProfile
from biofeedback.signal.rhythm.too_fast import TooFast, limit_bpm
from biofeedback.texts import Texts
from tests.signal.rhythm.judging import each_detection, first_detection, told

FORTY = RhythmProfile(age_years=40)  # limit 153/min: 392.16 ms
QUIET = RhythmProfile(age_years=40, resting_hr_bpm=60)  # 120/min: 500 ms


def seconds_until(
    profile: RhythmProfile, ms: float, activity: Activity = Activity.TENSION, usual: float = 700
) -> float | None:
    """How long it runs at `ms` until it is told."""
    at = first_detection(TooFast(profile), [*[usual] * 40, *[ms] * 200], activity)
    return None if at is None else (at - 40) * ms / 1000


@pytest.mark.parametrize(
    ("profile", "limit"),
    [
        (UNKNOWN, 185.0),
        (FORTY, 0.85 * 180),
        (RhythmProfile(age_years=1), 0.85 * (208 - 0.7)),
        (RhythmProfile(resting_hr_bpm=70), 130.0),
        (RhythmProfile(resting_hr_bpm=140), 185.0),
        (QUIET, 120.0),
        (RhythmProfile(age_years=40, resting_hr_bpm=100), 153.0),
    ],
)
def test_the_limit_is_the_lowest_of_three(profile: RhythmProfile, limit: float) -> None:
    """85 % of the maximum for the age, 60 above rest, and what holds for everybody."""
    assert limit_bpm(profile) == pytest.approx(limit)


@pytest.mark.parametrize(("ms", "is_told"), [(391.5, True), (393.0, False)])
def test_above_the_limit_for_ten_seconds(ms: float, is_told: bool) -> None:
    """The mean of the last ten seconds, in any activity."""
    for activity in Activity:
        after = first_detection(TooFast(FORTY), [*[ms] * 30], activity)
        assert (after is not None) is is_told
        if after is not None:
            assert after * ms >= 10_000 > (after - 1) * ms


@pytest.mark.parametrize(("ms", "unasked"), [(380.0, Severity.CAUTION), (323.0, Severity.STOP)])
@pytest.mark.parametrize("activity", Activity)
def test_above_the_own_limit_is_a_caution_while_nothing_is_asked(
    ms: float, unasked: Severity, activity: Activity
) -> None:
    """Whoever just came up the stairs is waited for; above everybody's limit it is a stop all the same."""
    sign = next(filter(None, each_detection(TooFast(FORTY), [ms] * 40, activity)))
    asked = activity not in (Activity.FREE, Activity.BASELINE)
    assert sign.severity is (Severity.STOP if asked else unasked)


@pytest.mark.parametrize("activity", Activity)
@pytest.mark.parametrize("profile", [FORTY, QUIET, RhythmProfile(resting_hr_bpm=140)])
def test_what_is_known_of_a_person_never_keeps_a_warning_back(profile: RhythmProfile, activity: Activity) -> None:
    """At every rate a known person is told of no later and no less gravely than an unknown one."""
    graveness = list(Severity)
    for ms in range(260, 520, 10):
        unknown, known = (each_detection(TooFast(of), [float(ms)] * 120, activity) for of in (UNKNOWN, profile))
        for one, other in zip(unknown, known, strict=True):
            if one is not None:
                assert other is not None
                assert graveness.index(other.severity) >= graveness.index(one.severity)


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        (UNKNOWN, "rhythm.too_fast"),
        (RhythmProfile(resting_hr_bpm=140), "rhythm.too_fast"),
        (FORTY, "rhythm.too_fast_for_age"),
        (QUIET, "rhythm.too_fast_above_rest"),
        (RhythmProfile(age_years=40, resting_hr_bpm=100), "rhythm.too_fast_for_age"),
    ],
)
def test_it_says_where_the_limit_comes_from(profile: RhythmProfile, code: str) -> None:
    """The age, the resting rate, or neither; that of a resting body is everybody's."""
    fast, resting = (
        next(filter(None, each_detection(TooFast(profile), [ms] * 90, Activity.REST))) for ms in (320.0, 455.0)
    )
    assert fast.why.code == code
    assert all(Texts(lang).why(fast.why) for lang in LANGUAGES)
    if profile != QUIET:
        assert resting.why.code == "rhythm.too_fast"


def test_at_the_limit_is_not_above_it() -> None:
    """120/min exactly."""
    assert seconds_until(QUIET, 500.0) is None
    assert seconds_until(QUIET, 499.0) is not None


def test_the_mean_is_of_whole_ten_seconds() -> None:
    """Twenty beats of exactly half a second are ten; one slow beat among them counts with its length."""
    assert first_detection(TooFast(RhythmProfile(resting_hr_bpm=59)), [500.0] * 30, Activity.FREE) == 20
    assert first_detection(TooFast(QUIET), [*[499.0] * 19, 530], Activity.FREE) is None
    assert first_detection(TooFast(RhythmProfile(resting_hr_bpm=59)), [*[500.0] * 19, 511], Activity.FREE) == 20


def test_a_slow_newest_beat_is_no_time_to_tell() -> None:
    """Ten per cent above the limit, and the mean is not asked."""
    slow, quick = 1.1 * 500 + 5, 480.0
    detections = each_detection(TooFast(QUIET), [*[quick] * 40, 1.1 * 500 - 5, slow], Activity.TENSION)
    assert detections[-3] is not None
    assert detections[-2] is not None
    assert detections[-1] is None


@pytest.mark.parametrize(
    ("activity", "severity"),
    [
        (Activity.REST, Severity.STOP),
        (Activity.BASELINE, Severity.CAUTION),
        (Activity.TENSION, None),
        (Activity.FREE, None),
        (Activity.BETWEEN, None),
    ],
)
def test_above_130_for_half_a_minute_counts_where_the_body_rests(activity: Activity, severity: Severity | None) -> None:
    """A stop in a rest; before the baseline a caution, since it may only just have sat down."""
    detections = each_detection(TooFast(UNKNOWN), [455.0] * 80, activity)
    first = next((k for k, detection in enumerate(detections) if detection is not None), None)
    if severity is None:
        assert first is None
        return
    assert first is not None
    detection = detections[first]
    assert detection is not None
    assert detection.severity is severity
    assert (first + 1) * 455 >= 30_000 > first * 455
    assert told(detection) == pytest.approx({"hr_bpm": 60_000 / 455, "limit_bpm": 130.0, "seconds": 30.0})
    assert detection.start_s == pytest.approx(0.0, abs=1e-6)


def test_in_a_rest_too_a_slow_newest_beat_is_no_time_to_tell() -> None:
    """A tenth slower than 130/min: 507.7 ms."""
    assert each_detection(TooFast(UNKNOWN), [*[455.0] * 80, 506.0], Activity.REST)[-1] is not None
    assert each_detection(TooFast(UNKNOWN), [*[455.0] * 80, 510.0], Activity.REST)[-1] is None


def test_130_itself_is_allowed_in_a_rest() -> None:
    """A beat a bit slower than that for half a minute is nothing."""
    assert first_detection(TooFast(UNKNOWN), [462.0] * 200, Activity.REST) is None
    assert first_detection(TooFast(UNKNOWN), [461.0] * 200, Activity.REST) is not None


@pytest.mark.parametrize(("rough", "is_told"), [(2, True), (3, False)])
def test_on_a_rough_line_nothing_is_told(rough: int, is_told: bool) -> None:
    """Three odd intervals lately, and beats may have been marked twice."""
    assert (first_detection(TooFast(FORTY), [380.0] * 40, rough=rough) is not None) is is_told


def test_lost_time_begins_the_ten_seconds_anew() -> None:
    """Nothing is counted over a gap, and a lost interval itself tells nothing."""
    assert first_detection(TooFast(FORTY), [*[380.0] * 26, 3000.0, *[380.0] * 26]) is None
    assert first_detection(TooFast(FORTY), [*[380.0] * 26, 3000.0, *[380.0] * 27]) == 54
    assert first_detection(TooFast(FORTY), [380.0] * 27) == 27


def test_it_tells_rate_limit_and_beginning() -> None:
    """Of the ten seconds; the limit of this person."""
    detection = each_detection(TooFast(FORTY), [*[700.0] * 40, *[380.0] * 27], Activity.TENSION)[-1]

    assert detection is not None
    assert detection.severity is Severity.STOP
    assert detection.start_s == pytest.approx(28.0)
    assert detection.why.code == "rhythm.too_fast_for_age"
    assert told(detection) == pytest.approx({"hr_bpm": 60_000 / 380, "limit_bpm": 153.0, "seconds": 10.0})
    assert TooFast.recovery_beats == 15


def test_ten_seconds_exactly_are_enough() -> None:
    """Twenty-five intervals of 400 ms."""
    assert first_detection(TooFast(QUIET), [400.0] * 40, Activity.TENSION) == 25


def test_a_slow_beat_after_a_fast_row_is_no_news_of_a_fast_heart() -> None:
    """Though the mean of the ten seconds is still above the limit."""
    fast = [*[900.0] * 30, *[400.0] * 40]
    for activity in (Activity.TENSION, Activity.REST):
        assert each_detection(TooFast(QUIET), [*fast, 410.0], activity)[-1] is not None
        assert each_detection(TooFast(QUIET), [*fast, 1400.0], activity)[-1] is None
