"""One reader a file for every file format people have. The first that recognises a file's head reads it."""

from __future__ import annotations

from simulators.recordings.formats import columns, numbers, openhrv, polar_hrm, table
from simulators.recordings.formats.form import Form

FORMS: tuple[Form, ...] = (table.FORM, openhrv.FORM, polar_hrm.FORM, columns.FORM, numbers.FORM)
