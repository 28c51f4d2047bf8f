"""An ECG as a file holds it, whatever the file, and the units of voltage as files spell them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulators.refusal import refused

Samples: TypeAlias = NDArray[np.float64] | NDArray[np.float32]

MOST_SAMPLES = 30_000_000
"""Of one signal: a day at 340 Hz, two and a half at 130 Hz. So many take 600 (WFDB) to 850 MB (EDF) while they are
read, a day at 130 Hz a third of that."""

MOST_S = 7 * 86_400.0
"""Of one signal: a week. Seconds."""

_PREFIXES = {"m": 1000.0, "milli": 1000.0, "u": 1.0, "micro": 1.0, "": 1e6, "n": 1e-3, "nano": 1e-3}
"""Microvolts in a volt of so many, by what stands before it."""

_VOLT = ("volts", "volt", "v")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One signal of a record in microvolts; `missing` marks the samples that were not taken (interpolated here)."""

    name: str
    rate_hz: float
    microvolts: Samples
    missing: NDArray[np.bool_]


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


def must_fit(samples: int, rate_hz: float) -> None:
    """Raises InputError (too_large) for a signal that is longer than any that is read."""
    if samples > MOST_SAMPLES or samples > MOST_S * rate_hz:
        raise refused("too_large", say="too_many_samples", found=samples, most=MOST_SAMPLES // 1_000_000)


def is_flat(microvolts: Samples, least_uv: float) -> bool:
    """Whether a signal moves by less nearly all the time, second by second of it or so: an electrode without a body."""
    parts = np.array_split(microvolts[: len(microvolts) // 100 * 100], min(100, max(1, len(microvolts) // 100)))
    moves = [float(np.ptp(part)) for part in parts if len(part)]
    return not moves or float(np.quantile(moves, 0.9)) < least_uv
