"""The data records of an EDF or BDF file, taken piece by piece: one signal, the annotations, the times of records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulators.recordings.ecg_signal import must_fit
from simulators.recordings.edf_header import EdfHeader, EdfSignal
from simulators.recordings.missing_samples import Room
from simulators.refusal import refused

PIECE_BYTES = 1 << 20
"""Read at a time, or one record where it is larger."""

MOST_RECORD_BYTES = 30_000_000
"""Of one record: an hour of ten leads."""

MOST_NOTES = 2_000_000
"""Annotations of one file: weeks of beats; and records with text."""

JOINED_SAMPLES = 2
"""Records follow each other where their times say so to within rounding. Samples."""

_NOTE = re.compile(rb"([+-]\d{1,12}(?:\.\d{1,20})?)(?:\x15(\d{0,12}(?:\.\d{0,20})?))?\x14([^\x00]*)")


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation: its time in seconds from the begin of the file, and its text."""

    t_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What records hold of one signal: its samples, which of them are missing between records, and the annotations."""

    samples: NDArray[np.int16] | NDArray[np.int32]
    missing: NDArray[np.bool_]
    notes: tuple[Note, ...]


def take(header: EdfHeader, pieces: Iterator[bytes], signal: EdfSignal | None) -> Taken:
    """One signal of a file, or none, and all its annotations.

    Raises InputError (signal_cut_off, too_large, edf_interrupted).
    """
    size = header.record_bytes
    if not 0 < size <= MOST_RECORD_BYTES:
        raise refused("bad_edf")
    texts = [each for each in header.signals if each.is_text]
    stated = 0 if signal is None or header.interrupted else max(0, header.records) * signal.per_record
    placed = _Placed(header, signal, stated)
    notes: list[Note] = []
    count = 0
    for data in _records(pieces, header.begin, size):
        whole = len(data) // size
        if header.records >= 0:
            whole = min(whole, header.records - count)
        if not whole:
            break
        placed.must_fit(count + whole)
        records = np.frombuffer(data[: whole * size], np.uint8).reshape(whole, size)
        timed = texts or header.interrupted  # an interrupted file may lack the texts that say when
        begun = [_begun(record, texts, header, count + k, notes) for k, record in enumerate(records)] if timed else []
        placed.put(records, begun)
        count += whole
    if count < max(1, header.records):
        raise refused("signal_cut_off")
    return Taken(placed.samples, placed.missing, tuple(notes))


class _Placed:
    """The samples of one signal as records bring them; those of an interrupted file at their times."""

    def __init__(self, header: EdfHeader, signal: EdfSignal | None, stated: int) -> None:
        self._header = header
        self._signal = signal
        self._room = Room(narrow=header.width == 2, length=stated)
        self._first: float | None = None
        self._before = -1.0
        self._gaps: list[tuple[int, int]] = []

    def must_fit(self, records: int) -> None:
        """Raises InputError (too_large)."""
        if records > MOST_NOTES and any(each.is_text for each in self._header.signals):
            raise refused("too_long", say="too_many", most=MOST_NOTES)
        if self._signal is not None:
            must_fit(records * self._signal.per_record, self._rate, narrow=self._room.narrow)

    def put(self, records: NDArray[np.uint8], begun: Sequence[float]) -> None:
        """Records one after the other, with the times at which they begin. Raises InputError."""
        if self._signal is None:
            return
        width, at = self._header.width, self._signal.at
        own = np.ascontiguousarray(records[:, at * width : (at + self._signal.per_record) * width])
        samples = own.view("<i2") if width == 2 else _three_bytes(own)
        if not self._header.interrupted:
            self._room.put(samples.ravel())
            return
        for record, t in zip(samples, begun, strict=True):
            self._put_at(record, t)

    def _put_at(self, record: NDArray[np.int16] | NDArray[np.int32], t: float) -> None:
        self._first = t if self._first is None else self._first
        end = len(self._room)
        place = round((t - self._first) * self._rate)
        if not t > self._before >= -1.0 or (end and place < end - JOINED_SAMPLES):
            raise refused("edf_interrupted")
        place = max(place, end) if end and place <= end + JOINED_SAMPLES else place
        must_fit(place + len(record), self._rate, narrow=self._room.narrow)
        if place > end:
            self._gaps.append((end, place))
        self._room.put(record, place)
        self._before = t

    @property
    def _rate(self) -> float:
        return 0.0 if self._signal is None else self._header.rate_hz(self._signal)

    @property
    def samples(self) -> NDArray[np.int16] | NDArray[np.int32]:
        """All of them."""
        return self._room.samples

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Those between interrupted records."""
        found = np.zeros(len(self._room), np.bool_)
        for begin, end in self._gaps:
            found[begin:end] = True
        return found


def _records(pieces: Iterator[bytes], begin: int, size: int) -> Iterator[bytes]:
    """The whole records behind the header, several at a time."""
    rest, skip = b"", begin
    for piece in pieces:
        rest += piece
        if skip:
            rest, skip = rest[skip:], max(0, skip - len(rest))
        whole = len(rest) // size * size
        if whole:
            yield rest[:whole]
            rest = rest[whole:]


def _three_bytes(own: NDArray[np.uint8]) -> NDArray[np.int32]:
    parts = own.reshape(len(own), -1, 3).astype(np.int32)
    whole = parts[..., 0] | parts[..., 1] << 8 | parts[..., 2] << 16
    return np.where(whole >= 1 << 23, whole - (1 << 24), whole).astype(np.int32)


def _begun(
    record: NDArray[np.uint8], texts: Sequence[EdfSignal], header: EdfHeader, number: int, notes: list[Note]
) -> float:
    """When a record began, by its annotations, which are added; else by its number."""
    begun: float | None = None
    for each in texts:
        first = each.at * header.width
        begun = _notes(record[first : first + each.per_record * header.width].tobytes(), notes, begun)
    return begun if begun is not None else number * header.record_s


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
