"""Acceleration as straps put it into frames: raw as an H10, compressed as an optical sensor; and at another rate.

Byte layouts as in the maker's open SDK (polarofficial/polar-ble-sdk, read 2026-05).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from biofeedback.events import MotionChunk

Sample = tuple[int, int, int]

RAW = 1
"""Frame type: three int16 a sample."""

COMPRESSED = 0x81
"""Frame type: three int16, then blocks of differences as wide as they must be."""

_BLOCK = 10
"""Samples of a block, as a real sensor makes them."""


def raw(samples: Sequence[Sample]) -> bytes:
    """Without a head."""
    return b"".join(mg.to_bytes(2, "little", signed=True) for each in samples for mg in each)


def compressed(samples: Sequence[Sample]) -> bytes:
    """Without a head; one sample at least."""
    steps = [tuple(b - a for a, b in zip(*two, strict=True)) for two in pairwise(samples)]
    written = bytearray(raw(samples[:1]))
    for first in range(0, len(steps), _BLOCK):
        flat = [step for each in steps[first : first + _BLOCK] for step in each]
        bits = 1 + max((step if step >= 0 else ~step).bit_length() for step in flat)
        packed = sum((step & (1 << bits) - 1) << k * bits for k, step in enumerate(flat))
        written += bytes([bits, len(flat) // 3]) + packed.to_bytes(-(-bits * len(flat) // 8), "little")
    return bytes(written)


class AtRate:
    """Acceleration at another rate, on straight lines between its samples; goes on from chunk to chunk."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._last: Sample | None = None
        self._at = 0.0  # of the next sample, in samples of the source after the last one

    def push(self, chunk: MotionChunk) -> Iterator[Sample]:
        """What is sampled in this chunk. After a gap it begins anew."""
        samples = list(zip(chunk.x_mg, chunk.y_mg, chunk.z_mg, strict=True))
        if not samples:
            return
        if self._last is None or chunk.gap:
            self._last, self._at = samples[0], 1.0
        known, step = [self._last, *samples], chunk.rate_hz / self._rate_hz
        while self._at < len(known) - 1:
            place = int(self._at)
            part = self._at - place
            x, y, z = (round(a + part * (b - a)) for a, b in zip(known[place], known[place + 1], strict=True))
            yield x, y, z
            self._at += step
        self._at -= len(samples)
        self._last = samples[-1]
