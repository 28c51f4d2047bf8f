"""Polar's acceleration frames, raw and compressed, in whole thousandths of g with gravity in them. Pure.

Head and timestamp as in `pmd_frames.py`. Frame type: bit 0x80 says compressed, the low bits say which of several
layouts. Raw samples are x, y, z one after another. A compressed frame holds one reference sample of three int16, then
blocks of a width in bits, a count, and so many triples of signed differences of that width, lowest bit first, each to
the sample before it. Source: the maker's open SDK, as in `pmd.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from devices.pmd import Measurement

_HEAD_BYTES = 10
"""Before the samples of a frame: its measurement, its timestamp, its type. Bytes."""

_MEASUREMENT_MASK = 0x3F
"""The bits of the first byte that say which measurement a frame is of."""

_COMPRESSED = 0x80
"""The bit of the frame type that says compressed."""

_RAW_WIDTHS = {0: 1, 1: 2, 2: 3}
"""Bytes of one number of a raw sample, by frame type."""

_AXES = 3
"""Numbers of one sample. Count."""

_REFERENCE_BYTES = 2 * _AXES
"""The first sample of a compressed frame. Bytes."""

_MOST_DELTA_BITS = 17
"""Widest difference between two numbers of 16 bits: a wider one is damage. Bits."""

_MOST_SAMPLES = 2048
"""Most samples of one frame: ten seconds at 200 Hz, the fastest rate of a strap. A difference of no bits at all costs
no bytes, so without a limit a damaged frame could claim any number. Count."""

_LARGEST_MG = 64_000.0
"""Larger numbers are damage: the widest range of a known sensor is 8 g, of any that is worn 32 g. Thousandths of g."""

_MG_PER_G = 1000
"""Type 0 of the compressed frames counts in g."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccelerationFrame:
    """Acceleration in whole thousandths of g, oldest first; `last_ns` is the strap's time of the last sample.

    The three have the same length. At rest their root sum of squares is about 1000: gravity is in them.
    """

    last_ns: int
    x_mg: tuple[int, ...]
    y_mg: tuple[int, ...]
    z_mg: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.x_mg)


def parse_acceleration(payload: bytes, factor: float | None = None) -> AccelerationFrame | None:
    """One acceleration frame. Never raises.

    `factor` is what the strap said when the stream began: the unit of a compressed number, in g for its type 0. Raw
    samples that are incomplete at the end are left out. None: too short, another measurement, an unknown type, a
    compressed frame that is damaged, or one that counts in a unit that was not told.
    """
    if len(payload) < _HEAD_BYTES or payload[0] & _MEASUREMENT_MASK != Measurement.ACCELERATION:
        return None
    last_ns, kind = int.from_bytes(payload[1:9], "little"), payload[9]
    if not kind & _COMPRESSED:
        width = _RAW_WIDTHS.get(kind)
        return None if width is None else _frame(last_ns, _raw(payload, width), 1.0)
    unit = _unit(kind & ~_COMPRESSED, factor)
    counts = _compressed(payload)
    return None if unit is None or counts is None else _frame(last_ns, counts, unit)


def _unit(kind: int, factor: float | None) -> float | None:
    """What one count of a compressed frame is, in thousandths of g. None: not known."""
    if factor is not None and not (math.isfinite(factor) and factor > 0):
        return None
    match kind:
        case 0:
            return None if factor is None else factor * _MG_PER_G
        case 1:
            return 1.0 if factor is None else factor
        case _:
            return None


def _raw(payload: bytes, width: int) -> list[int]:
    whole = len(payload) - (len(payload) - _HEAD_BYTES) % (_AXES * width)
    cuts = range(_HEAD_BYTES, whole, width)
    return [int.from_bytes(payload[at : at + width], "little", signed=True) for at in cuts]


def _frame(last_ns: int, counts: list[int], unit: float) -> AccelerationFrame | None:
    if counts and max(-min(counts), max(counts)) * unit > _LARGEST_MG:
        return None
    mg = counts if unit == 1.0 else [round(count * unit) for count in counts]
    return AccelerationFrame(
        last_ns=last_ns, x_mg=tuple(mg[0::_AXES]), y_mg=tuple(mg[1::_AXES]), z_mg=tuple(mg[2::_AXES])
    )


def _compressed(payload: bytes) -> list[int] | None:
    """The counts of all samples, x, y, z by turns. None: damaged, since then no sample's time is known either."""
    at = _HEAD_BYTES + _REFERENCE_BYTES
    if len(payload) < at:
        return None
    now = [int.from_bytes(payload[k : k + 2], "little", signed=True) for k in range(_HEAD_BYTES, at, 2)]
    counts = list(now)
    while at < len(payload):
        if at + 2 > len(payload):
            return None
        bits, count = payload[at], payload[at + 1]
        begin, at = at + 2, at + 2 + -(-bits * count * _AXES // 8)
        if bits > _MOST_DELTA_BITS or at > len(payload) or len(counts) + count * _AXES > _MOST_SAMPLES * _AXES:
            return None
        for k, step in enumerate(_deltas(payload[begin:at], bits, count * _AXES)):
            now[k % _AXES] += step
            if not -0x8000 <= now[k % _AXES] <= 0x7FFF:
                return None
            counts.append(now[k % _AXES])
    return counts


def _deltas(packed: bytes, bits: int, count: int) -> Iterator[int]:
    stream, mask, sign = int.from_bytes(packed, "little"), (1 << bits) - 1, 1 << bits >> 1
    for _ in range(count):
        value = stream & mask
        yield value - (1 << bits) if value & sign else value
        stream >>= bits
