"""Tables with a column of ECG samples (Polar Sensor Logger, Movesense, scripts), and BIDS physio files.

A BIDS file has no names of its own: they stand with the rate in a JSON file beside it.
"""

from __future__ import annotations

import json
import math
import os
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.opened import Line, OpenFile, opened
from simulators.recordings.recording import Recording
from simulators.recordings.tables import bare_shape, cells, layout
from simulators.recordings.tables.layout import Layout
from simulators.recordings.tables.names import ColumnName, column_name
from simulators.recordings.tables.timing import Timing
from simulators.refusal import refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from simulators.recordings.tables.clocks import Column

NAME = "ecg-text"
"""Name of the format."""

BIDS = "bids-physio"
"""Name of the format of BIDS physio files."""

_MOST = 6_000_000
"""Samples of an ECG as text: half a day at 130 Hz."""

_SAYS_ECG = re.compile(
    r"(?i)(?<![a-z])(e[ck]g|lead|ableitung|d\u00e9rivation|derivaci\u00f3n|derivazione|electrocard\w*|elektrokard\w*)(?![a-z])|"
    r"\u5fc3\u7535|\u5fc3\u96fb|\u5bfc\u8054|[\u00b5\u03bc]V"
)
"""Words that stand over an ECG."""

_VOLTAGE = re.compile(r"(?<![A-Za-z])[mMuUn\u00b5\u03bc]V(?![A-Za-z])")
"""The unit among them."""

_MOST_SAMPLE = 1e12
"""Of a sample in any unit: what is more is none."""

_MOST_VALUE = 1e30
"""Of what is taken at once: nanoseconds since 1970 are a clock."""

_BLOCK = 4096
"""Rows that are taken at once."""

_MOST_TIMES = 2
"""Columns of time that are kept: a number for each sample."""


