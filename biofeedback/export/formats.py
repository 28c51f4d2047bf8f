"""A session in the format that was asked for."""

from __future__ import annotations

from typing import assert_never

from biofeedback.export import bids, edf, plain, scrubbed, tables
from biofeedback.export.names import ExportFormat
from biofeedback.export.rows import ExportFile
from biofeedback.review.record import SessionRecord


def holds_nothing(record: SessionRecord, form: ExportFormat) -> bool:
    """Whether a file of this format would be empty: no interval was heard, or an imported recording has no journal."""
    match form:
        case ExportFormat.KUBIOS | ExportFormat.ELITE:
            return not record.beats
        case ExportFormat.NDJSON | ExportFormat.BUG_REPORT:
            return not record.events and not record.decisions
        case ExportFormat.CSV | ExportFormat.HRV_LOGGER | ExportFormat.BIDS | ExportFormat.EDF | ExportFormat.PARQUET:
            return False
        case _:
            assert_never(form)


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
