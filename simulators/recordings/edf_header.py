"""Headers of EDF, EDF+ and BDF files, as programs write them and not only as the specification wants them.

Source: Kemp et al. 1992 (doi:10.1016/0013-4694(92)90009-7) and the EDF+ specification of 2003; BioSemi's BDF is the
same with 24 bits. Own and small, as the WFDB readers are: edfio, with which tests write and compare, reads a file whole
and refuses what is common (decimal commas, NULs for blanks, no units), and memory is bounded here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from biofeedback.errors import InputError
from simulators.refusal import refused

HEAD = 256
"""Bytes of the header, and of it for each signal."""

MOST_SIGNALS = 512
"""In one file; a header that says more is refused."""

_WIDTHS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
"""Bytes of a signal's fields: label, transducer, unit, least and greatest of body and converter, filter, samples, -."""

_MOST_SAMPLES = 1_000_000
"""Of one signal in a record."""

_VERSIONS = {b"0": 2, b"\xffBIOSEMI": 3}
"""The first eight bytes without what fills them, and the bytes of a sample."""

ANNOTATIONS = ("EDF Annotations", "BDF Annotations")
"""Labels of what is no signal but text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdfSignal:
    """One signal by the header: its samples are `per_record` in a record, from sample `at` of it on.

    Numbers of its scale that are none are NaN: they matter only where it is the one that is read.
    """

    label: str
    unit: str
    low: float
    high: float
    digital_low: float
    digital_high: float
    per_record: int
    at: int

    @property
    def is_text(self) -> bool:
        """Whether it holds annotations."""
        return self.label in ANNOTATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class EdfHeader:
    """A header: `records` of `record_s` seconds (-1: all there are) from byte `begin` on, `width` bytes a sample."""

    width: int
    begin: int
    records: int
    record_s: float
    interrupted: bool
    signals: tuple[EdfSignal, ...]

    @property
    def record_bytes(self) -> int:
        """Bytes of a record."""
        return self.width * sum(each.per_record for each in self.signals)

    def rate_hz(self, signal: EdfSignal) -> float:
        """Samples a second; 0 where records have no length."""
        return signal.per_record / self.record_s if self.record_s > 0 else 0.0


def width_of(beginning: bytes) -> int | None:
    """Bytes of a sample, where bytes begin as such a file does; None where they do not."""
    width = _VERSIONS.get(beginning[:8].strip(b" \0"))
    return width if width and beginning[252:HEAD].strip(b" \0").isdigit() else None


def edf_header(data: bytes) -> EdfHeader:
    """The header at the begin of a file. Raises InputError (bad_edf)."""
    width = width_of(data)
    count = _whole(data[252:HEAD], "252") if width else 0
    if width is None or not 0 < count <= MOST_SIGNALS or len(data) < HEAD * (count + 1):
        raise refused("bad_edf")
    columns: list[list[bytes]] = []
    at = HEAD
    for size in _WIDTHS:
        columns.append([data[at + k * size : at + (k + 1) * size] for k in range(count)])
        at += size * count
    labels, _, units, lows, highs, digital_lows, digital_highs, _, sizes, _ = columns
    signals: list[EdfSignal] = []
    begin = 0
    for k in range(count):
        label, text = _text(labels[k]), _text(labels[k]) in ANNOTATIONS
        per_record = _whole(sizes[k], label)
        if not 0 <= per_record <= _MOST_SAMPLES:
            raise refused("edf_field", name=label, found=_text(sizes[k]))
        scale = (lows[k], highs[k], digital_lows[k], digital_highs[k])
        low, high, first, last = (math.nan,) * 4 if text else tuple(_number_or_nan(each) for each in scale)
        signals.append(
            EdfSignal(
                label=label, unit=_text(units[k]), low=low, high=high, digital_low=first, digital_high=last,
                per_record=per_record, at=begin,
            )
        )  # fmt: skip
        begin += per_record
    return EdfHeader(
        width=width,
        begin=HEAD * (count + 1),
        records=_whole(data[236:244], "236"),
        record_s=_number(data[244:252], "244"),
        interrupted=data[192:197] in (b"EDF+D", b"BDF+D"),
        signals=tuple(signals),
    )


def _text(field: bytes) -> str:
    """A field as text: UTF-8 where it is that, else Latin-1."""
    plain = field.strip(b" \0")
    try:
        return plain.decode().strip()
    except UnicodeDecodeError:
        return plain.decode("latin-1").strip()


def _number(field: bytes, name: str) -> float:
    try:
        value = float(field.strip(b" \0").replace(b",", b"."))
    except ValueError:
        raise refused("edf_field", name=name, found=_text(field)) from None
    if not math.isfinite(value):
        raise refused("edf_field", name=name, found=_text(field))
    return value


def _number_or_nan(field: bytes) -> float:
    try:
        return _number(field, "")
    except InputError:
        return math.nan


def _whole(field: bytes, name: str) -> int:
    value = _number(field, name)
    if value != round(value) or abs(value) >= 1e8:  # fields have eight characters
        raise refused("edf_field", name=name, found=_text(field))
    return round(value)
