"""Slow, deep breathing told from early beats by its shape: the wave that a breath draws in the intervals.

Breathing in shortens the intervals and breathing out lengthens them, and at six breaths a minute a healthy heart may go
from 600 to 1200 ms within one beat. Such a valley looks like a row of early beats with a pause after it. What tells
them apart: a breath falls by several steps, where early beats, alone or in a row, fall by one; its valley holds two or
more intervals alike, where an early beat stands alone between two longer ones; and it comes again, at much the same
pace.

Turns are found as they come: a trough is known once an interval is longer than it by `TURN_SHARE`. Then the intervals
from the trough before up to it are judged as one wave. O(1) a beat on average, and no beat is kept for longer than a
wave. Measured: of the early beats of 20 MIT-BIH records and of 3 of its long-term set, 0.5 % and 0.00 % end in a pause
that is taken for a breath's step; of the steps of made and of two true slow breathers 89 and 89 to 95 % are known.
"""

from __future__ import annotations

TURN_SHARE = 0.1
"""An interval this much longer (shorter) than the last trough (peak) turns the wave: twice the beat noise of a variable
heart. At 0.07 of it twice as many ventricular beats come while breathing is believed."""
SHORTEST_BREATH_MS = 4500.0
"""Waves shorter than this are no slow breaths: at 13 a minute a wave has too few beats for a shape."""
LONGEST_BREATH_MS = 20_000.0
"""Nor are longer ones: slower than three a minute nobody breathes for long."""
LEAST_WAVE_BEATS = 4
"""Intervals of a wave: a peak, a step down, and two in the valley."""
VALLEY_SHARE = 0.3
"""An interval within this share of the swing above the trough is in the valley."""
LEAST_VALLEY_BEATS = 2
"""Intervals in a valley in a row, up to its trough: an early beat stands alone. With 3, half of the gentle breathers
are not heard."""
ABRUPT_SHARE = 0.65
"""No step down takes more than this share of the swing: an early beat falls at once."""
SUDDEN_SHARE = 0.7
"""Nor more than this share of the way down to the trough, where it begins on level ground: rows of early beats fall at
once from the level between them, though a pause stood higher. At 0.65 a tenth of a true person's breaths is not heard,
at 0.8 half as many more early beats are taken for breathing."""
LEVEL_GROUND_SHARE = 0.15
"""Level ground: the step before was smaller than this share of it."""
ALIKE_SHARE = 0.35
"""The length of a breath differs from that of the one before by at most this share: five times the usual spread."""
SAME_TROUGH_SHARE = 0.8
"""A breath goes no lower than this share of the last trough: early beats in a valley dig it deeper, and would pass
for its bottom. Of true and made slow breathers no interval more is refused with it, and a couplet in steep breathing
is found in 96 of a hundred instead of 94."""
LEAST_BREATHS = 2
"""Breaths alike, one after another, after which it is breathing."""
REMEMBERED_BREATHS = 2.5
"""For so many of its own lengths after its trough a breath is remembered: a single early beat or a cough breaks one
breath, and the next whole one is known again at once. Without a breath for so long, nobody breathes so."""
MOST_BEATS = 64
"""Intervals after which a wave that has not turned is none: longer than the longest breath at 180 a minute."""


class BreathWave:
    """Takes intervals as they come; knows after each whether the heart follows slow breaths."""

    __slots__ = ("_extreme", "_low", "_rising", "_since_ms", "_wave", "breaths", "peak_ms", "period_ms", "swing_ms")

    def __init__(self) -> None:
        self._wave: list[float] = []  # since the last trough
        self._low = 0  # how many of them there are up to the trough of now
        self._extreme = 0.0  # the highest since the trough, or the lowest since the peak
        self._rising = False
        self._since_ms = 0.0  # since the trough of the last whole breath
        self.breaths = 0  # whole ones in a row, alike, up to the newest trough
        self.period_ms = 0.0  # length of the last whole breath while it is remembered; 0: none is
        self.peak_ms = 0.0  # its longest interval, likewise
        self.swing_ms = 0.0  # its longest interval less its shortest, likewise

    @property
    def breathing(self) -> bool:
        """Whether the last waves were breaths alike. At an interval that ends a valley, that valley is among them."""
        return self.breaths >= LEAST_BREATHS

    def push(self, ms: float, lost: bool = False) -> None:
        """Take the newest interval; `lost`: time was lost before it, or it cannot have happened."""
        wave = self._wave
        if lost or not wave or len(wave) >= MOST_BEATS:
            self._begin(ms)
            return
        wave.append(ms)
        self._since_ms += ms
        if self._rising:
            if ms > self._extreme:
                self._extreme = ms
            elif ms < (1 - TURN_SHARE) * self._extreme:
                self._rising = False
                self._extreme = ms
                self._low = len(wave)
        elif ms <= self._extreme:
            self._extreme = ms
            self._low = len(wave)
        elif ms > (1 + TURN_SHARE) * self._extreme:
            self._judge(wave[: self._low])
            del wave[: self._low]
            self._rising = True
            self._extreme = ms
        if self.period_ms and self._since_ms > REMEMBERED_BREATHS * self.period_ms:
            self._forget()

    def _begin(self, ms: float) -> None:
        """Begin anew, with nothing known of what came before."""
        self._wave = [ms]
        self._low = 1
        self._extreme = ms
        self._rising = False
        self._forget()

    def _forget(self) -> None:
        self.breaths = 0
        self.period_ms = 0.0
        self.peak_ms = 0.0
        self.swing_ms = 0.0

    def _judge(self, wave: list[float]) -> None:
        """Count the wave that a trough ends: one more breath, the first, or none."""
        length, before = sum(wave), self.period_ms
        swing = swing_of_breath(wave) if SHORTEST_BREATH_MS <= length <= LONGEST_BREATH_MS else 0.0
        if not swing:
            self.breaths = 0
            return
        deeper = wave[-1] < SAME_TROUGH_SHARE * (self.peak_ms - self.swing_ms)
        alike = abs(length - before) <= ALIKE_SHARE * before and not deeper
        self.breaths = max(self.breaths + 1, LEAST_BREATHS) if alike else 1
        self.period_ms = length
        self.peak_ms = wave[-1] + swing
        self.swing_ms = swing
        self._since_ms = sum(self._wave[self._low :])


def swing_of_breath(wave: list[float]) -> float:
    """The swing of intervals from one trough (left out) to the next (the last), in their unit; 0 where they are not
    shaped like a breath.
    """
    if len(wave) < LEAST_WAVE_BEATS:
        return 0.0
    peak, trough = max(wave), wave[-1]
    swing = peak - trough
    valley = trough + VALLEY_SHARE * swing
    if any(ms > valley for ms in wave[-LEAST_VALLEY_BEATS:]):
        return 0.0
    before, step_before = peak, 0.0
    for ms in wave[wave.index(peak) + 1 :]:
        step = before - ms
        if step > ABRUPT_SHARE * swing:
            return 0.0
        sudden = before > valley and step > SUDDEN_SHARE * (before - trough)
        if sudden and step_before < LEVEL_GROUND_SHARE * step:
            return 0.0
        before, step_before = ms, step
    return swing
