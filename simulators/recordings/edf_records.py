"""The data records of an EDF or BDF file, taken piece by piece: one signal, the annotations, the times of records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulators.recordings.ecg_signal import must_fit
from simulators.recordings.edf_header import EdfHeader, EdfSignal
from simulators.refusal import refused

PIECE_BYTES = 1 << 20
"""Read at a time, or one record where it is larger."""

MOST_RECORD_BYTES = 30_000_000
"""Of one record: an hour of ten leads."""

MOST_NOTES = 2_000_000
"""Annotations of one file: weeks of beats."""

_NOTE = re.compile(rb"([+-]\d{1,12}(?:\.\d{1,20})?)(?:\x15(\d{0,12}(?:\.\d{0,20})?))?\x14([^\x00]*)")


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation: its time in seconds from the begin of the file, and its text."""

    t_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What records hold of one signal: its samples, and where they begin anew: the place of a sample, and its time."""

    samples: NDArray[np.int32]
    notes: tuple[Note, ...]
    record_times: tuple[float, ...]


def take(header: EdfHeader, pieces: Iterator[bytes], signal: EdfSignal | None) -> Taken:
    """One signal of a file, or none, and all its annotations. Raises InputError (signal_cut_off, too_large)."""
    size = header.record_bytes
    if not 0 < size <= MOST_RECORD_BYTES:
        raise refused("bad_edf")
    texts = [each for each in header.signals if each.is_text]
    parts: list[NDArray[np.int32]] = []
    notes: list[Note] = []
    times: list[float] = []
    count = 0
    for record in _records(pieces, header.begin, size):
        if 0 <= header.records <= count:
            break
        count += 1
        if signal is not None:
            must_fit(count * signal.per_record, header.rate_hz(signal))
            parts.append(_samples(record, signal, header.width))
        begun: float | None = None
        for each in texts:
            first = each.at * header.width
            begun = _notes(record[first : first + each.per_record * header.width], notes, begun)
        times.append(begun if begun is not None else (count - 1) * header.record_s)
    if count < max(1, header.records):
        raise refused("signal_cut_off")
    samples = np.concatenate(parts) if parts else np.empty(0, np.int32)
    return Taken(samples, tuple(notes), tuple(times))


def _records(pieces: Iterator[bytes], begin: int, size: int) -> Iterator[bytes]:
    """The whole records behind the header."""
    rest, skip = b"", begin
    for piece in pieces:
        rest += piece
        if skip:
            rest, skip = rest[skip:], max(0, skip - len(rest))
        whole = len(rest) // size
        for k in range(whole):
            yield rest[k * size : (k + 1) * size]
        rest = rest[whole * size :]


def _samples(record: bytes, signal: EdfSignal, width: int) -> NDArray[np.int32]:
    raw = record[signal.at * width : (signal.at + signal.per_record) * width]
    if width == 2:
        return np.frombuffer(raw, "<i2").astype(np.int32)
    parts = np.frombuffer(raw, np.uint8).reshape(-1, 3).astype(np.int32)
    whole = parts[:, 0] | parts[:, 1] << 8 | parts[:, 2] << 16
    return np.where(whole >= 1 << 23, whole - (1 << 24), whole).astype(np.int32)


def _notes(data: bytes, notes: list[Note], begun: float | None) -> float | None:
    """Add the annotations in a record's text; the time at which the record began, which its first one says."""
    for found in _NOTE.finditer(data):
        t_s, said = float(found[1]), [each for each in found[3].split(b"\x14") if each.strip()]
        if begun is None and not said:
            begun = t_s
        for each in said:
            if len(notes) >= MOST_NOTES:
                raise refused("too_long", say="too_many", most=MOST_NOTES)
            notes.append(Note(t_s, each.decode("utf-8", "replace").strip()))
    return begun
