"""Recordings that were taken elsewhere and imported: kept beside the sessions, under numbers of the same row.

Intervals and times are kept exactly. An ECG is kept in whole microvolts: no more is heard of it when it is played.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import msgspec

from biofeedback import __version__
from biofeedback.clock import wall_time
from biofeedback.errors import StoreError, UsageError
from biofeedback.store import database
from biofeedback.store.blocks import unzipped
from biofeedback.store.sessions import Kind, Sessions, SourceKind
from biofeedback.store.transactions import transaction
from biofeedback.ticks import to_s
from biofeedback.why import Why, why

_SESSION = """INSERT INTO sessions (kind, started, version, source_kind, source, settings, lang, ended)
              VALUES (?, ?, ?, ?, ?, '{}', 'en', ?)"""
_RECORDING = """INSERT INTO recordings (session, imported, format, sha256, intervals, duration_s, remarks, beats)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_SIGNAL = "INSERT INTO signals (session, kind, part, name, rate_hz, samples) VALUES (?, ?, ?, ?, ?, ?)"

SAMPLES_A_PART = 1_000_000
"""Samples of a signal in one row: two hours at 130 Hz, and a row that is read and unpacked in a few milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSignal:
    """An ECG in microvolts, whole; `missing` are the first samples and lengths of stretches that were not taken."""

    name: str
    rate_hz: float
    microvolts: array[int]
    missing: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecording:
    """Intervals in order: when the beat that ends each came (seconds of the file's own time), and its length in ticks.

    `gaps` holds the places before which time was lost; `labels` and `rhythms` one word an interval, or nothing at all.
    """

    name: str
    format: str
    began: str | None
    t_s: array[float]
    rr_ticks: array[int]
    gaps: tuple[int, ...]
    labels: tuple[str, ...]
    rhythms: tuple[str, ...]
    ecg: KeptSignal | None
    remarks: tuple[Why, ...]


class _Beats(msgspec.Struct, frozen=True):
    """The columns of `recordings.beats`: numbers as little-endian bytes, `rr_ticks` each less the one before."""

    t_s: bytes
    rr_ticks: bytes
    gaps: tuple[int, ...]
    labels: tuple[str, ...]
    rhythms: tuple[str, ...]


class _Samples(msgspec.Struct, frozen=True):
    """The columns of `signals.samples`: each sample less the one before as four little-endian bytes."""

    values: bytes
    missing: tuple[tuple[int, int], ...]


class Recordings:
    """The store as far as recordings go."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def keep(self, recording: KeptRecording) -> int:
        """Keep it and return its number; one that is kept already keeps its number. Raises StoreError."""
        beats = _packed_beats(recording)
        digest = hashlib.sha256(beats).hexdigest()
        connection, path = database.connect(self._folder)
        try:
            with database.translate_errors(path), transaction(connection):
                found = connection.execute("SELECT session FROM recordings WHERE sha256 = ?", (digest,)).fetchone()
                return int(found[0]) if found else _insert(connection, recording, beats, digest)
        finally:
            connection.close()

    def get(self, number: int) -> KeptRecording:
        """The recording of this number. Raises UsageError where there is none, or it is a session."""
        with Sessions(self._folder) as store:
            session = store.get(number)
        if session.kind is not Kind.RECORDING:
            raise UsageError(f"{number} is a session", reasons=(why("store.no_recording", session=number),))
        connection, path = database.connect(self._folder)
        try:
            with database.translate_errors(path):
                return _read(connection, number, session.about.source, path)
        finally:
            connection.close()


def _insert(connection: sqlite3.Connection, recording: KeptRecording, beats: bytes, digest: str) -> int:
    now = wall_time()
    kinds = (Kind.RECORDING.value, SourceKind.RECORDING.value)
    row = (kinds[0], recording.began or now, __version__, kinds[1], recording.name, now)
    number = connection.execute(_SESSION, row).lastrowid
    assert number is not None
    length = recording.t_s[-1] - recording.t_s[0] + to_s(recording.rr_ticks[0])
    remarks = msgspec.json.encode(recording.remarks).decode()
    facts = (number, now, recording.format, digest, len(recording.rr_ticks), length, remarks, beats)
    connection.execute(_RECORDING, facts)
    if recording.ecg is not None:
        for part, samples in enumerate(_packed_signal(recording.ecg)):
            connection.execute(_SIGNAL, (number, "ecg", part, recording.ecg.name, recording.ecg.rate_hz, samples))
    return number


def _read(connection: sqlite3.Connection, number: int, name: str, path: Path) -> KeptRecording:
    row = connection.execute("SELECT format, remarks, beats, imported FROM recordings WHERE session = ?", (number,))
    (kind, remarks, packed, imported) = row.fetchone()
    (started,) = connection.execute("SELECT started FROM sessions WHERE id = ?", (number,)).fetchone()
    parts = connection.execute("SELECT name, rate_hz, samples FROM signals WHERE session = ? ORDER BY part", (number,))
    try:
        beats = msgspec.msgpack.decode(unzipped(packed), type=_Beats)
        return KeptRecording(
            name=name,
            format=kind,
            began=None if started == imported else started,
            t_s=_numbers("d", beats.t_s),
            rr_ticks=_summed(beats.rr_ticks, "q"),
            gaps=beats.gaps,
            labels=beats.labels,
            rhythms=beats.rhythms,
            ecg=_signal(parts.fetchall()),
            remarks=msgspec.json.decode(remarks, type=tuple[Why, ...]),
        )
    except (ValueError, msgspec.MsgspecError) as problem:
        raise StoreError(
            f"{path}: recording {number} cannot be read ({problem})",
            reasons=(why("store.bad_line", session=number),),
        ) from problem


def _packed_beats(recording: KeptRecording) -> bytes:
    beats = _Beats(
        t_s=_bytes(recording.t_s),
        rr_ticks=_bytes(_steps(recording.rr_ticks, "q")),
        gaps=recording.gaps,
        labels=recording.labels if any(recording.labels) else (),
        rhythms=recording.rhythms if any(recording.rhythms) else (),
    )
    return zlib.compress(msgspec.msgpack.encode(beats))


def _packed_signal(signal: KeptSignal) -> list[bytes]:
    """The signal in parts, each of them readable alone."""
    parts = list[bytes]()
    for start in range(0, len(signal.microvolts), SAMPLES_A_PART):
        steps = _steps(signal.microvolts[start : start + SAMPLES_A_PART], "i")
        missing = signal.missing if start == 0 else ()
        parts.append(zlib.compress(msgspec.msgpack.encode(_Samples(_bytes(steps), missing))))
    return parts


def _signal(parts: Sequence[tuple[str, float, bytes]]) -> KeptSignal | None:
    if not parts:
        return None
    microvolts: array[int] = array("i")
    missing = list[tuple[int, int]]()
    for _, _, packed in parts:
        samples = msgspec.msgpack.decode(unzipped(packed), type=_Samples)
        microvolts.extend(_summed(samples.values, "i"))
        missing += samples.missing
    name, rate_hz, _ = parts[0]
    return KeptSignal(name=name, rate_hz=rate_hz, microvolts=microvolts, missing=tuple(missing))


def _steps(values: array[int], kind: str) -> array[int]:
    """Each value less the one before; the first as it is."""
    return array(kind, (b - a for a, b in pairwise((0, *values))))


def _summed(steps: bytes, kind: str) -> array[int]:
    return array(kind, accumulate(_numbers(kind, steps)))


def _bytes(values: array[Any]) -> bytes:
    """The numbers as little-endian bytes, on any machine."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()


def _numbers(kind: str, data: bytes) -> array[Any]:
    values: array[Any] = array(kind)
    values.frombytes(data)
    if sys.byteorder == "big":
        values.byteswap()
    return values
