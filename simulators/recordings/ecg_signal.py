"""An ECG as a file holds it, whatever the file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MICROVOLTS_IN = {"mV": 1000.0, "uV": 1.0, "µV": 1.0, "V": 1e6, "nV": 1e-3}
"""By the unit's name in a file; whatever is not here is no voltage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One signal of a record in microvolts; `missing` marks the samples that were not taken (interpolated here)."""

    name: str
    rate_hz: float
    microvolts: NDArray[np.float64]
    missing: NDArray[np.bool_]
