"""How strongly the chest moves, against its own quiet: what is faster than a breath, over half a second."""

from __future__ import annotations

import math
from collections import deque

CORNER_HZ = 1.5
"""What is faster is movement: breath and its harmonics are slower, a cough or a laugh is at 2 to 12 Hz. Hertz."""

WINDOW_S = 0.5
"""The root mean square is taken over this: a cough lasts as long. Seconds."""

TIMES_FLOOR = 4.0
"""So many times its own floor is movement. Four people sitting and standing (recordings `breathing`, 29 min), found at
3, 4, 5 times: coughs of all strengths 153, 149, 142 of 158, laughs 40, 40, 40 of 40, startles 38, 38, 37 of 38; besides
what was annotated 59, 38, 27 stirs, real ones among them. Ratio."""

LEAST_FLOOR_MG = 2.0
"""The floor is not taken for lower: the last digit of a sensor (4 mg at 8 g) wanders by as much in one that lies on a
table. Thousandths of g."""

FLOOR_BLOCK_S = 5.0
"""The quietest half second of each block of this length counts for the floor: the heart's own jolts, four to seven in
a block, stay out of it half of the time, and whoever coughs or speaks is quiet between. Seconds."""

FLOOR_BLOCKS = 24
"""The floor is the median of the quietest half seconds of so many blocks: two minutes. Count."""


class Stirring:
    """One step for each sample, whatever the rate."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._filters = [_HighPass(rate_hz) for _ in range(3)]
        self._squares: deque[float] = deque()
        self._sum = 0.0
        self._window = max(2, round(WINDOW_S * rate_hz))
        self._block = max(1, round(FLOOR_BLOCK_S * rate_hz))
        self._left = self._block
        self._quietest = math.inf
        self._quiet: deque[float] = deque(maxlen=FLOOR_BLOCKS)
        self._floor = math.inf  # this chest at its quietest, thousandths of g

    def anew(self) -> Stirring:
        """The same chest after a gap: its quiet is known, its filters begin again."""
        again = Stirring(self._rate_hz)
        again._quiet, again._floor = self._quiet, self._floor
        return again

    @property
    def knows(self) -> bool:
        """Whether its quiet is known yet."""
        return math.isfinite(self._floor)

    def push(self, x: float, y: float, z: float) -> bool:
        """Take one sample; whether the chest moves."""
        a, b, c = self._filters
        square = a.push(x) ** 2 + b.push(y) ** 2 + c.push(z) ** 2
        self._squares.append(square)
        self._sum += square
        if len(self._squares) > self._window:
            self._sum -= self._squares.popleft()
        if len(self._squares) < self._window:
            return False
        rms = math.sqrt(max(0.0, self._sum) / self._window)
        self._learn(rms)
        return rms > TIMES_FLOOR * self._floor

    def _learn(self, rms: float) -> None:
        self._quietest = min(self._quietest, rms)
        self._left -= 1
        if self._left > 0:
            return
        self._quiet.append(self._quietest)
        self._left, self._quietest = self._block, math.inf
        middle = sorted(self._quiet)[len(self._quiet) // 2]
        self._floor = max(LEAST_FLOOR_MG, middle)
        self._sum = sum(self._squares)  # exact again


class _HighPass:
    """A Butterworth high-pass of second order (bilinear transform), which starts on the first sample."""

    def __init__(self, rate_hz: float) -> None:
        k = math.tan(math.pi * min(CORNER_HZ, 0.45 * rate_hz) / rate_hz)
        norm = 1 / (1 + math.sqrt(2) * k + k * k)
        self._b = norm
        self._a1 = 2 * (k * k - 1) * norm
        self._a2 = (1 - math.sqrt(2) * k + k * k) * norm
        self._x1 = self._x2 = math.nan
        self._y1 = self._y2 = 0.0

    def push(self, x: float) -> float:
        if self._x1 != self._x1:
            self._x1 = self._x2 = x
        y = self._b * (x - 2 * self._x1 + self._x2) - self._a1 * self._y1 - self._a2 * self._y2
        self._x2, self._x1, self._y2, self._y1 = self._x1, x, self._y1, y
        return y
