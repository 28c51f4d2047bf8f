"""Made hearts that breathe: intervals and beat shapes in which the breath is more or less to be seen, and its truth.

Breaths differ in length (3 to 20 %) and depth; in the intervals is a wave of blood pressure near 0.1 Hz beside them,
often larger; each shape swings with the breath by 0.3 to 8 times its noise. All sizes are estimates, spread widely.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from biofeedback.findings import BeatShape

STEP_S = 0.05
"""Of the made course, s."""

USUAL_SIZE = (1000.0, 9000.0, 40.0)
"""Amplitude in uV, slope in uV/s and area in uV s of a beat at a chest strap."""

NOISE_SHARE = 0.01
"""Noise of a shape, as a share of its size."""

LEAST_RR_MS = 400.0
"""The shortest interval of a heart at rest, ms."""

MOST_RR_MS = 1900.0
"""And the longest."""


@dataclass(frozen=True, slots=True)
class BreathingHeart:
    """Beats (end of interval s, length ms), a shape each, and when breaths begin (s); none where nothing breathes.

    `swing_ms`: how far an ordinary breath lengthens the intervals, peak to trough; None: not known.
    """

    name: str
    times: tuple[float, ...]
    rr_ms: tuple[float, ...]
    shapes: tuple[BeatShape, ...]
    breaths: tuple[float, ...]
    swing_ms: float | None = None


class _Wander:
    """Of unit variance, forgotten in `tau_s`."""

    def __init__(self, chance: Random, tau_s: float) -> None:
        self._chance, self._keep, self._x = chance, math.exp(-STEP_S / tau_s), chance.gauss(0, 1)

    def step(self) -> float:
        self._x = self._keep * self._x + math.sqrt(1 - self._keep**2) * self._chance.gauss(0, 1)
        return self._x


class _Breath:
    """Where in a breath a chest is, breath by breath."""

    def __init__(self, chance: Random, irregular: float) -> None:
        self._chance, self._irregular, self._inhale = chance, irregular, chance.uniform(0.3, 0.5)
        self._ends, self._length, self._depth, self._lean = 0.0, 1.0, 1.0, 0.0
        self.begins: list[float] = []

    def at(self, t: float, bpm: float) -> float:
        if t >= self._ends:
            self._lean = 0.5 * self._lean + math.sqrt(0.75) * self._chance.gauss(0, 1)
            self._length = 60 / bpm * math.exp(self._irregular * self._lean)
            self._depth = math.exp(self._chance.gauss(0, 0.2))
            self.begins.append(t)
            self._ends = t + self._length
        turn = 1 - (self._ends - t) / self._length
        warped = (
            0.5 * turn / self._inhale if turn < self._inhale else 0.5 + 0.5 * (turn - self._inhale) / (1 - self._inhale)
        )
        return self._depth * math.cos(2 * math.pi * warped)


def made(
    seed: int, seconds: float, before_bpm: float, after_bpm: float, *, seen: float | None = None
) -> BreathingHeart:
    """A heart that breathes at one pace and, from half of the time on, at another.

    `seen`: how many times its noise a shape swings with the breath (0: nothing breathes); None: by chance.
    """
    chance = Random(f"breather/{seed}/{before_bpm}/{after_bpm}")
    breath = _Breath(chance, math.exp(chance.uniform(math.log(0.03), math.log(0.2))))
    pace, size, drift = (_Wander(chance, tau) for tau in (15.0, 25.0, 40.0))
    times = 1.0 if seen is None else seen
    if seen is None:
        times = math.exp(chance.uniform(math.log(0.3), math.log(8.0)))
    swings = [times * math.exp(chance.gauss(0, 0.6)) for _ in USUAL_SIZE]
    rsa = 0.0 if seen == 0 else math.exp(chance.uniform(math.log(4), math.log(80))) / 2
    pressure, level = math.exp(chance.uniform(math.log(3), math.log(40))), chance.uniform(620, 1100)
    mayer_hz, noise_ms, turn, due = chance.uniform(0.075, 0.115), chance.uniform(2, 10), chance.uniform(0, 6), 0.0
    beats, rr, shapes = list[float](), list[float](), list[BeatShape]()
    for k in range(int(seconds / STEP_S)):
        t = k * STEP_S
        chest = breath.at(t, before_bpm if t < seconds / 2 else after_bpm)
        turn += 2 * math.pi * mayer_hz * math.exp(0.15 * pace.step()) * STEP_S
        wave = rsa * chest + pressure * math.exp(0.35 * size.step()) * math.sin(turn) + 15 * drift.step()
        if t < due:
            continue
        length = min(MOST_RR_MS, max(LEAST_RR_MS, level + wave + chance.gauss(0, noise_ms)))
        due += length / 1000
        beats.append(due)
        rr.append(length)
        amplitude, slope, area = (
            usual * (1 + NOISE_SHARE * (swing * chest + chance.gauss(0, 1)))
            for usual, swing in zip(USUAL_SIZE, swings, strict=True)
        )
        shapes.append(BeatShape(t=due, amplitude=amplitude, slope=slope, area=area))
    begins = () if seen == 0 else tuple(breath.begins)
    return BreathingHeart(f"made {seed}", tuple(beats), tuple(rr), tuple(shapes), begins, 2 * rsa)
