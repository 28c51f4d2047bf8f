"""Whether this is a heart at all: lost time, a rough line, a line that repeats itself."""

from __future__ import annotations

import pytest

from biofeedback.findings import Activity, RawBeat, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.signal.rhythm.signal_loss import SignalLoss
from biofeedback.ticks import from_ms
from tests.signal.rhythm.judging import each_detection, first_detection, told

UNEVEN = [800.0, 840, 790, 820, 860]


def test_lost_time_is_told_at_once_and_only_then() -> None:
    """An interval that was lost before: one beat of it."""
    detections = each_detection(SignalLoss(), [*UNEVEN, 3000.0, *UNEVEN])
    gap = detections[5]

    assert [k for k, detection in enumerate(detections) if detection is not None] == []
    assert gap is None  # a long interval alone is the business of `pause`


@pytest.mark.parametrize(("rough", "is_told"), [(4, False), (5, True)])
def test_a_rough_line(rough: int, is_told: bool) -> None:
    """Five of fourteen; it has been so for fourteen beats."""
    detection = each_detection(SignalLoss(), UNEVEN * 6, rough=rough)[-1]

    assert (detection is not None) is is_told
    if detection is not None:
        assert detection.severity is Severity.CAUTION
        assert detection.why.code == "rhythm.signal_rough"
        assert told(detection) == {"count": 5, "of": 14}
        assert detection.start_s == pytest.approx(sum((UNEVEN * 6)[:-14]) / 1000)


def test_a_line_that_repeats_itself_for_a_minute_of_beats() -> None:
    """Sixty within a millisecond of the first of them."""
    lead = [900.0]
    assert first_detection(SignalLoss(), [*lead, *[800.0] * 59]) is None
    assert first_detection(SignalLoss(), [*lead, *[800.0] * 60]) == 61
    assert first_detection(SignalLoss(), [*lead, 800.0, *[801.0] * 59]) == 61
    assert first_detection(SignalLoss(), [*lead, 800.0, *[799.0] * 59]) == 61
    assert first_detection(SignalLoss(), [*lead, 800.0, *[801.1] * 59]) is None
    assert first_detection(SignalLoss(), [*lead, 800.0, *[801.1] * 60]) == 62
    detection = each_detection(SignalLoss(), [*lead, *[800.0] * 61])[-1]
    assert detection is not None
    assert detection.severity is Severity.CAUTION
    assert detection.why.code == "rhythm.signal_same"
    assert told(detection) == {"count": 61, "of": 60}
    assert detection.start_s == pytest.approx(0.9 + 0.8)


def test_lost_time_begins_the_sameness_anew() -> None:
    """What lies before a gap may be another line."""
    assert first_detection(SignalLoss(), [*[800.0] * 50, 2700.0, *[800.0] * 59]) is None
    assert first_detection(SignalLoss(), [*[800.0] * 50, 2700.0, *[800.0] * 60]) == 111


def test_its_recovery_is_short() -> None:
    """Eight good beats."""
    assert SignalLoss.recovery_beats == 8


def with_gap_at(place: int, beats: int) -> list[Detection | None]:
    """The signs of a line of 800 ms each, with lost time said before one of them."""
    rr, detector, detections = RrBuffer(), SignalLoss(), list[Detection | None]()
    for k in range(beats):
        t = 0.8 * (k + 1) + (5.0 if k >= place else 0.0)
        rr.push(RawBeat(t=t, rr_ticks=from_ms(800), gap=k == place), Activity.REST)
        detections.append(detector.judge(rr))
    return detections


def test_time_that_the_line_says_was_lost_is_told_at_once() -> None:
    """From the beginning of the interval after it; and the same intervals count anew from there."""
    detections = with_gap_at(30, 95)
    gap = detections[30]
    assert gap is not None
    assert gap.severity is Severity.CAUTION
    assert gap.why.code == "rhythm.signal_gap"
    assert told(gap) == {"count": 0, "of": 1}
    assert gap.start_s == pytest.approx(0.8 * 30 + 5.0)
    assert [k for k, detection in enumerate(detections) if detection is not None] == [30, *range(89, 95)]


PAIR = [360.0, 540.0, 900.0]


@pytest.mark.parametrize(("pairs", "is_told"), [(3, False), (4, True)])
def test_four_beats_heard_twice_in_a_minute_are_the_straps(pairs: int, is_told: bool) -> None:
    """With their number, for the last fourteen beats, and as a word about the strap."""
    intervals = [*[900.0] * 40, *PAIR * pairs]
    detections = each_detection(SignalLoss(), intervals)
    assert not any(detections[:-1])
    detection = detections[-1]

    assert (detection is not None) is is_told
    if detection is not None:
        assert detection.severity is Severity.CAUTION
        assert detection.of_strap
        assert detection.why.code == "rhythm.signal_twice"
        assert told(detection) == {"count": 4, "seconds": 60.0}
        assert detection.start_s == pytest.approx(sum(intervals[:-14]) / 1000)


@pytest.mark.parametrize(("apart", "is_told"), [(20, True), (21, False)])
def test_and_within_a_minute(apart: int, is_told: bool) -> None:
    """The first and the fourth are 60 s apart, or three more."""
    intervals = [*[1000.0] * 40, *[375.0, 625.0, *[1000.0] * (apart - 1)] * 3, 375.0, 625.0, 1000.0]
    assert (each_detection(SignalLoss(), intervals)[-1] is not None) is is_told


@pytest.mark.parametrize(("even", "is_told"), [(27, True), (26, False)])
def test_the_rhythm_without_them_is_even_for_48_intervals(even: int, is_told: bool) -> None:
    """Eight of its steps may be rough, and a fifth of 43 is less than nine."""
    intervals = [*[900.0] * 40, 1040.0, 900.0, *[1040.0, 900.0] * 4, *[900.0] * even, *PAIR * 4]
    assert (each_detection(SignalLoss(), intervals)[-1] is not None) is is_told


def test_other_words_about_the_strap_do_not_say_that_it_heard_beats_twice() -> None:
    """A rough line may be movement."""
    detection = each_detection(SignalLoss(), UNEVEN * 6, rough=5)[-1]
    assert detection is not None
    assert not detection.of_strap
