"""The ECG of an EDF or EDF+ file: sleep laboratories, Holters and long-term monitors write it.

Source: Kemp et al. 1992 (doi:10.1016/0013-4694(92)90009-7) and the EDF+ specification of 2003. The header is text of
fixed widths, the data are 16-bit numbers, record after record. Own and small, as the readers of WFDB files are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulators.recordings.ecg_signal import MICROVOLTS_IN, Signal
from simulators.refusal import refused

SUFFIX = ".edf"
_MOST_BYTES = 1_000_000_000
_HEAD, _PER_SIGNAL = 256, 256  # bytes of the header, and of it for each signal
_WIDTHS = {"label": 16, "transducer": 80, "unit": 8, "low": 8, "high": 8, "digital_low": 8, "digital_high": 8}
_SAMPLES_AT = 216  # bytes of each signal's fields before its samples a record: the widths above and 80 of filtering
_MOST_SIGNALS = 512
_MOST_UNITS = 1e7  # of any unit: ten volts in microvolts
_NAMES = ("ECG", "EKG")


@dataclass(frozen=True, slots=True)
class _Layout:
    records: int
    record_s: float
    samples: tuple[int, ...]  # of each signal in a record
    labels: tuple[str, ...]


def read_signal(path: Path) -> Signal:
    """The first signal that is named an ECG, in microvolts. Raises InputError."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    except OSError as problem:
        raise refused("not_readable", reason=str(problem.strerror or problem)) from problem
    layout = _layout(data)
    chosen = next((k for k, label in enumerate(layout.labels) if any(n in label.upper() for n in _NAMES)), None)
    if chosen is None:
        raise refused("edf_no_ecg", names=", ".join(label for label in layout.labels if label))
    signals, width = len(layout.labels), sum(layout.samples)
    begin = _HEAD + _PER_SIGNAL * signals
    raw = np.frombuffer(data[begin : begin + (len(data) - begin) // 2 * 2], "<i2")
    records = layout.records if layout.records >= 0 else len(raw) // width
    if len(raw) < records * width:
        raise refused("signal_cut_off")
    first = sum(layout.samples[:chosen])
    taken = raw[: records * width].reshape(records, width)[:, first : first + layout.samples[chosen]].ravel()
    microvolts = _scaled(data, signals, chosen, taken.astype(np.float64))
    missing = np.zeros(len(microvolts), np.bool_)
    rate_hz = layout.samples[chosen] / layout.record_s
    return Signal(name=layout.labels[chosen], rate_hz=rate_hz, microvolts=microvolts, missing=missing)


def _layout(data: bytes) -> _Layout:
    if data[:8].strip() != b"0" or len(data) < _HEAD:
        raise refused("bad_edf")
    if data[192:197] == b"EDF+D":
        raise refused("edf_interrupted")
    signals = _whole(data[252:256])
    if not 0 < signals <= _MOST_SIGNALS or len(data) < _HEAD + _PER_SIGNAL * signals:
        raise refused("bad_edf")
    at = _HEAD + _SAMPLES_AT * signals
    samples = tuple(_whole(data[at + 8 * k : at + 8 * k + 8]) for k in range(signals))
    record_s = _number(data[244:252])
    labels = tuple(_field(data, signals, k, "label") for k in range(signals))
    if min(samples) < 0 or not sum(samples):
        raise refused("bad_edf")
    if record_s <= 0:  # a file of annotations alone may say 0
        raise refused("edf_no_ecg", names=", ".join(label for label in labels if label))
    return _Layout(_whole(data[236:244]), record_s, samples, labels)


def _scaled(
    data: bytes, signals: int, k: int, taken: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Digital numbers as microvolts: two points of a line are given."""
    unit = MICROVOLTS_IN.get(_field(data, signals, k, "unit"))
    low, high, digital_low, digital_high = (
        _number(_field(data, signals, k, name).encode()) for name in ("low", "high", "digital_low", "digital_high")
    )
    if unit is None or digital_high == digital_low or high == low or max(abs(low), abs(high)) > _MOST_UNITS:
        raise refused("bad_edf")
    return ((taken - digital_low) * ((high - low) / (digital_high - digital_low)) + low) * unit


def _field(data: bytes, signals: int, k: int, name: str) -> str:
    at = _HEAD
    for field, width in _WIDTHS.items():
        if field == name:
            return data[at + width * k : at + width * (k + 1)].decode("latin-1").strip()
        at += width * signals
    raise KeyError(name)


def _number(field: bytes) -> float:
    try:
        value = float(field)
    except ValueError:
        raise refused("bad_edf") from None
    if not math.isfinite(value):
        raise refused("bad_edf")
    return value


def _whole(field: bytes) -> int:
    value = _number(field)
    if value != round(value) or abs(value) >= 1e8:  # fields have eight characters
        raise refused("bad_edf")
    return round(value)
