"""The three axes of a chest at four samples a second, as a witness of breath."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biofeedback.signal.periodogram import Floats

WAVE_HZ = 4.0
"""As the other witnesses of breath are sampled (`periodogram.RATE_HZ`). Hertz."""

LONGEST_S = 64.0
"""The longest span that is asked for. Seconds."""

LATE_S = 3.0
"""A strap hands over 36 samples at a time, at 25 Hz one and a half seconds of them. Seconds."""

_KEPT = round((LONGEST_S + 2) * WAVE_HZ)
"""A little more than the longest span. Samples."""


class ChestWave:
    """Means of quarters of a second, the last minute of them."""

    def __init__(self, channels: int = 3) -> None:
        self._channels = channels
        self._slots: deque[tuple[float, ...]] = deque(maxlen=_KEPT)
        self._slot: int | None = None
        self._sums = [0.0] * channels
        self._n = 0

    def clear(self) -> None:
        """Samples are missing: what comes is another stretch."""
        self._slots.clear()
        self._slot = None

    def push(self, t: float, *sample: float) -> None:
        """Take one sample, a number for each channel. One that leaves a slot out begins a new stretch."""
        slot = int(t * WAVE_HZ)
        if self._slot is not None and slot != self._slot:
            self._slots.append(tuple(each / self._n for each in self._sums))
            if slot != self._slot + 1:
                self._slots.clear()
        if slot != self._slot:
            self._slot, self._sums, self._n = slot, [0.0] * self._channels, 0
        for k, value in enumerate(sample):
            self._sums[k] += value
        self._n += 1

    def axes(self, t: float, span_s: float) -> tuple[Floats, ...]:
        """The axes over the last `span_s` up to `t`, thousandths of g, oldest first; () where they are not whole, or
        end more than a strap's packet before `t`.
        """
        n = round(span_s * WAVE_HZ)
        if self._slot is None or len(self._slots) < n or t - self._slot / WAVE_HZ > LATE_S:
            return ()
        import numpy as np

        some = np.array(list(self._slots)[-n:])
        return tuple(some[:, axis] for axis in range(self._channels))
