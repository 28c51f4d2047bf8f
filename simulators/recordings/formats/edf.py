"""The ECG of an EDF, EDF+ or BDF file: sleep laboratories, Holters and long-term monitors write them.

Source: Kemp et al. 1992 (doi:10.1016/0013-4694(92)90009-7) and the EDF+ specification of 2003; BioSemi's BDF is the
same with 24 bits. Read by edfio, which is loaded only for such a file. Where a file and its header disagree edfio
believes the file; here one that ends before its header says is refused, and what lies behind that is not read.
"""

from __future__ import annotations

import math
import warnings
from functools import partial
from typing import TYPE_CHECKING

from biofeedback.errors import InputError
from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.refusal import refused

if TYPE_CHECKING:
    from edfio import Bdf, Edf

    from simulators.recordings.ecg_signal import Signal

EDF = "edf-ecg"
"""Name of the format of EDF and EDF+ files."""

BDF = "bdf-ecg"
"""Name of the format of BDF files."""

_MOST_BYTES = {EDF: 1_000_000_000, BDF: 250_000_000}
"""A BDF file is unpacked to four times its size while it is read."""

_VERSION = {EDF: b"0", BDF: b"\xffBIOSEMI"}
"""The first eight bytes, without the blanks that fill them."""

_HEAD = 256
"""Bytes of the header, and of it for each signal."""

_MOST_SIGNALS = 512
"""In one file; a header that says more is refused."""

_MOST_UNITS = 1e7
"""Of any unit: ten volts in microvolts."""

_WHOLE_OF_SIGNALS = (120, 128, 216)
"""Bytes of each signal's fields before its least and greatest number and before its samples a record."""

_ENCODING = "latin-1"
_NAMES = ("ECG", "EKG")
"""What the label of an ECG holds."""


def _is(form: str, file: OpenFile, _asked: Asked) -> bool:
    """Whether a file begins as such a header does, with a number of signals at its end."""
    beginning = file.beginning
    return beginning[:8].strip(b" ") == _VERSION[form] and beginning[252:_HEAD].strip().isdigit()


def _read(form: str, file: OpenFile) -> Recording:
    from simulators.recordings.beats_in_ecg import beats_in  # which needs numerics

    signal = ecg_in(file.data(_MOST_BYTES[form]), form)
    return beats_in(signal).recording(file.path, form, ecg=signal)


def ecg_in(data: bytes, form: str = EDF) -> Signal:
    """The first signal that is named an ECG, in microvolts. Raises InputError."""
    data = _plain(data, form)
    if data[192:197] == form[:3].upper().encode() + b"+D":
        raise refused("edf_interrupted")
    names, stated = _labels(data), _whole(data[236:244])
    chosen = next((k for k, name in enumerate(names) if any(n in name.upper() for n in _NAMES)), None)
    if chosen is None or _number(data[244:252]) <= 0:  # a file of annotations alone may say 0
        raise refused("edf_no_ecg", names=", ".join(name for name in names if name))
    from edfio import read_bdf, read_edf

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they tell of is refused or left out here
            parsed = (
                read_edf(data, header_encoding=_ENCODING) if form == EDF else read_bdf(data, header_encoding=_ENCODING)
            )
            return _signal(parsed, names[chosen], stated)
    except InputError:
        raise
    except Exception as problem:  # edfio answers a damaged header with whatever its arithmetic meets
        raise refused("bad_edf") from problem


def _signal(parsed: Edf | Bdf, name: str, stated: int) -> Signal:
    import numpy as np

    from simulators.recordings.ecg_signal import MICROVOLTS_IN, Signal

    ecg = next(s for s in parsed.signals if s.label.strip() == name)
    unit = MICROVOLTS_IN.get(ecg.physical_dimension.strip())
    (low, high), (digital_low, digital_high) = ecg.physical_range, ecg.digital_range
    if unit is None or low == high or not max(abs(low), abs(high)) <= _MOST_UNITS or digital_low == digital_high:
        raise refused("bad_edf")
    if parsed.num_data_records < stated:
        raise refused("signal_cut_off")
    records = parsed.num_data_records if stated < 0 else stated
    taken = ecg.digital[: records * ecg.samples_per_data_record].astype(np.float64)
    # scaled here: to edfio, which divides first, the same file is another by the last bit
    microvolts = ((taken - digital_low) * ((high - low) / (digital_high - digital_low)) + low) * unit
    missing = np.zeros(len(microvolts), np.bool_)
    return Signal(name=name, rate_hz=ecg.sampling_frequency, microvolts=microvolts, missing=missing)


def _plain(data: bytes, form: str) -> bytes:
    """With whole numbers of the header written as such, and its true size.

    Some programs write "10.0", or no size, which edfio does not take; all else stays.
    """
    if len(data) < _HEAD or data[:8].strip(b" ") != _VERSION[form]:
        raise refused("bad_edf")
    signals = _whole(data[252:_HEAD])
    size = _HEAD * (signals + 1)
    if not 0 < signals <= _MOST_SIGNALS or len(data) < size:
        raise refused("bad_edf")
    head = bytearray(data[:size])
    head[184:192] = str(size).encode().ljust(8)
    of_signals = (_HEAD + offset * signals + 8 * k for offset in _WHOLE_OF_SIGNALS for k in range(signals))
    for at in (236, *of_signals):
        number = head[at : at + 8].strip()
        if not number.lstrip(b"+-").isdigit():
            head[at : at + 8] = str(_whole(bytes(number))).encode().ljust(8)
    return data if data.startswith(head) else bytes(head) + data[size:]


def _labels(data: bytes) -> list[str]:
    signals = _whole(data[252:_HEAD])
    cells = (data[_HEAD + 16 * k : _HEAD + 16 * (k + 1)] for k in range(signals))
    return [cell.decode(_ENCODING).strip() for cell in cells]


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


EDF_FORMAT = Format(partial(_is, EDF), lambda file, _: _read(EDF, file), frozenset({".edf"}))
"""Files of EDF and EDF+: numbers of 16 bits."""

BDF_FORMAT = Format(partial(_is, BDF), lambda file, _: _read(BDF, file), frozenset({".bdf"}))
"""Files of BDF: numbers of 24 bits."""
