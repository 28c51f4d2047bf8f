"""What is known of a person before the first beat."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RhythmProfile:
    """Age in years and resting heart rate in beats per minute; None where not told. Both only ever lower a limit."""

    age_years: int | None = None
    resting_hr_bpm: float | None = None


UNKNOWN = RhythmProfile()
"""Where nobody told anything of themselves."""
