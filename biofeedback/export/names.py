"""The formats there are, by the names they are asked for."""

from __future__ import annotations

from enum import StrEnum


class ExportFormat(StrEnum):
    """What can be written."""

    CSV = "csv"
    KUBIOS = "kubios"
    ELITE = "elite"
    HRV_LOGGER = "hrv-logger"
    BIDS = "bids"
    EDF = "edf"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    BUG_REPORT = "bug-report"
