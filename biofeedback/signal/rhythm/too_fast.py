"""A heart faster than sitting and gentle tensing explain."""

from __future__ import annotations

from biofeedback.findings import Activity, Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.profile import RhythmProfile
from biofeedback.signal.rhythm.rr_buffer import MOST_IMPLAUSIBLE_14, RrBuffer
from biofeedback.why import why

LIMIT_SPAN_MS = 10_000.0
"""Monitors tell a fast heart within ten seconds (IEC 60601-2-27 asks for the time to be disclosed)."""
SHARE_OF_MAXIMUM = 0.85
"""Where exercise tests of unwatched people end; sitting and gentle tensing stay far below."""
ABOVE_REST_BPM = 60.0
"""Maximal grips raise a heart by some 25/min, large muscles by 15 more; this is well beyond both."""
UNKNOWN_LIMIT_BPM = 185.0
"""For a person of unknown age: 85 % of the maximum at no age at all."""
REST_LIMIT_MS = 60_000 / 130.0
"""The interval at 130/min: no resting body's."""
REST_SPAN_MS = 30_000.0
"""Half a minute above 130/min in a rest is not the last tension's: that is over in ten to twenty seconds."""
NEAR_LIMIT_RATIO = 1.1
"""A mean is only taken while the newest interval is near the limit."""


def limit_bpm(profile: RhythmProfile) -> float:
    """The highest mean rate over ten seconds: 85 % of the maximum for the age, at most 60 above rest.

    Source of the maximum, 208 - 0.7 age: Tanaka et al. 2001, doi 10.1016/S0735-1097(00)01054-8.
    """
    limit = UNKNOWN_LIMIT_BPM
    if profile.age_years is not None:
        limit = min(limit, SHARE_OF_MAXIMUM * (208 - 0.7 * profile.age_years))
    if profile.resting_hr_bpm is not None:
        limit = min(limit, profile.resting_hr_bpm + ABOVE_REST_BPM)
    return limit


def _reason_code(profile: RhythmProfile) -> str:
    """Why the limit of this person is what it is."""
    limit = limit_bpm(profile)
    if limit == UNKNOWN_LIMIT_BPM:
        return "rhythm.too_fast"
    by_rest = profile.resting_hr_bpm is not None and limit == profile.resting_hr_bpm + ABOVE_REST_BPM
    return "rhythm.too_fast_above_rest" if by_rest else "rhythm.too_fast_for_age"


class TooFast:
    """Above the limit for ten seconds: stop. Above that of a resting body for thirty: stop in a rest, caution in the
    baseline.

    Before anything was asked of the body it may only just have sat down, and sixty above a low resting rate is a flight
    of stairs: until then only everybody's limit stops, and this person's own is a caution.
    """

    rule = Rule.TOO_FAST
    recovery_beats = 15

    def __init__(self, profile: RhythmProfile) -> None:
        self._limit_ms = 60_000 / limit_bpm(profile)
        self._code = _reason_code(profile)

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        newest = rr.ms[-1]
        if (
            newest > NEAR_LIMIT_RATIO * max(self._limit_ms, REST_LIMIT_MS)
            or not rr.run
            or rr.implausible_14 > MOST_IMPLAUSIBLE_14
        ):
            return None
        if newest < NEAR_LIMIT_RATIO * self._limit_ms and (detection := self._above_limit(rr)):
            return detection
        match rr.activity:
            case Activity.REST:
                return _faster(rr, REST_LIMIT_MS, REST_SPAN_MS, Severity.STOP)
            case Activity.BASELINE:
                return _faster(rr, REST_LIMIT_MS, REST_SPAN_MS, Severity.CAUTION)
            case Activity.FREE | Activity.TENSION | Activity.BETWEEN:
                return None

    def _above_limit(self, rr: RrBuffer) -> Detection | None:
        own = Severity.STOP
        if rr.activity in (Activity.FREE, Activity.BASELINE):
            if detection := _faster(rr, 60_000 / UNKNOWN_LIMIT_BPM, LIMIT_SPAN_MS, Severity.STOP):
                return detection
            own = Severity.CAUTION
        return _faster(rr, self._limit_ms, LIMIT_SPAN_MS, own, self._code)


def _faster(
    rr: RrBuffer, limit_ms: float, span_ms: float, severity: Severity, code: str = "rhythm.too_fast"
) -> Detection | None:
    total, count = 0.0, 0
    for ms in reversed(rr.ms[-rr.run :]):
        total += ms
        count += 1
        if total >= span_ms:
            break
    if total < span_ms or total / count >= limit_ms:
        return None
    return Detection(
        severity=severity,
        start_s=rr.t - total / 1000,
        why=why(code, hr_bpm=60_000 * count / total, limit_bpm=60_000 / limit_ms, seconds=span_ms / 1000),
    )
