"""What is in a recording: a tone or a clip is looked for near its time and taken out; what is left was not expected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.tones import RATE_HZ

Samples = NDArray[np.float32]

ALIKE = 0.99
"""Likeness (1: the same) from which on a sound is the one that was looked for. Two clips of a voice reach 0.3."""


@dataclass(frozen=True)
class Found:
    """Where a sound was found best, seconds of the recording, and how alike it is."""

    at_s: float
    likeness: float
    gain: float

    @property
    def sure(self) -> bool:
        return self.likeness > ALIKE


def found(heard: Samples, sought: Samples, near_s: float, within_s: float) -> Found:
    """The best place for `sought` that begins from `near_s` on, at most `within_s` later."""
    first = max(0, round(near_s * RATE_HZ))
    piece = heard[first : first + round(within_s * RATE_HZ) + len(sought)].astype(np.float64)
    if len(piece) < len(sought):
        return Found(near_s, 0.0, 0.0)
    size = 1 << (len(piece) + len(sought)).bit_length()
    spectrum = np.fft.rfft(piece, size) * np.conj(np.fft.rfft(sought.astype(np.float64), size))
    products = np.fft.irfft(spectrum, size)[: len(piece) - len(sought) + 1]
    sums = np.concatenate([[0.0], np.cumsum(piece**2)])
    energies = sums[len(sought) :] - sums[: -len(sought)]
    own = float(np.dot(sought, sought))
    alike = products / np.sqrt(np.maximum(energies * own, 1e-12))
    place = int(np.argmax(alike))
    return Found((first + place) / RATE_HZ, float(alike[place]), float(products[place]) / own)


def take_out(heard: Samples, sought: Samples, where: Found) -> None:
    """Leave what else there is at that place."""
    first = round(where.at_s * RATE_HZ)
    heard[first : first + len(sought)] -= np.asarray(sought * where.gain, np.float32)
