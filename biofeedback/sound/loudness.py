"""How loud a clip is, as people hear it (ITU-R BS.1770-4), its true peak, and one level for all clips."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""One channel of sound, [n]."""

LEVEL_LUFS = -20.0
"""Level of everything that is spoken, LUFS: the tones stand at -20.8 (tense) and -21.7 (release) beside it."""

TOLERANCE_LU = 1.0
"""How far a clip may be from that level, LU: less than people notice between two sentences."""

MOST_PEAK = 10 ** (-1.0 / 20)
"""Highest true peak of a clip, of full scale: 1 dB below it, so that no converter overshoots."""

BLOCK_S = 0.4
"""Length of the blocks that loudness is measured in, s (BS.1770-4)."""

STEP_SHARE = 0.25
"""A block begins so much of its length after the one before (BS.1770-4)."""

SILENT_LUFS = -70.0
"""Blocks below it count as silence (BS.1770-4). LUFS."""

GATE_LU = 10.0
"""Blocks so far below the mean of the others do not count: pauses make nothing quieter (BS.1770-4). LU."""

OFFSET_LUFS = -0.691
"""What makes a sine of 997 Hz at full scale -3.01 LUFS (BS.1770-4)."""

OVERSAMPLING = 4
"""Points of a true peak for each sample (BS.1770-4, annex 2)."""

_SHELF_HZ = 1681.974450955533
"""Where the shelf begins that the head makes, Hz: the analogue filter that is, at 48 kHz, BS.1770-4, table 1."""

_SHELF_DB = 3.999843853973347
"""Height of that shelf, dB."""

_SHELF_Q = 0.7071752369554196
"""Quality of that shelf."""

_PASS_HZ = 38.13547087602444
"""Corner of the ear's high-pass, Hz, likewise (table 2)."""

_PASS_Q = 0.5003270373238773
"""Quality of that high-pass."""


def loudness_lufs(samples: Samples, rate: int) -> float:
    """Integrated loudness, LUFS; minus infinity where all is silence."""
    energies = _block_energies(_weighted(samples, rate), rate)
    loud = energies[_lufs(energies) > SILENT_LUFS]
    if not loud.size:
        return float("-inf")
    gate = _lufs(np.array([loud.mean()]))[0] - GATE_LU
    return float(_lufs(np.array([loud[_lufs(loud) > gate].mean()]))[0])


def true_peak(samples: Samples) -> float:
    """The highest value between the samples, too, of full scale."""
    if not samples.size:
        return 0.0
    padded = np.pad(samples.astype(np.float64), 64)
    spectrum = np.fft.rfft(padded)
    finer = np.fft.irfft(spectrum, OVERSAMPLING * padded.size) * OVERSAMPLING
    return float(np.abs(finer).max())


def levelled(samples: Samples, rate: int, most: float = MOST_PEAK * 0.94) -> Samples:
    """The clip at `LEVEL_LUFS` with no sample above `most`, a little below `MOST_PEAK`; silence stays what it is."""
    found = samples
    for _ in range(4):  # what is taken off the peaks is given back to the whole; it settles at once
        loud = loudness_lufs(found, rate)
        if not np.isfinite(loud):
            return samples
        found = _limited(found * 10 ** ((LEVEL_LUFS - loud) / 20), rate, most)
    return found.astype(np.float32)


def _limited(samples: NDArray[Any], rate: int, most: float) -> Samples:
    """Peaks are turned down, smoothly within some milliseconds, never cut."""
    wanted = np.minimum(1.0, most / np.maximum(np.abs(samples), 1e-9))
    if wanted.min() >= 1.0:
        return samples.astype(np.float32)
    reach = max(1, int(0.004 * rate))
    low = np.lib.stride_tricks.sliding_window_view(np.pad(wanted, reach, constant_values=1.0), 2 * reach + 1).min(
        axis=1
    )
    smooth = np.hanning(2 * reach + 3)[1:-1]
    gain = np.convolve(np.pad(low, reach, mode="edge"), smooth / smooth.sum(), mode="valid")
    return (samples * gain).astype(np.float32)


def _weighted(samples: Samples, rate: int) -> NDArray[Any]:
    """The clip as the ear weighs it. Filtered by its spectrum: numpy alone can do that."""
    length = samples.size + rate // 10
    w = 2j * np.pi * np.fft.rfftfreq(length, 1 / rate)
    spectrum = np.fft.rfft(samples.astype(np.float64), length)
    return np.fft.irfft(spectrum * _shelf(w, rate) * _high_pass(w, rate), length)[: samples.size]


def _shelf(w: NDArray[Any], rate: int) -> NDArray[Any]:
    k = np.tan(np.pi * _SHELF_HZ / rate)
    high = 10 ** (_SHELF_DB / 20)
    middle = high**0.4996667741545416
    z = np.exp(-w / rate)
    above = high + middle * k / _SHELF_Q + k * k, 2 * (k * k - high), high - middle * k / _SHELF_Q + k * k
    below = 1 + k / _SHELF_Q + k * k, 2 * (k * k - 1), 1 - k / _SHELF_Q + k * k
    found: NDArray[Any] = (above[0] + above[1] * z + above[2] * z * z) / (below[0] + below[1] * z + below[2] * z * z)
    return found


def _high_pass(w: NDArray[Any], rate: int) -> NDArray[Any]:
    k = np.tan(np.pi * _PASS_HZ / rate)
    z = np.exp(-w / rate)
    whole = 1 + k / _PASS_Q + k * k
    below = whole, 2 * (k * k - 1), 1 - k / _PASS_Q + k * k
    found: NDArray[Any] = (1 - z) ** 2 * whole / (below[0] + below[1] * z + below[2] * z * z)
    return found


def _block_energies(weighted: NDArray[Any], rate: int) -> NDArray[Any]:
    """Mean squares of the blocks; a clip shorter than a block is one."""
    block = min(round(BLOCK_S * rate), weighted.size)
    if not block:
        return np.zeros(0)
    step = max(1, round(BLOCK_S * STEP_SHARE * rate))
    sums = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, weighted.size - block + 1, step)
    found: NDArray[Any] = (sums[starts + block] - sums[starts]) / block
    return found


def _lufs(energies: NDArray[Any]) -> NDArray[Any]:
    found: NDArray[Any] = OFFSET_LUFS + 10 * np.log10(np.maximum(energies, 1e-30))
    return found
