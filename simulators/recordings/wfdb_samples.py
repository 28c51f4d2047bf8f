"""Samples of a WFDB signal file, taken apart piece by piece: every format of signal(5), one signal of several.

Source: WFDB Applications Guide, signal(5). The file is never held whole: of a day of three leads only one is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulators.recordings.ecg_signal import must_fit
from simulators.recordings.missing_samples import Room
from simulators.refusal import refused

Units = NDArray[np.int64]

_PIECE = 48_000
"""Frames in a piece, a multiple of six: packed formats then begin each piece on a whole byte."""


@dataclass(frozen=True, slots=True)
class Packing:
    """A format: `samples` in so many `size` bytes, what stands for one not taken, and how they are taken apart."""

    samples: int
    size: int
    missing: int | None
    unpack: Callable[[NDArray[np.uint8]], Units]


def _whole(kind: str) -> Callable[[NDArray[np.uint8]], Units]:
    return lambda raw: np.frombuffer(raw.tobytes(), kind).astype(np.int64)


def _three_bytes(raw: NDArray[np.uint8]) -> Units:
    parts = raw.reshape(-1, 3).astype(np.int64)
    return _signed(parts[:, 0] | parts[:, 1] << 8 | parts[:, 2] << 16, 24)


def _offset(kind: str, zero: int) -> Callable[[NDArray[np.uint8]], Units]:
    return lambda raw: np.frombuffer(raw.tobytes(), kind).astype(np.int64) - zero


def _212(raw: NDArray[np.uint8]) -> Units:
    """The low bytes of two samples are the first and third of three; the second holds the high four bits of both."""
    parts = raw.reshape(-1, 3).astype(np.int64)
    pairs = np.stack((parts[:, 0] | (parts[:, 1] & 0x0F) << 8, parts[:, 2] | (parts[:, 1] & 0xF0) << 4), axis=1)
    return _signed(pairs.ravel(), 12)


def _310(raw: NDArray[np.uint8]) -> Units:
    """Three samples of ten bits in two words of 16: one in bits 1 to 10 of each, one in the five high bits of both."""
    words = np.frombuffer(raw.tobytes(), "<u2").astype(np.int64).reshape(-1, 2)
    low, high = words[:, 0] >> 11, words[:, 1] >> 11
    three = np.stack((words[:, 0] >> 1 & 0x3FF, words[:, 1] >> 1 & 0x3FF, low | high << 5), axis=1)
    return _signed(three.ravel(), 10)


def _311(raw: NDArray[np.uint8]) -> Units:
    """Three samples of ten bits in a word of 32, the first lowest."""
    words = np.frombuffer(raw.tobytes(), "<u4").astype(np.int64)
    return _signed(np.stack((words & 0x3FF, words >> 10 & 0x3FF, words >> 20 & 0x3FF), axis=1).ravel(), 10)


def _signed(values: Units, bits: int) -> Units:
    return np.where(values >= 1 << (bits - 1), values - (1 << bits), values)


PACKINGS = {
    "8": Packing(1, 1, None, _whole("i1")),  # differences: summed up by `one_of`
    "16": Packing(1, 2, -(1 << 15), _whole("<i2")),
    "24": Packing(1, 3, -(1 << 23), _three_bytes),
    "32": Packing(1, 4, -(1 << 31), _whole("<i4")),
    "61": Packing(1, 2, -(1 << 15), _whole(">i2")),
    "80": Packing(1, 1, -(1 << 7), _offset("u1", 1 << 7)),
    "160": Packing(1, 2, -(1 << 15), _offset("<u2", 1 << 15)),
    "212": Packing(2, 3, -(1 << 11), _212),
    "310": Packing(3, 4, -(1 << 9), _310),
    "311": Packing(3, 4, -(1 << 9), _311),
}
"""By the format's number in a header."""

DIFFERENCES = "8"
"""The format whose samples are differences to the one before."""


WIDE = (DIFFERENCES, "24", "32")
"""Formats whose samples may not fit into 16 bits."""


def one_of(
    pieces: Iterator[bytes], form: str, frame: int, own: slice, length: int, rate_hz: float
) -> tuple[NDArray[np.int16] | NDArray[np.int32], int]:
    """One signal's samples, and their sum: `own` are its places in a frame of so many samples, `length` is in frames.

    0 frames: all that the file holds. Raises InputError where it holds fewer (signal_cut_off) or too many (too_large).
    """
    packing, narrow = PACKINGS[form], form not in WIDE
    wide = own.stop - own.start
    must_fit(length * wide, rate_hz, narrow=narrow)
    room = Room(narrow=narrow, length=length * wide)
    total, frames = 0, 0
    for raw, count in _of_size(pieces, _PIECE * frame // packing.samples * packing.size, packing):
        taken = packing.unpack(raw)[:count]
        whole = len(taken) // frame
        wanted = min(whole, length - frames) if length else whole
        part = taken[: wanted * frame].reshape(-1, frame)[:, own].ravel()
        frames += wanted
        must_fit(frames * wide, rate_hz, narrow=narrow)
        room.put(part.astype(np.int16) if narrow else part.astype(np.int32))
        total += int(part.sum())
        if length and frames >= length:
            break
    if frames < max(length, 1):
        raise refused("signal_cut_off")
    return room.samples, total


def _of_size(pieces: Iterator[bytes], size: int, packing: Packing) -> Iterator[tuple[NDArray[np.uint8], int]]:
    """The bytes in pieces of one size, and the samples in each; the last is filled up to whole groups of samples."""
    rest = b""
    for piece in pieces:
        rest += piece
        while len(rest) >= size:
            yield np.frombuffer(rest[:size], np.uint8), size // packing.size * packing.samples
            rest = rest[size:]
    if rest:
        groups = -(-len(rest) // packing.size)
        filled = np.frombuffer(rest.ljust(groups * packing.size, b"\0"), np.uint8)
        yield filled, len(rest) * packing.samples // packing.size


def without_first(pieces: Iterator[bytes], count: int) -> Iterator[bytes]:
    """The bytes without the first so many."""
    left = count
    for piece in pieces:
        if left < len(piece):
            yield piece[left:]
        left = max(0, left - len(piece))
