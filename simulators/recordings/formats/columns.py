"""A table with another header than ours: `rri`, `ibi`, `RR-interval [ms]`, ... with or without a time.

Polar Sensor Logger, HRV Logger, FatMaxxer and many scripts write this. The unit is found from the values. An empty
cell in the interval column is a row in which no beat ended (loggers write one row a sample); anything else that is no
number is an error. A time is believed as the beats' own only where it fits them; else it may show where time was lost.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from simulators.recordings.formats.clock import arrival_s, put_arrived
from simulators.recordings.formats.form import cells, column_names, contents, number, separator, text_format
from simulators.recordings.formats.series import fitting_ends, in_ms, put_timed
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import Line
from simulators.refusal import refused

_RR_NAMES = frozenset({"rr", "rri", "rrs", "ibi", "nn", "nni", "rrinterval", "rrintervals", "interbeatinterval"})
_TIME_NAMES = frozenset({"t", "time", "times", "elapsed", "elapsedtime", "sincestart", "seconds"})
_CLOCK_NAMES = frozenset({"date", "datetime", "timestamp", "phonetimestamp", "sensortimestamp", "time"})
"""Names of columns, small and without units, spaces and signs."""

_UNIT = re.compile(r"[\s_]*[\[(]?\b(ms|msec|s|sec|seconds)\b[\])]?$")


def recognises(first: str) -> bool:
    """Whether it is a header that names one column of intervals."""
    return sum(name in _RR_NAMES for name in _names(first)) == 1


def read(lines: Iterator[Line]) -> Tape:
    """The intervals. Raises InputError."""
    tape = Tape()
    rows = contents(lines)
    _, header = next(rows)
    mark, names = separator(header), _names(header)
    rr_at = next(k for k, name in enumerate(names) if name in _RR_NAMES)
    t_at = next((k for k, name in enumerate(names) if name in _TIME_NAMES), None)
    clock_at = next((k for k, name in enumerate(names) if name in _CLOCK_NAMES), None)
    at: list[int] = []
    intervals: list[float] = []
    times: list[str] = []
    clock: list[str] = []
    for line, text in rows:
        row = cells(text, mark)
        if len(row) <= rr_at:
            raise refused("bad_cell", line=line, say="row_short", wanted=rr_at + 1, found=len(row))
        if not row[rr_at]:
            continue
        at.append(line)
        intervals.append(number(_pointed(row[rr_at], mark), line))
        times.append(row[t_at] if t_at is not None and t_at < len(row) else "")
        clock.append(row[clock_at] if clock_at is not None and clock_at < len(row) else "")
    if not at:
        raise refused("no_beats")
    elapsed = [_float(_pointed(cell, mark)) for cell in times]
    ends = fitting_ends([t for t in elapsed if t is not None], in_ms(at, intervals)) if None not in elapsed else None
    if ends is not None:
        put_timed(at, ends, in_ms(at, intervals), tape)
    else:
        put_arrived(at, None if _counts_rows(elapsed) else arrival_s(clock), in_ms(at, intervals), tape)
    return tape


def _names(header: str) -> list[str]:
    """The header's names without units, spaces and signs."""
    bare = (_UNIT.sub("", name) for name in column_names(header))
    return [re.sub(r"[\s_\-]", "", name) for name in bare]


def _pointed(cell: str, mark: str | None) -> str:
    return cell.replace(",", ".") if mark == ";" else cell


def _float(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _counts_rows(times: list[float | None]) -> bool:
    """Whether a "time" only numbers the rows."""
    numbers = [t for t in times if t is not None]
    return len(numbers) == len(times) and all(b - a == 1 for a, b in pairwise(numbers))


FORMAT = text_format("rr-columns", recognises, read)
"""Tables with other headers than ours."""
