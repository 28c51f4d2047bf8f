"""The ECG of a WFDB record: which of its signals it is, where its samples are, and what a unit of them is.

Source: WFDB Applications Guide, header(5). Own and small for the reason told in `wfdb_header.py`.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from biofeedback.why import Why
from simulators.recordings.asked import NOTHING_ASKED, Asked
from simulators.recordings.ecg_signal import Signal, microvolts_in
from simulators.recordings.missing_samples import fill
from simulators.recordings.opened import opened
from simulators.recordings.signal_choice import Candidate, choose
from simulators.recordings.wfdb_header import Header
from simulators.recordings.wfdb_samples import DIFFERENCES, PACKINGS, one_of, without_first
from simulators.refusal import refused

_DEFAULT_GAIN = 200.0
"""Units of the converter in a mV, where a header names none, header(5)."""

_GAINS = (1e-6, 1e9)
"""Outside, a number is no gain of any converter."""

_PIECE_BYTES = 1 << 20
"""Read at a time."""

_MOST_FRAME = 4096
"""Samples in a frame of all signals: a header that says more is refused."""

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
    per_frame: int
    offset: int
    unit: str
    gain: float
    baseline: int
    first: int
    checksum: int | None
    name: str


def read_signal(header: Header, asked: Asked = NOTHING_ASKED) -> tuple[Signal, tuple[Why, ...]] | None:
    """The ECG of a record and what is to be said of the choice; None where there is none.

    Raises InputError for a format that is not known, and for a file that is missing, cut off or damaged.
    """
    length, channels = _length(header), _channels(header)
    candidates = [Candidate(label=c.name, unit=c.unit, rate_hz=header.rate_hz * c.per_frame) for c in channels]
    return choose(candidates, lambda k: _signal(header, channels, k, length), asked)


def _signal(header: Header, channels: list[_Channel], at: int, length: int) -> Signal | None:
    """The signal at a place in microvolts."""
    chosen = channels[at]
    microvolts = microvolts_in(chosen.unit)
    path = header.path.parent / Path(chosen.file).name
    if not os.path.isfile(path):  # noqa: PTH113 - never raises
        raise refused("signal_not_there", name=path.name)
    group = [k for k, c in enumerate(channels) if c.file == chosen.file]
    if chosen.format not in PACKINGS or any(channels[k].format != chosen.format for k in group):
        raise refused("signal_format", found=chosen.format, known=", ".join(PACKINGS))
    before = sum(channels[k].per_frame for k in group if k < at)
    frame = sum(channels[k].per_frame for k in group)
    if not 0 < chosen.per_frame <= frame <= _MOST_FRAME:
        raise refused("signal_format", found=f"{chosen.format}x{chosen.per_frame}", known=", ".join(PACKINGS))
    rate_hz = header.rate_hz * chosen.per_frame
    with opened(path) as file:
        pieces = without_first(file.pieces(_PIECE_BYTES), chosen.offset)
        own = slice(before, before + chosen.per_frame)
        units, total = one_of(pieces, chosen.format, frame, own, length, rate_hz)
    if chosen.format == DIFFERENCES:
        np.cumsum(units, out=units)
        units += np.int32(chosen.first)
    elif length and chosen.checksum and (total - chosen.checksum) % 65536:
        raise refused("signal_damaged")
    lost = PACKINGS[chosen.format].missing
    missing = np.zeros(len(units), np.bool_)
    if lost is not None and (units == lost).any():
        missing = units == lost
        fill(units, missing)
    return Signal(
        name=chosen.name,
        rate_hz=rate_hz,
        samples=units,
        missing=missing,
        gain_uv=(1000.0 if microvolts is None else microvolts) / chosen.gain,
        zero=chosen.baseline,
    )


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
    return _Channel(
        file=found["file"],
        format=found["format"],
        per_frame=int(found["per_frame"] or 1),
        offset=int(found["offset"] or 0),
        unit=found["units"] or "mV",
        gain=gain,
        baseline=int(found["baseline"] or found["zero"] or 0),
        first=max(-(1 << 30), min(1 << 30, int(found["first"] or 0))),
        checksum=None if found["checksum"] is None else int(found["checksum"]),
        name=(found["what"] or "").strip(),
    )
