"""A table with another header than ours: `rri`, `ibi`, `RR-interval [ms]`, ... with or without a time.

The unit is the header's own where it names one, else found from the values. An empty cell in the interval column is
a row in which no beat ended (loggers write one row a sample); anything else that is no number is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulators.formats.form import Form, Head, cells, contents, number, separator
from simulators.formats.series import Series, put, put_timed
from simulators.formats.tape import Tape
from simulators.lines import Line
from simulators.refusal import refused

_RR_NAMES = frozenset({"rr", "rri", "rrs", "ibi", "nn", "nni", "rrinterval", "rrintervals", "interbeatinterval"})
_TIME_NAMES = frozenset({"t", "time", "times", "timestamp", "elapsed", "elapsedtime", "sincestart", "seconds"})
_UNIT = re.compile(r"[\s_]*[\[(]?\b(ms|msec|s|sec|seconds)\b[\])]?$")


def recognises(head: Head) -> bool:
    """Whether the first line with content is a header that names one column of intervals."""
    first = next(contents(iter(head)), None)
    return first is not None and sum(name in _RR_NAMES for name in _names(first[1])) == 1


def read(lines: Iterator[Line], tape: Tape) -> None:
    """Put the intervals on the tape. Raises InputError."""
    rows = contents(lines)
    _, header = next(rows)
    mark, names = separator(header), _names(header)
    rr_at = next(k for k, name in enumerate(names) if name in _RR_NAMES)
    t_at = next((k for k, name in enumerate(names) if name in _TIME_NAMES), None)
    series = Series()
    for line, text in rows:
        row = cells(text, mark)
        if len(row) <= rr_at:
            raise refused("bad_cell", line=line, say="row_short", wanted=rr_at + 1, found=len(row))
        if not row[rr_at]:
            continue
        series.lines.append(line)
        series.second.append(number(_pointed(row[rr_at], mark), line))
        if t_at is not None and t_at < len(row):
            series.first.append(_clock(_pointed(row[t_at], mark)))
    if series.lines and len(series.first) == len(series.lines):
        put_timed(series.lines, series.first, series.second, tape)
    else:
        put(Series(lines=series.lines, first=series.second), tape)


def _names(header: str) -> list[str]:
    """The header's names without units, spaces and signs."""
    bare = (_UNIT.sub("", cell.lower()) for cell in cells(header, separator(header)))
    return [re.sub(r"[\s_\-]", "", name) for name in bare]


def _pointed(cell: str, mark: str | None) -> str:
    return cell.replace(",", ".") if mark == ";" else cell


def _clock(cell: str) -> float:
    """The number in a time cell; a date or anything else is 0: it cannot fit, so it is not believed."""
    try:
        return float(cell)
    except ValueError:
        return 0.0


FORM = Form("rr-columns", recognises, read)
