"""Which files of a folder are annotated recordings."""

from __future__ import annotations

from pathlib import Path

from biofeedback.errors import InputError
from simulators.recordings.formats.table import names_intervals
from simulators.recordings.opened import opened
from simulators.recordings.wfdb_header import HEADER, annotation_files

_TABLES = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
"""Names of tables: in a folder lies much else, too, which nobody asked to be read."""


def annotated_in(folder: Path) -> list[Path]:
    """Headers with annotations beside them, and tables of intervals; a record that is there as both is read once."""
    headers = [path for path in sorted(folder.rglob("*" + HEADER)) if annotation_files(path)]
    tables = [p for p in sorted(folder.rglob("*")) if p.name.endswith(_TABLES) and p.is_file() and _is_recording(p)]
    read = {path.with_suffix("") for path in headers}
    return [*headers, *(path for path in tables if path.with_name(path.name.split(".")[0]) not in read)]


def _is_recording(path: Path) -> bool:
    """Whether a table names intervals. Lists of records and of remarks lie in such folders too."""
    try:
        with opened(path) as file:
            return not file.head or names_intervals(file.head)
    except InputError:
        return True  # to be told when it is read
