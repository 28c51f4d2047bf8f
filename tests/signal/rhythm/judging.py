"""Intervals put before one detector alone."""

from __future__ import annotations

from collections.abc import Sequence

from biofeedback.findings import Activity, RawBeat
from biofeedback.signal.rhythm.detection import Detection, Detector
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import from_ms


def each_detection(
    detector: Detector, intervals: Sequence[float], activity: Activity = Activity.REST, *, rough: int | None = None
) -> list[Detection | None]:
    """What is detected at each interval (ms); `rough` is said of all of them."""
    rr, detections, t = RrBuffer(), list[Detection | None](), 0.0
    for ms in intervals:
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms)), activity)
        if rough is not None:
            rr.implausible_14 = rough
        detections.append(detector.judge(rr))
    return detections


def first_detection(
    detector: Detector, intervals: Sequence[float], activity: Activity = Activity.REST, *, rough: int | None = None
) -> int | None:
    """After how many intervals something is detected for the first time."""
    detections = each_detection(detector, intervals, activity, rough=rough)
    return next((k + 1 for k, detection in enumerate(detections) if detection is not None), None)


def told(detection: Detection) -> dict[str, float | str]:
    """The numbers of its reason."""
    return dict(detection.why.values)
