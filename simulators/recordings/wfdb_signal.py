"""WFDB signals in the two formats that most records have: 212 (twelve bits, two samples in three bytes) and 16.

Source: WFDB Applications Guide, header(5) and signal(5). Own and small for the reason told in `wfdb_header.py`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulators.recordings.ecg_signal import MICROVOLTS_IN, Signal
from simulators.recordings.opened import opened
from simulators.recordings.wfdb_header import Header
from simulators.refusal import refused

_MOST_BYTES = 1_000_000_000
"""Of a file: three leads of a week."""

_DEFAULT_GAIN = 200.0
"""Units of the converter in a mV, where a header names none, header(5)."""

_GAINS = (1e-6, 1e9)
"""Outside, a number is no gain of any converter."""

_MISSING = {"212": -2048, "16": -32768}
"""What stands for a sample that was not taken, by format, signal(5)."""

_LINE = re.compile(
    r"""^(?P<file>\S+)\s+(?P<format>\d+)(?:x(?P<per_frame>\d{1,9}))?(?::(?P<skew>\d+))?(?:\+(?P<offset>\d{1,12}))?
    (?:\s+(?P<gain>-?[\d.]+(?:[eE][+-]?\d+)?)(?:\((?P<baseline>-?\d{1,9})\))?(?:/(?P<units>\S+))?
    (?:\s+(?P<bits>\d+)(?:\s+(?P<zero>-?\d{1,9})(?:\s+(?P<first>-?\d{1,9})(?:\s+(?P<checksum>-?\d{1,9})
    (?:\s+(?P<block>\d+)(?:\s+(?P<what>.*))?)?)?)?)?)?)?\s*$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Channel:
    file: str
    format: str
    plain: bool  # one sample a frame: others are of records with several rates
    offset: int
    uv_per_unit: float | None  # None: not a voltage
    baseline: int
    checksum: int | None
    name: str


def read_signal(header: Header) -> Signal | None:
    """The first signal of a record that is a voltage; None where there is none, or its file is not beside the header.

    Raises InputError for a format that is not known, and for a file that is cut off or damaged.
    """
    length, channels = _length(header), _channels(header)
    chosen = next((c for c in channels if c.uv_per_unit is not None), None)
    if chosen is None or chosen.uv_per_unit is None:
        return None
    path = header.path.parent / Path(chosen.file).name
    if not os.path.isfile(path):  # noqa: PTH113 - never raises
        return None
    group = [c for c in channels if c.file == chosen.file]
    if chosen.format not in _MISSING or not all(c.plain and c.format == chosen.format for c in group):
        raise refused("signal_format", found=chosen.format, known="16, 212")
    taken = _samples(path, chosen, len(group), length)[group.index(chosen) :: len(group)]
    if length and chosen.checksum and (int(taken.sum()) - chosen.checksum) % 65536:
        raise refused("signal_damaged")
    missing = taken == _MISSING[chosen.format]
    microvolts = (taken.astype(np.float64) - chosen.baseline) * np.float64(chosen.uv_per_unit)
    if missing.any() and not missing.all():
        places = np.arange(len(taken))
        microvolts[missing] = np.interp(places[missing], places[~missing], microvolts[~missing])
    return Signal(name=chosen.name, rate_hz=header.rate_hz, microvolts=microvolts, missing=missing)


def _samples(path: Path, channel: _Channel, channels: int, length: int) -> NDArray[np.int64]:
    """All samples of a file, its channels in turn."""
    with opened(path) as file:
        data = file.data(_MOST_BYTES)[channel.offset :]
    taken = _unpacked_212(data) if channel.format == "212" else np.frombuffer(data[: len(data) // 2 * 2], "<i2")
    wanted = length * channels if length else len(taken) // channels * channels
    if len(taken) < max(wanted, 1):
        raise refused("signal_cut_off")
    return taken[:wanted].astype(np.int64)


def _unpacked_212(data: bytes) -> NDArray[np.int64]:
    """The low bytes of two samples are the first and third of three; the second holds the high four bits of both."""
    whole = len(data) // 3 * 3
    raw = np.frombuffer(data[:whole], np.uint8).reshape(-1, 3).astype(np.int64)
    pairs = np.stack((raw[:, 0] | (raw[:, 1] & 0x0F) << 8, raw[:, 2] | (raw[:, 1] & 0xF0) << 4), axis=1).ravel()
    if len(data) - whole == 2:  # an odd number of samples
        pairs = np.append(pairs, data[whole] | (data[whole + 1] & 0x0F) << 8)
    return np.where(pairs > 2047, pairs - 4096, pairs)


def _length(header: Header) -> int:
    """Samples of each signal; 0 where the header does not say."""
    fields = header.lines[0][1].split()
    return int(fields[3]) if len(fields) > 3 and fields[3].isdecimal() else 0


def _channels(header: Header) -> list[_Channel]:
    (_, record), *lines = header.lines
    wanted = record.split()[1]
    if "/" in record.split()[0] or not wanted.isdecimal():
        raise refused("signal_segments")
    return [_channel(line, text) for line, text in lines[: int(wanted)]]


def _channel(line: int, text: str) -> _Channel:
    found = _LINE.match(text)
    if found is None:
        raise refused("bad_signal", line=line, found=text)
    try:
        gain = float(found["gain"] or 0.0) or _DEFAULT_GAIN
    except ValueError:
        raise refused("bad_signal", line=line, found=text) from None
    if not _GAINS[0] <= abs(gain) <= _GAINS[1]:
        raise refused("bad_signal", line=line, found=text)
    unit = MICROVOLTS_IN.get(found["units"] or "mV")
    return _Channel(
        file=found["file"],
        format=found["format"],
        plain=int(found["per_frame"] or 1) == 1,
        offset=int(found["offset"] or 0),
        uv_per_unit=None if unit is None else unit / gain,
        baseline=int(found["baseline"] or found["zero"] or 0),
        checksum=None if found["checksum"] is None else int(found["checksum"]),
        name=(found["what"] or "").strip(),
    )
