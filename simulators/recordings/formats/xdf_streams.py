"""XDF: the stream of intervals in a recording of the Lab Streaming Layer, else its ECG."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from biofeedback.why import why
from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import MOST_UNPACKED, OpenFile
from simulators.recordings.recording import Recording
from simulators.recordings.tables import cells
from simulators.recordings.tables.clocks import Column
from simulators.recordings.tables.intervals import put
from simulators.recordings.tables.names import column_name, unit_ms
from simulators.recordings.tables.rows import Rows
from simulators.recordings.xdf import MARK, Stream, streams
from simulators.refusal import refused

if TYPE_CHECKING:
    from simulators.recordings.ecg_signal import Signal
    from simulators.recordings.signal_choice import Candidate

NAME = "xdf"
"""Name of the format of intervals."""

ECG = "xdf-ecg"
"""Name of the format of an ECG."""

_NAMES = 200
"""Characters of names in one remark."""

_MOST_VALUES = 12_000_000
"""Numbers of one stream, all its channels together."""


def _is(file: OpenFile, _asked: Asked) -> bool:
    return file.beginning.startswith(MARK)


def _read(file: OpenFile, asked: Asked) -> Recording:
    found = streams(file.data(MOST_UNPACKED), _MOST_VALUES)
    several = [each for each in found if each.count and _holds_intervals(each, asked)]
    intervals = next(iter(several), None)
    if intervals is not None and asked.signal is None:
        tape = Tape()
        put(_rows(intervals, asked), asked, tape)
        if len(several) > 1:
            others = ", ".join(each.name for each in several[1:])[:_NAMES]
            tape.tell(why("remarks.stream", count=len(several), name=intervals.name, others=others))
        return tape.recording(file.path, NAME)
    return _ecg(file, found, asked)


def _holds_intervals(stream: Stream, asked: Asked) -> bool:
    if asked.column is not None:
        return asked.column.casefold() in (stream.name.casefold(), *(label.casefold() for label in stream.labels))
    return any(column_name(text).is_intervals for text in (stream.kind, stream.name, *stream.labels))


def _rows(stream: Stream, asked: Asked) -> Rows:
    """The intervals of a stream with the times at which they were sent."""
    wanted = None if asked.column is None else asked.column.casefold()
    named = [
        k for k, label in enumerate(stream.labels) if column_name(label).is_intervals or label.casefold() == wanted
    ]
    at = named[0] if named else 0
    unit = unit_ms(stream.units[at]) if at < len(stream.units) else None
    rows = Rows(name=stream.name, unit_ms=unit if unit is not None else column_name(stream.name).unit_ms)
    stamps = dict(zip(stream.timed, stream.times, strict=True))
    times = array("d")
    for k in range(stream.count):
        value = stream.values[k * stream.channels + at]
        if math.isfinite(value) and value not in cells.NO_BEAT:
            rows.add(value, k + 1)
            times.append(stamps.get(k, math.nan))
    rows.columns = [Column(name="time_stamps", values=times, dated=False, named=True)]
    return rows


def _ecg(file: OpenFile, found: Sequence[Stream], asked: Asked) -> Recording:
    from simulators.recordings.beats_in_ecg import beats_in  # which needs numerics
    from simulators.recordings.signal_choice import Candidate, choose

    places = [(stream, k) for stream in found for k in range(stream.channels) if stream.code is not None]
    candidates = [Candidate(label=_label(s, k), unit=_unit(s, k), rate_hz=_rate(s)) for s, k in places]
    chosen = choose(candidates, lambda k: _signal(*places[k], candidates[k]), asked)
    if chosen is None:
        raise refused("xdf_no_intervals", names=", ".join(each.name for each in found))
    ecg, told = chosen
    return beats_in(ecg).recording(file.path, ECG, ecg=ecg, remarks=told)


def _label(stream: Stream, channel: int) -> str:
    own = stream.labels[channel] if channel < len(stream.labels) else ""
    if column_name(stream.kind).is_ecg and not column_name(own).is_ecg:
        return f"ECG {own}".strip()
    return own or stream.name


def _unit(stream: Stream, channel: int) -> str:
    return stream.units[channel] if channel < len(stream.units) else ""


def _rate(stream: Stream) -> float:
    """Samples a second: the stated ones, else by the times."""
    if stream.rate_hz > 0 and math.isfinite(stream.rate_hz):
        return stream.rate_hz
    if len(stream.times) > 1 and stream.times[-1] > stream.times[0]:
        return (stream.timed[-1] - stream.timed[0]) / (stream.times[-1] - stream.times[0])
    return 0.0


def _signal(stream: Stream, channel: int, candidate: Candidate) -> Signal | None:
    import numpy as np

    from simulators.recordings.ecg_signal import MOST_WIDE_SAMPLES, Signal, microvolts_in

    if not 0 < stream.count <= MOST_WIDE_SAMPLES:
        return None
    values = np.frombuffer(stream.values, np.float64)[: stream.count * stream.channels]
    own = values[channel :: stream.channels].astype(np.float32)
    missing = ~np.isfinite(own)
    own[missing] = 0.0
    unit = microvolts_in(candidate.unit)
    if unit is None:
        unit = 1000.0 if float(np.ptp(own)) < 50.0 else 1.0
    return Signal(name=candidate.label, rate_hz=candidate.rate_hz, samples=own, missing=missing, gain_uv=unit)


FORMAT = Format(_is, _read, frozenset({".xdf"}), heeds_unit=True)
"""XDF files."""
