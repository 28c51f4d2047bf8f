"""A session in the format that was asked for."""

from __future__ import annotations

from typing import assert_never

from biofeedback.export import bids, edf, plain, scrubbed, tables
from biofeedback.export.names import ExportFormat
from biofeedback.export.rows import ExportFile
from biofeedback.review.record import SessionRecord


def exported(record: SessionRecord, form: ExportFormat) -> tuple[ExportFile, ...]:
    """The files of a session in a format. Raises UsageError where an extra is not installed."""
    name = "session" if record.number is None else f"session-{record.number}"
    match form:
        case ExportFormat.CSV:
            return tables.own_table(record, name)
        case ExportFormat.KUBIOS:
            return plain.kubios(record, name)
        case ExportFormat.ELITE:
            return plain.elite(record, name)
        case ExportFormat.HRV_LOGGER:
            return plain.hrv_logger(record, name)
        case ExportFormat.BIDS:
            return bids.bids(record, name)
        case ExportFormat.EDF:
            return edf.edf_plus(record, name)
        case ExportFormat.NDJSON:
            return tables.journal_lines(record, name)
        case ExportFormat.PARQUET:
            return tables.parquet(record, name)
        case ExportFormat.BUG_REPORT:
            return scrubbed.bug_report(record, name)
        case _:
            assert_never(form)
