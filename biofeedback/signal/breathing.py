"""Breathing as the heart shows it: the respiratory wave in the intervals. Loads numpy.

Below 8/min it can be taken for the wave of blood pressure and the other way round, so a slow wave must have the shape
of a breath (`slow_breath`); a faster one must stand out of what lies around it (`breath_peak`). Where neither does,
nothing is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from biofeedback.signal.breath_peak import Looks, Peak
from biofeedback.signal.periodogram import Floats, Periodogram, evenly, without_bend
from biofeedback.signal.slow_breath import SlowWave, cue_lock, slow_wave

SLOWEST_HZ = 0.05
"""The respiratory wave is looked for from here on: 3 breaths a minute. Hertz."""
SLOW_BELOW_HZ = 0.14
"""Slow breathing, which must have a breath's shape: the wave of blood pressure ends at 0.13 Hz."""
FASTEST_HZ = 0.5
"""And up to here: 30 breaths a minute. Hertz."""
AROUND_HZ = 0.032
"""Half width of a peak in a minute: the main lobe of a Hann window of 64 s."""
LEAST_CONFIDENCE = 0.8
"""Chance of being right from which a rate is given: four in five at the least, and 97 of 100 of all that are given."""
MAYBE_SLOW = 0.2
"""Chance of a slow breath from which a faster peak at a multiple of it may be its harmonic, and is no answer."""
HARMONIC_WITHIN = 0.12
"""A harmonic lies as near as this to a multiple of the slow rate."""
ALONE_BELOW = 1.3
"""A faster wave that stands out by this (ln) is a wave of its own: in people who breathe by a slow cue none did."""
SMALL_SHARE = 0.3
"""And is small beside a slow one where its swing is less than this share: a quarter in one who breathed by a cue."""
LEAST_WAVE_MS = 6.0
"""A wave of less, peak to trough, is within the rounding and jitter of straps."""
COHERENCE_HZ = (0.04, 0.26)
"""Where the peak of coherence may be."""
TOTAL_HZ = (0.04, 0.4)
"""Its power is a share of the power in this band."""
LEAST_BREATHING_INTERVALS = 24
"""Intervals below which no breathing is looked for: eight breaths of three beats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breathing:
    """Rate per minute, chance that it is right (0 to 1), peak-to-trough wave in ms."""

    rate_bpm: float
    confidence: float
    rsa_ms: float


def breathing(times: Sequence[float], rr_ms: Sequence[float], cued_bpm: float | None = None) -> Breathing | None:
    """Breathing from intervals (ms) that end at `times` (s); None where it cannot be told.

    `cued_bpm`: the pace of a breathing cue that ran all the while, a witness for a slow wave that keeps to it.
    """
    if len(times) < LEAST_BREATHING_INTERVALS:
        return None
    return breathing_in(evenly(times, rr_ms), 500 * len(rr_ms) / sum(rr_ms), cued_bpm)


def breathing_in(curve: Floats, half_rate_hz: float, cued_bpm: float | None = None) -> Breathing | None:
    """The same of the curve through the intervals, evenly at 4 Hz.

    A wave faster than half the heart rate cannot be seen, so the search ends there.
    """
    x = without_bend(curve)
    looks = Looks(x)
    peaks = looks.peaks(SLOW_BELOW_HZ, min(FASTEST_HZ, half_rate_hz))
    slow_hz = looks.highest(SLOWEST_HZ, SLOW_BELOW_HZ)
    cued_hz = None if cued_bpm is None else cued_bpm / 60
    slow = None if slow_hz is None else _slow(x, looks, slow_hz, peaks, cued_hz)
    told = _told(looks, slow, peaks)
    if told is None:
        return None
    rate_hz, confidence = told
    swing = looks.swing_ms(rate_hz)
    if confidence < LEAST_CONFIDENCE or swing < LEAST_WAVE_MS:
        return None
    return Breathing(rate_bpm=60 * rate_hz, confidence=confidence, rsa_ms=swing)


def keeps_to_cue(times: Sequence[float], rr_ms: Sequence[float], cued_bpm: float) -> float:
    """How well the intervals' wave at the pace of a cue keeps its phase to it, 0 to 1; 0 where there are too few."""
    if len(times) < LEAST_BREATHING_INTERVALS:
        return 0.0
    return cue_lock(without_bend(evenly(times, rr_ms)), cued_bpm / 60)


def _slow(x: Floats, looks: Looks, hz: float, peaks: list[Peak], cued_hz: float | None) -> SlowWave:
    swing = looks.swing_ms(hz)
    others = [peak for peak in peaks if peak.above >= ALONE_BELOW]
    alone = all(_harmonic(peak, hz) and peak.swing_ms < swing for peak in others)
    large = all(peak.swing_ms < SMALL_SHARE * swing for peak in others)
    return slow_wave(x, hz, alone=alone, large=large, cued_hz=cued_hz)


def _harmonic(peak: Peak, hz: float) -> bool:
    times = peak.hz / hz
    return abs(times - round(times)) <= HARMONIC_WITHIN


def _told(looks: Looks, slow: SlowWave | None, peaks: list[Peak]) -> tuple[float, float] | None:
    """Rate (Hz) and the chance that it is right."""
    if slow is not None and slow.chance >= LEAST_CONFIDENCE:
        return slow.rate_bpm / 60, slow.chance
    if not peaks or (slow is not None and slow.chance >= MAYBE_SLOW and _harmonic(peaks[0], slow.rate_bpm / 60)):
        return None
    return looks.centre(peaks[0].hz), looks.chance(peaks)


def coherence(power: Periodogram) -> float:
    """The share of power around the highest peak of 0.04 to 0.26 Hz, 0 to 1.

    After McCraty 2009, who divides by the rest; a share stays bounded.
    """
    highest = power.peak(*COHERENCE_HZ)
    return min(1.0, power.band(highest - AROUND_HZ, highest + AROUND_HZ) / power.band(*TOTAL_HZ))
