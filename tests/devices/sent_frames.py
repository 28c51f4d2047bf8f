"""Measurement frames as a strap would send them: what the reader is tried against."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, pairwise

from devices.acc_frames import AccelerationFrame
from devices.pmd import Measurement
from devices.pmd_frames import EcgFrame, PpiFrame, PpiSample

ECG_SAMPLE_BYTES = 3
MOVED, CONTACT, CONTACT_SUPPORTED = 0x01, 0x02, 0x04  # as the maker documents the flags of an interval


def write_frame(frame: EcgFrame | PpiFrame) -> bytes:
    """The bytes a strap would send. Raises OverflowError for numbers that do not fit."""
    match frame:
        case EcgFrame():
            samples = b"".join(value.to_bytes(ECG_SAMPLE_BYTES, "little", signed=True) for value in frame.microvolts)
            return bytes([Measurement.ECG]) + frame.last_ns.to_bytes(8, "little") + b"\x00" + samples
        case PpiFrame():
            samples = b"".join(map(_ppi_bytes, frame.samples))
            return bytes([Measurement.PPI]) + frame.last_ns.to_bytes(8, "little") + b"\x00" + samples


def _ppi_bytes(sample: PpiSample) -> bytes:
    flags = MOVED if sample.moved else 0
    if sample.contact is not None:
        flags |= CONTACT_SUPPORTED | (CONTACT if sample.contact else 0)
    interval, error = sample.interval_ms.to_bytes(2, "little"), sample.error_ms.to_bytes(2, "little")
    return bytes([sample.hr_bpm or 0]) + interval + error + bytes([flags])


def write_acceleration(frame: AccelerationFrame, kind: int = 1) -> bytes:
    """A raw frame of one, two or three bytes a number (`kind` 0, 1, 2)."""
    numbers = [mg for sample in zip(frame.x_mg, frame.y_mg, frame.z_mg, strict=True) for mg in sample]
    samples = b"".join(mg.to_bytes(kind + 1, "little", signed=True) for mg in numbers)
    return bytes([Measurement.ACCELERATION]) + frame.last_ns.to_bytes(8, "little") + bytes([kind]) + samples


def write_compressed(frame: AccelerationFrame, blocks: Sequence[int], kind: int = 0x81) -> bytes:
    """A compressed frame, its blocks as long as `blocks` says by turns, each as wide as it must be."""
    samples = list(zip(frame.x_mg, frame.y_mg, frame.z_mg, strict=True))
    steps = [tuple(b - a for a, b in zip(before, after, strict=True)) for before, after in pairwise(samples)]
    written = bytearray([Measurement.ACCELERATION]) + frame.last_ns.to_bytes(8, "little") + bytes([kind])
    written += b"".join(mg.to_bytes(2, "little", signed=True) for mg in samples[0])
    for length in cycle(blocks):
        if not steps:
            return bytes(written)
        block, steps = steps[:length], steps[length:]
        flat = [step for each in block for step in each]
        bits = max((step if step >= 0 else ~step).bit_length() + 1 for step in flat)
        packed = sum((step & (1 << bits) - 1) << k * bits for k, step in enumerate(flat))
        written += bytes([bits, len(block)]) + packed.to_bytes(-(-bits * len(flat) // 8), "little")
    raise ValueError("no block lengths")
