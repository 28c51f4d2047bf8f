"""An ECG as a file holds it, whatever the file, and the units of voltage as files spell them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulators.refusal import refused

Samples: TypeAlias = NDArray[np.int16] | NDArray[np.int32] | NDArray[np.float32] | NDArray[np.float64]

MOST_SAMPLES = 45_000_000
"""Of one signal whose samples have 16 bits at most: two days at 250 Hz. They take 90 MB, and all of it 300."""

MOST_WIDE_SAMPLES = 30_000_000
"""Of one signal whose samples are wider: a day at 340 Hz, two and a half at 130 Hz. They take 120 MB."""

MOST_S = 7 * 86_400.0
"""Of one signal: a week. Seconds."""

_PREFIXES = {"m": 1000.0, "milli": 1000.0, "u": 1.0, "micro": 1.0, "": 1e6, "n": 1e-3, "nano": 1e-3}
"""Microvolts in a volt of so many, by what stands before it."""

_VOLT = ("volts", "volt", "v")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One signal of a record; `missing` marks the samples that were not taken (interpolated here).

    `samples` are in the file's own units, as narrow as they are there, since a day of them fills the memory else: each
    is `gain_uv` microvolts above `zero`.
    """

    name: str
    rate_hz: float
    samples: Samples
    missing: NDArray[np.bool_]
    gain_uv: float = 1.0
    zero: float = 0.0

    def __len__(self) -> int:
        """Number of samples."""
        return len(self.samples)

    def part(self, first: int, last: int) -> NDArray[np.float64]:
        """The samples from one place to before another, in microvolts."""
        return (self.samples[first:last].astype(np.float64) - self.zero) * self.gain_uv

    @property
    def microvolts(self) -> NDArray[np.float64]:
        """All of it: for a signal that is known to be short."""
        return self.part(0, len(self))


@dataclass(frozen=True, slots=True)
class Skip:
    """From sample `place` of a signal on, `seconds` more have passed than its samples tell."""

    place: int
    seconds: float


def microvolts_in(unit: str) -> float | None:
    """Microvolts in a unit, in any spelling: `uV`, `µV`, `microV`, `MV`, `Volt`; None where it is no voltage.

    Capitals do not matter: no body gives megavolts.
    """
    plain = unicodedata.normalize("NFKC", unit.strip().replace("\u00c2\u00b5", "\u00b5")).lower()
    plain = plain.replace("\u03bc", "u").replace("\u00b5", "u").replace(" ", "").strip("[]()")
    for volt in _VOLT:
        if plain.endswith(volt) and plain.removesuffix(volt) in _PREFIXES:
            return _PREFIXES[plain.removesuffix(volt)]
    return None


def must_fit(samples: int, rate_hz: float, *, narrow: bool = False) -> None:
    """Raises InputError (too_large) for a signal that is longer than any that is read; narrow: of 16 bits."""
    most = MOST_SAMPLES if narrow else MOST_WIDE_SAMPLES
    if samples > most or samples > MOST_S * rate_hz:
        raise refused("too_large", say="too_many_samples", found=samples, most=most // 1_000_000)


def is_flat(signal: Signal, least_uv: float) -> bool:
    """Whether it moves by less nearly all the time, second by second of it or so: an electrode without a body."""
    whole = signal.samples[: len(signal) // 100 * 100]
    parts = np.array_split(whole, min(100, max(1, len(signal) // 100)))
    moves = [(float(part.max()) - float(part.min())) * abs(signal.gain_uv) for part in parts if len(part)]
    return not moves or float(np.quantile(moves, 0.9)) < least_uv
