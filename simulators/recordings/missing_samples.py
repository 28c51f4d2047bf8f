"""Samples as they come, in one place, and those that are missing among them filled in: never held twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulators.recordings.ecg_signal import MOST_SAMPLES, MOST_WIDE_SAMPLES, Samples

_BLOCK = 1 << 20
"""Samples that are looked at at a time."""


class Room:
    """Room for as many samples as are ever read, of 16 bits or 32; only what is filled takes memory."""

    def __init__(self, *, narrow: bool, length: int = 0) -> None:
        self.narrow = narrow
        most = MOST_SAMPLES if narrow else MOST_WIDE_SAMPLES
        size = min(length, most) or most
        self._samples: NDArray[np.int16] | NDArray[np.int32]
        self._samples = np.zeros(size, np.int16) if narrow else np.zeros(size, np.int32)
        self._filled = 0

    def __len__(self) -> int:
        """Samples up to the last that was put."""
        return self._filled

    def put(self, part: Samples, at: int | None = None) -> None:
        """The next samples, or those from a place on; the caller has seen to it that they fit."""
        begin = self._filled if at is None else at
        self._samples[begin : begin + len(part)] = part
        self._filled = max(self._filled, begin + len(part))

    @property
    def samples(self) -> NDArray[np.int16] | NDArray[np.int32]:
        """All that were put."""
        filled = self._samples[: self._filled]
        return filled if 2 * self._filled > len(self._samples) else filled.copy()


def fill(samples: Samples, missing: NDArray[np.bool_]) -> None:
    """Put a straight line where samples are missing, from the one before to the one behind; at an end its neighbour.

    Where all are missing nothing is done.
    """
    before: int | None = None
    for begin in range(0, len(samples), _BLOCK):
        end = min(begin + _BLOCK, len(samples))
        lost = missing[begin:end]
        there = np.flatnonzero(~lost) + begin
        last = int(there[-1]) if len(there) else before
        if lost.any():
            behind = _next(missing, end) if lost[-1] else None
            ends = [each for each in (before, behind) if each is not None]
            known = np.sort(np.concatenate((there, np.array(ends, np.int64))))
            if not len(known):
                return
            gone = np.flatnonzero(lost) + begin
            lines = np.interp(gone, known, samples[known])
            samples[gone] = np.rint(lines) if samples.dtype.kind == "i" else lines
        before = last


def _next(missing: NDArray[np.bool_], begin: int) -> int | None:
    """The first sample from a place on that is not missing."""
    for first in range(begin, len(missing), _BLOCK):
        block = missing[first : first + _BLOCK]
        at = int(np.argmin(block))
        if not block[at]:
            return first + at
    return None
