"""An ECG that came in pieces as one series, each sample at its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biofeedback.events import EcgChunk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ecg:
    """`microvolts[k]` was taken at `begin_s + k / rate_hz`.

    `missing` are the stretches without samples: begin and length, s.
    """

    begin_s: float
    rate_hz: float
    microvolts: NDArray[np.float64]
    missing: tuple[tuple[float, float], ...]


def joined(chunks: Sequence[EcgChunk]) -> Ecg | None:
    """The whole ECG; what is missing is 0. None where there is none.

    Pieces that follow one another are joined as they are: their arrival wavers. After lost samples, arrival is all that
    says where the next piece lies. A strap sends one rate; pieces of another are left out.
    """
    import numpy as np

    if not chunks:
        return None
    rate = chunks[0].rate_hz
    begin = chunks[0].t - len(chunks[0].microvolts) / rate
    pieces: list[NDArray[np.float64]] = []
    missing: list[tuple[float, float]] = []
    count = 0
    for chunk in chunks:
        if chunk.rate_hz != rate:
            continue
        lost = round((chunk.t - begin) * rate) - len(chunk.microvolts) - count if chunk.gap else 0
        if lost > 0:
            pieces.append(np.zeros(lost))
            missing.append((begin + count / rate, lost / rate))
            count += lost
        pieces.append(np.asarray(chunk.microvolts, np.float64))
        count += len(chunk.microvolts)
    return Ecg(begin, rate, np.concatenate(pieces), tuple(missing))
