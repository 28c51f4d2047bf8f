"""The heart at one moment in two figures, of what is shown of it then."""

from __future__ import annotations

from biofeedback.view import HeartFigures, Vitals


def figures(vitals: Vitals) -> HeartFigures:
    """Those of a moment."""
    rmssd = vitals.variability.rmssd_ms
    return HeartFigures(hr_bpm=vitals.hr_bpm, rmssd_ms=None if rmssd is None else rmssd.value)
