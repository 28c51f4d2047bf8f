"""R peaks of a recorded ECG by the steepness of its complexes: NeuroKit2's own method, without its 200 MB.

The method (Brammer 2020, in NeuroKit2, doi:10.3758/s13428-020-01516-y): a QRS complex is where the smoothed gradient
exceeds one and a half of its mean over the 0.75 s around; the most prominent maximum in it is the R peak, but no two
within 0.3 s. Written anew from that description on scipy: the package loads pandas, scikit-learn and matplotlib (2 s,
200 MB) for these few lines. A test holds the peaks against the package's own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biofeedback.signal.ecg.interpolate import REACH, STEPS, TABLE

_HIGH_PASS_HZ = 0.5
"""Below it the line wanders with breath and movement. Hz."""

_ORDER = 5
"""Of the Butterworth filter, run forward and back."""

_MAINS_HZ = 50.0
"""Of the hum of the mains: a mean over one period, forward and back, takes it out."""

_SMOOTH_S = 0.1
"""Over which the gradient is smoothed: about a QRS complex. Seconds."""

_AROUND_S = 0.75
"""Over which its mean is taken: about a beat. Seconds."""

_THRESHOLD = 1.5
"""Of that mean: above it is a complex."""

_SHORTEST = 0.4
"""Of the mean length of a complex: a shorter one is none."""

_APART_S = 0.3
"""Between two R peaks at least. Seconds."""


def cleaned(microvolts: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    """An ECG without wander and hum."""
    from scipy.signal import butter, filtfilt, sosfiltfilt  # loaded only where there is an ECG

    sos = butter(_ORDER, _HIGH_PASS_HZ, "highpass", fs=rate_hz, output="sos")
    flat = np.asarray(sosfiltfilt(sos, microvolts), float)
    period = max(2, int(rate_hz / _MAINS_HZ))
    return np.asarray(filtfilt(np.ones(period), [period], flat), float)


def gradient_peaks(clean: NDArray[np.float64], rate_hz: float) -> NDArray[np.int64]:
    """The samples at which its R peaks are, rising; for complexes that point up."""
    from scipy.ndimage import uniform_filter1d
    from scipy.signal import find_peaks, peak_prominences

    steep = uniform_filter1d(np.abs(np.gradient(clean)), max(1, round(_SMOOTH_S * rate_hz)), mode="nearest")
    above = steep > _THRESHOLD * uniform_filter1d(steep, max(1, round(_AROUND_S * rate_hz)), mode="nearest")
    begins = np.flatnonzero(~above[:-1] & above[1:])
    ends = np.flatnonzero(above[:-1] & ~above[1:])
    if not len(begins):
        return np.empty(0, np.int64)
    ends = ends[ends > begins[0]]
    begins = begins[: len(ends)]
    if not len(begins):
        return np.empty(0, np.int64)
    least, found, apart = float(np.mean(ends - begins)) * _SHORTEST, [0], round(_APART_S * rate_hz)
    tops = find_peaks(clean)[0]  # once for all complexes: most of them have one
    firsts, lasts = np.searchsorted(tops, begins, "right").tolist(), np.searchsorted(tops, ends - 1).tolist()
    for k, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        if end - begin < least or firsts[k] >= lasts[k]:
            continue
        peak = int(tops[firsts[k]])
        if lasts[k] - firsts[k] > 1:
            several = tops[firsts[k] : lasts[k]] - begin
            peak = begin + int(several[int(np.argmax(peak_prominences(clean[begin:end], several)[0]))])
        if peak - found[-1] > apart:
            found.append(peak)
    return np.array(found[1:], np.int64)


def maxima(clean: NDArray[np.float64], peaks: NDArray[np.int64]) -> NDArray[np.float64]:
    """Where it is highest within a sample of each peak, in parts of a sample: `interpolate.extremum`, all at once.

    `peaks` lie more than `REACH` samples from both ends.
    """
    reach = np.arange(1 - REACH, REACH + 1)
    fine = np.zeros((2 * STEPS + 1, len(peaks)))
    for at, step in enumerate(range(-STEPS, STEPS + 1)):
        for k, weight in zip(reach.tolist(), TABLE[step % STEPS], strict=True):
            fine[at] += weight * clean[peaks + (step // STEPS + k)]
    best = np.argmax(fine[1:-1], axis=0) + 1
    every = np.arange(len(peaks))
    before, at_best, after = fine[best - 1, every], fine[best, every], fine[best + 1, every]
    bend = before - 2.0 * at_best + after
    level = bend == 0.0
    off = np.clip(0.5 * (before - after) / np.where(level, 1.0, bend), -0.5, 0.5)
    return np.asarray(peaks + (best - STEPS + np.where(level, 0.0, off)) / STEPS, float)
