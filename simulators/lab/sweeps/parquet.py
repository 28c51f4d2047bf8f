"""The results of a sweep as a table for other programs. The extra `parquet`."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, get_args, get_type_hints

from biofeedback.errors import UsageError
from simulators.lab.sweeps.outcomes import Outcome
from simulators.lab.sweeps.results import RESULTS, grid_in

TABLE = "results.parquet"
"""The file, beside the database."""

ROWS_AT_A_TIME = 10_000
"""Written together, so that memory stays flat however many sessions there are."""


def needed() -> ModuleType:
    """The library. Raises UsageError where it is not installed: before a sweep is begun, not at its end."""
    try:
        return import_module("pyarrow")
    except ImportError:
        raise UsageError("Parquet needs an extra: install biofeedback[parquet]") from None


def written(folder: Path) -> Path:
    """Write the results in a folder as a table, one row a session; the sweep itself stands in its metadata."""
    arrow, target = needed(), folder / TABLE
    from pyarrow import parquet

    schema = _schema(arrow).with_metadata({"biofeedback": grid_in(folder / RESULTS) or ""})
    names = ", ".join(schema.names)
    new = folder / f"{TABLE}.new"
    with (
        closing(sqlite3.connect(folder / RESULTS)) as opened,
        parquet.ParquetWriter(new, schema) as writer,
    ):
        rows = opened.execute(f"SELECT {names} FROM sessions ORDER BY number")
        while some := rows.fetchmany(ROWS_AT_A_TIME):
            writer.write_table(_table(arrow, schema, some))
    new.replace(target)
    return target


def _schema(arrow: ModuleType) -> Any:
    kinds: dict[object, object] = {int: arrow.int64(), float: arrow.float64(), str: arrow.string()}
    hints = get_type_hints(Outcome)
    return arrow.schema([(each.name, kinds[_plain(hints[each.name])]) for each in fields(Outcome)])


def _plain(hint: object) -> object:
    """The type without None."""
    return next(part for part in get_args(hint) if part is not type(None)) if isinstance(hint, UnionType) else hint


def _table(arrow: ModuleType, schema: Any, rows: Sequence[tuple[object, ...]]) -> Any:
    columns = zip(*rows, strict=True)
    return arrow.table(
        [arrow.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)], schema=schema
    )
