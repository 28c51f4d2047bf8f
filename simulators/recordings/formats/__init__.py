"""The formats that people have, one reader each. The first that knows a file by its content reads it."""

from __future__ import annotations

from biofeedback.errors import InputError
from simulators.recordings.asked import Asked
from simulators.recordings.formats import (
    apple_health,
    columns,
    ecg_table,
    edf,
    fit,
    json_intervals,
    numbers,
    openhrv,
    other_kinds,
    own_journal,
    polar_hrm,
    summaries,
    table,
    wfdb,
    xdf_streams,
)
from simulators.recordings.formats.form import Format, cells, separator
from simulators.recordings.opened import OpenFile
from simulators.recordings.tables.names import column_name
from simulators.refusal import refused

FORMATS: tuple[Format, ...] = (
    edf.EDF_FORMAT,
    edf.BDF_FORMAT,
    fit.FORMAT,
    xdf_streams.FORMAT,
    other_kinds.FORMAT,
    wfdb.ANNOTATION_FORMAT,
    wfdb.HEADER_FORMAT,
    wfdb.SIGNAL_FORMAT,
    own_journal.FORMAT,
    json_intervals.FORMAT,
    apple_health.FORMAT,
    table.FORMAT,
    openhrv.FORMAT,
    polar_hrm.FORMAT,
    columns.FORMAT,
    ecg_table.BIDS_FORMAT,
    ecg_table.TABLE_FORMAT,
    ecg_table.BARE_FORMAT,
    summaries.FORMAT,
    numbers.FORMAT,
)
"""Those with a mark of their own first, then the more particular before the more general."""


def format_of(file: OpenFile, asked: Asked) -> Format:
    """The format whose content this is; else the one whose name it bears, whose reader tells what is wrong."""
    known = (form for form in FORMATS if form.recognises(file, asked))
    named = (form for form in FORMATS if file.path.suffix.lower() in form.suffixes)
    form = next(known, None) or next(named, None)
    if form is None:
        raise _unrecognised(file)
    return form


def _named_intervals(first: str) -> str | None:
    """The column of a table's header that is called as intervals are, though none are under it."""
    found = (column_name(cell) for cell in cells(first, separator(first)))
    return next((name.text for name in found if name.is_intervals), None)


def _unrecognised(file: OpenFile) -> InputError:
    if not file.head:
        return refused("not_text")
    first = next((line for line in file.head if line[1]), None)
    if first is not None and (name := _named_intervals(first[1])) is not None:
        return refused("no_numbers", line=first[0], name=name)
    return refused("empty", say="blank") if first is None else refused("unknown", line=first[0], found=first[1])
