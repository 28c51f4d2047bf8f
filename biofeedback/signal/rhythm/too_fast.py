"""A heart faster than sitting and gentle tensing explain."""

from __future__ import annotations

from biofeedback.findings import Activity, Rule, Severity
from biofeedback.signal.rhythm.profile import RhythmProfile
from biofeedback.signal.rhythm.sign import Sign
from biofeedback.signal.rhythm.strip import Strip
from biofeedback.why import why

MEAN_MS = 10_000.0
SHARE_OF_MAXIMUM = 0.85
ABOVE_REST_BPM = 60.0
UNKNOWN_LIMIT_BPM = 185.0
REST_LIMIT_BPM = 130.0
REST_MS = 30_000.0


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


class TooFast:
    """Stop above the limit for ten seconds, or above the lower one of a resting body for thirty."""

    rule = Rule.TOO_FAST
    recovery_beats = 15

    def __init__(self, profile: RhythmProfile) -> None:
        self._limit_ms = 60_000 / limit_bpm(profile)
        self._rest_ms = min(self._limit_ms * 1.2, 60_000 / REST_LIMIT_BPM)

    def judge(self, strip: Strip) -> Sign | None:
        """The sign at the newest beat."""
        if strip.rough > 2:
            return None
        if strip.ms[-1] < 1.1 * self._limit_ms and (sign := _faster(strip, self._limit_ms, MEAN_MS)):
            return sign
        resting = strip.activity in (Activity.BASELINE, Activity.REST)
        limit = 60_000 / REST_LIMIT_BPM
        return _faster(strip, limit, REST_MS) if resting and strip.ms[-1] < 1.1 * limit else None


def _faster(strip: Strip, limit_ms: float, span_ms: float) -> Sign | None:
    total, count = 0.0, 0
    for ms in reversed(strip.ms[-min(strip.run, int(span_ms / 200)) :]):
        total += ms
        count += 1
        if total >= span_ms:
            break
    if total < span_ms or total / count >= limit_ms:
        return None
    return Sign(
        severity=Severity.STOP,
        start_s=strip.t - total / 1000,
        why=why("rhythm.too_fast", hr_bpm=60_000 * count / total, limit_bpm=60_000 / limit_ms, seconds=span_ms / 1000),
    )
