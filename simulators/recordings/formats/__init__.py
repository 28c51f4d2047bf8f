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
from simulators.recordings.formats.form import Format
from simulators.recordings.opened import OpenFile
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


def _unrecognised(file: OpenFile) -> InputError:
    if not file.head:
        return refused("not_text")
    first = next((line for line in file.head if line[1]), None)
    return refused("empty", say="blank") if first is None else refused("unknown", line=first[0], found=first[1])
