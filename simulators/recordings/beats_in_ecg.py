"""Beats from a recorded ECG, where nobody has marked them, timed to a part of a sample.

The method (`gradient_peaks.py`) sees the whole signal, before and after, and is what many studies use, so recordings
are read as theirs were. Departures: its peaks lie on samples, ours between them; it looks for peaks that point up, so
a lead whose complexes point down is turned over first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from biofeedback.signal.ecg.interpolate import REACH
from biofeedback.signal.ecg.lead import RATES_HZ
from simulators.recordings.ecg_signal import Signal, Skip
from simulators.recordings.formats.tape import Tape
from simulators.recordings.gradient_peaks import cleaned, gradient_peaks, maxima
from simulators.recordings.signal_choice import LEAST_UV
from simulators.refusal import refused

SHORTEST_S = 10.0
"""The threshold is taken from seconds of signal; less holds too few beats for any index."""

_PART_S = 900.0
"""The signal is looked at in parts of a quarter of an hour: a day at once would take gigabytes."""

_OVERLAP_S = 10.0
"""On either side of a part, for the filters and thresholds to settle."""

_QRS_S = 0.06
"""On either side of an R peak, where a complex shows which way it points."""

_LEAST_RR_S = 0.2
"""Two peaks closer than this are one complex: 300/min."""

_LOST_S = 0.1
"""Samples missing for longer than this may hide a beat."""


def beats_in(signal: Signal, skips: Sequence[Skip] = ()) -> Tape:
    """The intervals between the beats of an ECG, without those in which samples are missing. Raises InputError.

    `skips`: times that the samples leave out, rising; each stands behind missing samples.
    """
    if not is_listenable(signal):
        raise refused("signal_rate", found=f"{signal.rate_hz:g}", low=f"{RATES_HZ[0]:g}", high=f"{RATES_HZ[1]:g}")
    if len(signal) < SHORTEST_S * signal.rate_hz:
        raise refused("signal_short", least=round(SHORTEST_S))
    return _tape(r_peaks(signal), signal, skips)


def is_listenable(signal: Signal) -> bool:
    """Whether an ECG has as many samples a second as beats are found in."""
    return RATES_HZ[0] <= signal.rate_hz <= RATES_HZ[1]


def r_peaks(signal: Signal) -> NDArray[np.float64]:
    """The R peaks of a whole ECG, as places in samples, in parts of a sample, rising."""
    rate_hz = signal.rate_hz
    part, overlap = round(_PART_S * rate_hz), round(_OVERLAP_S * rate_hz)
    found: list[NDArray[np.float64]] = []
    for begin in range(0, len(signal), part):
        first, last = max(0, begin - overlap), min(len(signal), begin + part + overlap)
        places = first + _peaks_of(signal.part(first, last), rate_hz)
        found.append(places[(places >= begin) & (places < begin + part)])
    places = np.concatenate(found)
    apart = np.diff(places, prepend=-np.inf) >= _LEAST_RR_S * rate_hz
    return places[apart]


def _peaks_of(microvolts: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    if len(microvolts) < SHORTEST_S * rate_hz / 2 or np.ptp(microvolts) < LEAST_UV:
        return np.empty(0)
    cleaned, peaks = _found(microvolts, rate_hz)
    if len(peaks) and _points_down(cleaned, peaks, rate_hz):
        cleaned, peaks = _found(-microvolts, rate_hz)
    return maxima(cleaned, peaks[(peaks > REACH) & (peaks < len(cleaned) - 1 - REACH)])


def _found(microvolts: NDArray[np.float64], rate_hz: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    clean = cleaned(microvolts, rate_hz)
    return clean, gradient_peaks(clean, rate_hz)


def _points_down(cleaned: NDArray[np.float64], peaks: NDArray[np.int64], rate_hz: float) -> bool:
    reach = round(_QRS_S * rate_hz)
    places = np.clip(peaks[:, np.newaxis] + np.arange(-reach, reach + 1), 0, len(cleaned) - 1)
    around, line = cleaned[places], float(np.median(cleaned))
    up = float(np.median(around.max(axis=1))) - line
    return line - float(np.median(around.min(axis=1))) > up


def _tape(places: NDArray[np.float64], signal: Signal, skips: Sequence[Skip]) -> Tape:
    """The intervals between neighbouring peaks, without those in which samples are missing."""
    tape = Tape()
    some = bool(signal.missing.any())
    times = places / signal.rate_hz
    for skip in skips:
        times[places >= skip.place] += skip.seconds
    for k in range(1, len(places)):
        lost = np.count_nonzero(signal.missing[int(places[k - 1]) : int(places[k])]) if some else 0
        if lost / signal.rate_hz <= _LOST_S:
            tape.add_at(float(times[k] - times[k - 1]) * 1000, float(times[k]), k)
    return tape
