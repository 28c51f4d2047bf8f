"""Tables with a column of ECG samples (Polar Sensor Logger, Movesense, scripts), and BIDS physio files.

A BIDS file has no names of its own: they stand with the rate in a JSON file beside it.
"""

from __future__ import annotations

import json
import math
import os
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.opened import Line, OpenFile, opened
from simulators.recordings.recording import Recording
from simulators.recordings.tables import cells, layout
from simulators.recordings.tables.layout import Layout
from simulators.recordings.tables.names import ColumnName, column_name
from simulators.recordings.tables.timing import Timing
from simulators.refusal import refused

if TYPE_CHECKING:
    from simulators.recordings.tables.clocks import Column

NAME = "ecg-text"
"""Name of the format."""

BIDS = "bids-physio"
"""Name of the format of BIDS physio files."""

_MOST = 6_000_000
"""Samples of an ECG as text: half a day at 130 Hz."""

_MOST_TIMES = 2
"""Columns of time that are kept: a number for each sample."""


@dataclass(frozen=True, slots=True)
class _Sidecar:
    """What a JSON file beside a BIDS file says: the columns, and samples a second."""

    names: tuple[str, ...]
    rate_hz: float


def _wanted(asked: Asked, name: ColumnName) -> bool:
    if asked.signal is not None:
        return name.text.strip().casefold() == asked.signal.strip().casefold()
    return name.is_ecg and not name.is_rate


def _is_table(file: OpenFile, asked: Asked) -> bool:
    return asked.column is None and layout.find(file.head, lambda name: _wanted(asked, name)) is not None


def _read_table(file: OpenFile, asked: Asked) -> Recording:
    found = layout.find(file.head, lambda name: _wanted(asked, name))
    if found is None:
        raise refused("no_beats")
    from simulators.recordings.text_ecg import stated_rate

    before = [text for line, text in file.head if line < found.first_line]
    return _recording(file, found, stated_rate(before[:-1]), NAME)


def _is_bids(file: OpenFile, _asked: Asked) -> bool:
    return bool(file.head) and _sidecar(file.path) is not None


def _read_bids(file: OpenFile, asked: Asked) -> Recording:
    sidecar = _sidecar(file.path)
    names = tuple(column_name(name) for name in sidecar.names) if sidecar else ()
    at = next((k for k, name in enumerate(names) if _wanted(asked, name)), None)
    if sidecar is None or at is None:
        raise refused("edf_no_ecg", names=", ".join(name.text for name in names))
    mark = "\t" if any("\t" in text for _, text in file.head) else None
    found = Layout(names=names, at=at, mark=mark, first_line=1)
    return _recording(file, found, sidecar.rate_hz, BIDS)


def _recording(file: OpenFile, found: Layout, rate_hz: float | None, form: str) -> Recording:
    from simulators.recordings.beats_in_ecg import beats_in  # which needs numerics
    from simulators.recordings.text_ecg import signal

    samples, clocks = _samples(file.lines, found, timed=rate_hz is None)
    read = signal(found.names[found.at].text, samples, clocks, rate_hz)
    tape = beats_in(read.signal, read.skips)
    whole = None if read.skips else read.signal  # a signal that others play has all its time in samples
    return tape.recording(file.path, form, ecg=whole, remarks=read.told)


def _samples(lines: Iterable[Line], found: Layout, *, timed: bool) -> tuple[array[float], list[Column]]:
    """The samples, and the columns that may be their clock. Raises InputError for a cell that is no number."""
    samples = array("f")
    names = [(k, name) for k, name in enumerate(found.names) if k != found.at and name.is_time]
    names.sort(key=lambda each: each[1].unit_ms is None)  # a number with its unit before a date
    beside = [(k, Timing(name, found.comma)) for k, name in names[:_MOST_TIMES]] if timed else []
    for line, text in lines:
        if line < found.first_line or not text or layout.is_remark(text):
            continue
        row = found.row(text)
        cell = row[found.at] if len(row) > found.at else ""
        value = cells.number(cell, comma=found.comma)
        if value is None and not cells.says_nothing(cell):
            raise refused("bad_sample", line=line, found=cell)
        if len(samples) >= _MOST:
            raise refused("too_large", say="too_many_samples", found=f"> {_MOST}", most=_MOST // 1_000_000)
        samples.append(math.nan if value is None or abs(value) > 1e12 else value)
        for k, timing in beside:
            timing.take(row[k] if k < len(row) else "")
    return samples, [replace(column, named=True) for _, timing in beside for column in timing.columns()]


def _sidecar(path: Path) -> _Sidecar | None:
    """What is said beside a file `NAME.tsv[.gz]` in `NAME.json`; None where there is nothing to use."""
    name = path.name.removesuffix(".gz")
    if not name.endswith(".tsv"):
        return None
    beside = path.with_name(name.removesuffix(".tsv") + ".json")
    if not os.path.isfile(beside):  # noqa: PTH113 - never raises
        return None
    try:
        with opened(beside) as file:
            table: Any = json.loads(file.text())
        names = tuple(_with_unit(str(each), table) for each in cast("list[object]", table["Columns"]))
        rate_hz = float(table["SamplingFrequency"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return _Sidecar(names, rate_hz) if names and 0 < rate_hz < math.inf else None


def _with_unit(name: str, table: dict[str, Any]) -> str:
    """A column's name with the unit that its own entry says."""
    entry = table.get(name)
    unit = cast("dict[str, object]", entry).get("Units") if isinstance(entry, dict) else None
    return f"{name} [{unit}]" if isinstance(unit, str) else name


TABLE_FORMAT = Format(_is_table, _read_table)
"""Tables that name a column of ECG samples."""

BIDS_FORMAT = Format(_is_bids, _read_bids)
"""BIDS physio files with their JSON file."""