@dataclass(frozen=True, slots=True)
class _Sidecar:
    """What a JSON file beside a BIDS file says: the columns with and without their units, and samples a second."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
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


def _bare(file: OpenFile, asked: Asked) -> tuple[Layout, float] | None:
    """One column of bare numbers under words that say samples a second, and name an ECG: an Apple Watch writes so."""
    if asked.column is not None or asked.unit is not None or (shape := bare_shape.begin(file.head)) is None:
        return None
    words = [text for line, text in file.head if line < shape.first_line]
    if shape.width != 1 or not any(_SAYS_ECG.search(text) for text in words):
        return None
    from simulators.recordings.text_ecg import stated_rate

    rate_hz = stated_rate(words)
    unit = next((found[0] for text in words if (found := _VOLTAGE.search(text))), "")
    names = (column_name(f"ECG [{unit}]" if unit else "ECG"),)
    layout = Layout(names=names, at=0, mark=shape.mark, first_line=shape.first_line, comma=shape.comma)
    return None if rate_hz is None else (layout, rate_hz)


def _is_bare(file: OpenFile, asked: Asked) -> bool:
    return bool(file.head) and _bare(file, asked) is not None


def _read_bare(file: OpenFile, asked: Asked) -> Recording:
    found = _bare(file, asked)
    if found is None:
        raise refused("no_beats")
    return _recording(file, found[0], found[1], NAME)


def _is_bids(file: OpenFile, _asked: Asked) -> bool:
    name = file.path.name.removesuffix(".gz")
    return bool(file.head) and (name.endswith("_physio.tsv") or _sidecar(file.path) is not None)


def _read_bids(file: OpenFile, asked: Asked) -> Recording:
    sidecar = _sidecar(file.path)
    if sidecar is None:
        raise refused("bids_alone", name=file.path.name.removesuffix(".gz").removesuffix(".tsv") + ".json")
    names = tuple(column_name(name) for name in sidecar.names)
    at = next((k for k, name in enumerate(names) if _wanted(asked, name)), None)
    if at is None:
        raise refused("edf_no_ecg", names=", ".join(name.text for name in names))
    mark = "\t" if any("\t" in text for _, text in file.head) else None
    first = next((text for _, text in file.head if text), "")
    named = cells.split(first, mark) == [name.strip() for name in sidecar.columns]  # beyond the letter of BIDS
    found = Layout(names=names, at=at, mark=mark, first_line=1 + named)
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
    rows = (
        (n, text)
        for n, text in lines
        if n >= found.first_line and text and (text[0] not in "#%/" or not layout.is_remark(text))
    )
    while block := list(islice(rows, _BLOCK)):
        if len(samples) + len(block) > _MOST:
            raise refused("too_large", say="too_many_samples", found=f"> {_MOST}", most=_MOST // 1_000_000)
        if not _at_once(block, found, samples, beside):
            _one_by_one(block, found, samples, beside)
        if len(samples) == len(block):
            beside = _sufficient(beside)
    return samples, [replace(column, named=True) for _, timing in beside for column in timing.columns()]


def _sufficient(beside: list[tuple[int, Timing]]) -> list[tuple[int, Timing]]:
    """After the first rows: the first column alone, where it tells the time of each sample."""
    from simulators.recordings.text_ecg import rate_by

    for k, timing in beside:
        rates = [rate_by([replace(column, named=True)]) for column in timing.columns()]
        if rates and all(each is not None and len(each[1]) for each in rates):
            return [(k, timing)]
    return beside


def _at_once(block: Sequence[Line], found: Layout, samples: array[float], beside: Sequence[tuple[int, Timing]]) -> bool:
    """Take rows that are plain numbers, as nearly all are, in a tenth of the time; False: they are not, so none is."""
    numeric = [(k, timing) for k, timing in beside if timing.is_numeric]
    dated = [(k, timing) for k, timing in beside if timing.is_dated]
    if found.comma or found.pairs or len(numeric) + len(dated) < len(beside):
        return False
    import numpy as np  # an ECG needs it anyway

    rows = [text for _, text in block]
    try:
        columns = np.loadtxt(
            rows, delimiter=found.mark, comments=None, ndmin=2, unpack=True,
            usecols=[found.at, *(k for k, _ in numeric)],
        )  # fmt: skip
        dates = [_dates(rows, found, k) for k, _ in dated]
    except (ValueError, UnicodeError):
        return False
    if columns.shape[1] != len(block) or not (np.abs(columns) <= _MOST_VALUE).all():
        return False
    if not (np.abs(columns[0]) <= _MOST_SAMPLE).all():
        return False
    samples.frombytes(columns[0].astype(np.float32).tobytes())
    for (_, timing), values in zip((*numeric, *dated), (*columns[1:], *dates), strict=True):
        timing.take_numbers(values.tobytes())
    return True


def _dates(rows: Sequence[str], found: Layout, at: int) -> NDArray[np.float64]:
    """A column of dates in seconds since 1970. Raises ValueError where they are not plain ISO without a zone."""
    import numpy as np

    written = [row.split(found.mark, at + 1)[at] if at else row.partition(found.mark or " ")[0] for row in rows]
    joined = "".join(written)
    if not joined.isascii() or any(each in joined for each in "Zz+\"'") or joined.count("-") != 2 * len(rows):
        raise ValueError
    return np.array(written, "datetime64[us]").astype(np.int64) / 1e6


def _one_by_one(
    block: Sequence[Line], found: Layout, samples: array[float], beside: Sequence[tuple[int, Timing]]
) -> None:
    for line, text in block:
        row = found.row(text)
        cell = row[found.at] if len(row) > found.at else ""
        value = cells.number(cell, comma=found.comma)
        if value is None and not cells.says_nothing(cell):
            raise refused("bad_sample", line=line, found=cell)
        samples.append(math.nan if value is None or abs(value) > _MOST_SAMPLE else value)
        for k, timing in beside:
            timing.take(row[k] if k < len(row) else "")


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
        columns = tuple(map(str, cast("list[object]", table["Columns"])))
        names = tuple(_with_unit(each, table) for each in columns)
        rate_hz = float(table["SamplingFrequency"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return _Sidecar(names, columns, rate_hz) if names and 0 < rate_hz < math.inf else None


def _with_unit(name: str, table: dict[str, Any]) -> str:
    """A column's name with the unit that its own entry says."""
    entry = table.get(name)
    unit = cast("dict[str, object]", entry).get("Units") if isinstance(entry, dict) else None
    return f"{name} [{unit}]" if isinstance(unit, str) else name


BARE_FORMAT = Format(_is_bare, _read_bare)
"""Samples without a name, under words that say what they are."""

TABLE_FORMAT = Format(_is_table, _read_table)
"""Tables that name a column of ECG samples."""

BIDS_FORMAT = Format(_is_bids, _read_bids)
"""BIDS physio files with their JSON file."""
