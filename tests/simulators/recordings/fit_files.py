"""Smallest FIT files with heart-beat intervals, written by Garmin's description of the format."""

from __future__ import annotations

import struct
from collections.abc import Sequence

HRV, HR, RECORD = 78, 132, 20
NOTHING = 0xFFFF
_TIMESTAMP = (253, 4, 0x86)


def fit(*messages: bytes) -> bytes:
    """A whole file: header, messages, checksum."""
    from fitdecode.utils import compute_crc  # as in the reader: loaded only where it is needed

    body = b"".join(messages)
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    whole = head + struct.pack("<H", compute_crc(head)) + body
    return whole + struct.pack("<H", compute_crc(whole))


def _defined(kind: int, message: int, fields: Sequence[tuple[int, int, int]]) -> bytes:
    cells = b"".join(bytes(field) for field in fields)
    return struct.pack("<BBBHB", 0x40 | kind, 0, 0, message, len(fields)) + cells


def second(t: int) -> bytes:
    """A message that holds nothing but its time, in seconds."""
    return _defined(0, RECORD, [_TIMESTAMP]) + struct.pack("<BI", 0, t)


def hrv(*ms: int) -> bytes:
    """Up to five intervals; the rest is filled up with nothing."""
    return _defined(1, HRV, [(0, 10, 0x84)]) + struct.pack("<B5H", 1, *ms, *[NOTHING] * (5 - len(ms)))


def odd(message: int, fields: Sequence[tuple[int, int, int]], content: bytes) -> bytes:
    """A message of that number with any fields (number, bytes, type), or none; `content` is filled up or cut to fit."""
    size = sum(length for _, length, _ in fields)
    return _defined(0, message, fields) + b"\0" + content[:size].ljust(size, b"\0")


def beat(t: int, ticks: int) -> bytes:
    """One whole time of a beat in 1/1024 s."""
    return _defined(2, HR, [_TIMESTAMP, (9, 4, 0x86)]) + struct.pack("<BII", 2, t, ticks)


def beats(*ticks: int) -> bytes:
    """Eight times of beats by their last twelve bits."""
    packed = bytearray()
    for low, high in zip(ticks[::2], ticks[1::2], strict=True):
        low, high = low & 0xFFF, high & 0xFFF
        packed += bytes([low & 0xFF, low >> 8 | (high & 0x0F) << 4, high >> 4])
    return _defined(3, HR, [(10, 12, 0x0D)]) + b"\x03" + bytes(packed)
