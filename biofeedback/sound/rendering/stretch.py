"""Slower speech at the same pitch: overlap-add of pieces that meet in phase (WSOLA; Verhelst & Roelands 1993,
doi 10.1109/ICASSP.1993.319366).

Each next piece is taken where the voice goes on most like the piece before it, which in voiced sounds is a whole number
of pitch periods away: no beat, no echo.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.loudness import Samples

PIECE_S = 0.030
"""Length of a piece, s: three periods of a deep voice (100 Hz), and short against a syllable."""

SEARCH_S = 0.010
"""How far from its place a piece is looked for, s: one period of a deep voice to either side."""


def stretched(samples: Samples, rate: int, by: float) -> Samples:
    """The clip, `by` times as long."""
    if by == 1.0 or samples.size < 4 * PIECE_S * rate:
        return samples
    half = round(PIECE_S * rate / 2)
    search = round(SEARCH_S * rate)
    window = np.hanning(2 * half + 1)[:-1]
    source = np.pad(samples.astype(np.float64), (search + half, search + 3 * half))
    pieces = int(np.ceil(samples.size * by / half)) + 1
    out = np.zeros((pieces + 1) * half)
    begin = search  # of the piece that lies half before the clip: its second half is the clip's beginning
    for number in range(pieces):
        out[number * half : (number + 2) * half] += window * _piece(source, begin, half)
        wanted = search + round((number + 1) * half / by)
        begin = _most_alike(source, begin + half, wanted, half, search)
    return out[half : half + round(samples.size * by)].astype(np.float32)


def _piece(source: NDArray[np.float64], begin: int, half: int) -> NDArray[np.float64]:
    piece = source[begin : begin + 2 * half]
    return np.pad(piece, (0, 2 * half - piece.size))


def _most_alike(source: NDArray[np.float64], onward: int, wanted: int, half: int, search: int) -> int:
    """Where, near `wanted`, the voice goes on as it does at `onward`."""
    template = _piece(source, onward, half)
    first = max(0, wanted - search)
    near = source[first : wanted + search + 2 * half]
    if near.size < template.size:
        return min(wanted, source.size - 2 * half)
    alike = np.correlate(near, template, mode="valid")
    sums = np.concatenate([[0.0], np.cumsum(near**2)])
    energy = sums[template.size :] - sums[: -template.size]
    return first + int(np.argmax(alike / np.sqrt(energy + 1e-9)))
