"""Evidence that arousal has moved, gathered block by block."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.signal.shift_blocks import Block

SD_LN_RMSSD = 0.33
"""Sd of 10 s blocks of lnRMSSD at rest (0.32 to 0.37 in three sets of recordings)."""
SD_LN_RR = 0.06
"""Sd of 10 s blocks of the logarithm of the interval at rest (4.4 to 6.1 beats/min)."""
RMSSD_WEIGHT = 0.6
BOTH_WEIGHT = 0.8
"""Weights of the vagal index alone and of the smaller of the two, so that heart rate alone never decides."""
ALLOWANCE = 0.8
"""Evidence a block must bring before it counts: half of a medium shift, and above usual drift."""
MOST_Z = 3.0
"""One block counts for no more than this: sighs and swallows are short."""


@dataclass(frozen=True, slots=True)
class Level:
    """What blocks are compared with: the baseline's lnRMSSD (ln ms) and logarithm of the mean interval (ln s)."""

    ln_rmssd: float
    ln_rr: float


class Evidence:
    """A one-sided cumulative sum; `sign` is +1 for parasympathetic, -1 for sympathetic."""

    __slots__ = ("_level", "_sign", "start_s", "sum")

    def __init__(self, level: Level, sign: int) -> None:
        self._level = level
        self._sign = sign
        self.sum = 0.0
        self.start_s = 0.0

    def push(self, block: Block) -> float:
        """The sum after this block."""
        z_rmssd = self._z(block.ln_rmssd - self._level.ln_rmssd, SD_LN_RMSSD)
        z_rr = self._z(block.ln_rr - self._level.ln_rr, SD_LN_RR)
        evidence = RMSSD_WEIGHT * z_rmssd + BOTH_WEIGHT * min(z_rmssd, z_rr)
        if self.sum <= 0.0:
            self.start_s = block.start_s
        self.sum = max(0.0, self.sum + evidence - ALLOWANCE)
        return self.sum

    def _z(self, difference: float, sd: float) -> float:
        return max(-MOST_Z, min(MOST_Z, self._sign * difference / sd))
