"""Measurement frames as a strap would send them: what the reader is tried against."""

from __future__ import annotations

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
