"""The heart at one moment in two figures, as the lines of phases tell it."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.view import Vitals


@dataclass(frozen=True, slots=True)
class HeartFigures:
    """Rate (beats a minute) and RMSSD of the last minute (ms). Absent where not honest."""

    hr_bpm: float | None
    rmssd_ms: float | None


def figures(vitals: Vitals) -> HeartFigures:
    """Those of a moment."""
    rmssd = vitals.variability.rmssd_ms
    return HeartFigures(hr_bpm=vitals.hr_bpm, rmssd_ms=None if rmssd is None else rmssd.value)
