"""Chests whose movement is known: breathing, the heart's own jolts, and what is added to them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from random import Random

from biofeedback.events import MotionChunk
from biofeedback.signal.motion import MotionWatch

RATE_HZ = 25.0
PACKET = 36  # samples, as an H10 sends them

Sample = tuple[float, float, float]


def quiet(t: float, dice: Random, *, bpm: float = 14.0, tilt_deg: float = 2.0) -> Sample:
    """Sitting: gravity mostly down one axis, tilted by each breath, a jolt of 12 mg at each beat, 2 mg of noise."""
    angle = math.radians(75 + tilt_deg * math.sin(2 * math.pi * bpm / 60 * t))
    jolt = 12 * math.sin(2 * math.pi * 8 * (t % 0.9)) * math.exp(-(t % 0.9) / 0.06)
    x, z = 1000 * math.sin(angle), 1000 * math.cos(angle)
    return x + dice.gauss(0, 2), 30 + dice.gauss(0, 2), z + jolt + dice.gauss(0, 2)


def chunks(
    seconds: float, sample: Callable[[float, Random], Sample], *, start: float = 0.0, late_s: float = 0.3
) -> Iterator[MotionChunk]:
    """What a strap sends of it."""
    dice, n = Random(1), round(seconds * RATE_HZ)
    taken = [(k, sample(start + k / RATE_HZ, dice)) for k in range(n)]
    for at in range(0, n - PACKET + 1, PACKET):
        part = [tuple(round(value) for value in each) for _, each in taken[at : at + PACKET]]
        x, y, z = zip(*part, strict=True)
        yield MotionChunk(t=start + (at + PACKET - 1) / RATE_HZ + late_s, rate_hz=RATE_HZ, x_mg=x, y_mg=y, z_mg=z)


def cough(t: float, at: float, mg: float = 60.0) -> float:
    """What a cough at that time adds to an axis."""
    return mg * math.sin(2 * math.pi * 5 * (t - at)) * math.exp(-(t - at) / 0.2) if at <= t < at + 1 else 0.0


def heard(pieces: Iterator[MotionChunk]) -> MotionWatch:
    """A watch that has heard all of it."""
    watch = MotionWatch()
    for chunk in pieces:
        watch.push(chunk)
    return watch
