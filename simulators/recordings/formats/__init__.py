"""The formats that people have, one reader each. The first that knows a file by its content reads it."""

from __future__ import annotations

from simulators.recordings.formats import columns, edf, fit, numbers, openhrv, polar_hrm, table, wfdb
from simulators.recordings.formats.form import Format

FORMATS: tuple[Format, ...] = (
    edf.EDF_FORMAT,
    edf.BDF_FORMAT,
    fit.FORMAT,
    wfdb.ANNOTATION_FORMAT,
    wfdb.HEADER_FORMAT,
    table.FORMAT,
    openhrv.FORMAT,
    polar_hrm.FORMAT,
    columns.FORMAT,
    numbers.FORMAT,
)
"""Those with a mark of their own first, then the more particular before the more general."""
