"""Breathing as the heart shows it: the respiratory wave in the intervals. Loads numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from biofeedback.signal.periodogram import Periodogram

SLOWEST_HZ = 0.07
"""The respiratory wave is looked for from here on: 4 breaths a minute. Hertz."""
FASTEST_HZ = 0.5
"""And up to here: 30 breaths a minute. Hertz."""
AROUND_HZ = 0.032
"""Half width of a peak: the main lobe of a Hann window of 64 s."""
LEAST_CONFIDENCE = 0.45
"""Share of the power at the peak: white noise reaches 0.3; below this the highest peak is often a chance one."""
LEAST_WAVE_MS2 = 4.0
"""A wave of under 2 ms is within the rounding and jitter of straps."""
COHERENCE_HZ = (0.04, 0.26)
"""Where the peak of coherence may be."""
TOTAL_HZ = (0.04, 0.4)
"""Its power is a share of the power in this band."""
LEAST_BREATHING_INTERVALS = 24
"""Intervals below which no breathing is looked for: eight breaths of three beats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breathing:
    """Rate per minute, share of the power at that peak (0 to 1), peak-to-trough wave in ms, coherence 0 to 1."""

    rate_bpm: float
    confidence: float
    rsa_ms: float
    coherence: float


def breathing(times: Sequence[float], rr_ms: Sequence[float]) -> Breathing | None:
    """Breathing from intervals (ms) that end at `times` (s); None where no wave stands out.

    A wave faster than half the heart rate cannot be seen, so the search ends there. Coherence is the share of power
    around the highest peak of 0.04 to 0.26 Hz (after McCraty 2009, who divides by the rest; a share stays bounded).
    """
    if len(times) < LEAST_BREATHING_INTERVALS:
        return None
    power = Periodogram(times, rr_ms)
    fastest = min(FASTEST_HZ, 500 * len(rr_ms) / sum(rr_ms))
    total = power.band(SLOWEST_HZ - AROUND_HZ / 2, fastest)
    peak = power.peak(SLOWEST_HZ, fastest)
    wave = power.band(peak - AROUND_HZ, peak + AROUND_HZ)
    if total <= 0 or wave < LEAST_WAVE_MS2 or (confidence := min(1.0, wave / total)) < LEAST_CONFIDENCE:
        return None
    slow = power.peak(*COHERENCE_HZ)
    return Breathing(
        rate_bpm=60 * power.centre(peak - AROUND_HZ / 2, peak + AROUND_HZ / 2),
        confidence=confidence,
        rsa_ms=2 * sqrt(2 * wave),
        coherence=min(1.0, power.band(slow - AROUND_HZ, slow + AROUND_HZ) / power.band(*TOTAL_HZ)),
    )
