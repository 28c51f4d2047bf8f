"""Intervals put before one detector alone."""

from __future__ import annotations

from collections.abc import Sequence

from biofeedback.findings import Activity, RawBeat
from biofeedback.signal.rhythm.sign import Detector, Sign
from biofeedback.signal.rhythm.strip import Strip
from biofeedback.ticks import from_ms


def each_sign(
    detector: Detector, intervals: Sequence[float], activity: Activity = Activity.REST, *, rough: int | None = None
) -> list[Sign | None]:
    """The sign at each interval (ms); `rough` is said of all of them."""
    strip, signs, t = Strip(), list[Sign | None](), 0.0
    for ms in intervals:
        t += ms / 1000
        strip.add(RawBeat(t=t, rr_ticks=from_ms(ms)), activity)
        if rough is not None:
            strip.rough = rough
        signs.append(detector.judge(strip))
    return signs


def first_sign(
    detector: Detector, intervals: Sequence[float], activity: Activity = Activity.REST, *, rough: int | None = None
) -> int | None:
    """After how many intervals a sign is there for the first time."""
    signs = each_sign(detector, intervals, activity, rough=rough)
    return next((k + 1 for k, sign in enumerate(signs) if sign is not None), None)


def told(sign: Sign) -> dict[str, float | str]:
    """The numbers of its reason."""
    return dict(sign.why.values)
