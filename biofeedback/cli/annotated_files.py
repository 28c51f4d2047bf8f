"""Which files of a folder are annotated recordings, and their scores."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from biofeedback.errors import BiofeedbackError, UsageError
from biofeedback.texts import Texts
from biofeedback.ticks import to_ms
from biofeedback.validation.record import AnnotatedRecord
from biofeedback.validation.scoring import RecordScore, score
from simulators.recordings import wfdb
from simulators.recordings.annotated import read_annotated
from simulators.recordings.formats import table
from simulators.recordings.lines import numbered_lines

_TABLES = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
_HEAD_LINES = 40  # a table's header comes after comments at most


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is no recording after all, with one clear line about it."""

    message: str


Scored: TypeAlias = RecordScore | Unreadable


def found(places: Sequence[Path]) -> list[Path]:
    """The recordings that are meant: a file itself, of a folder all that are in it. Raises UsageError for none."""
    files: list[Path] = []
    for place in places:
        if not os.path.exists(place):  # noqa: PTH110 - never raises
            raise UsageError(Texts().say("validate.no_folder", name=str(place)))
        files += _in_folder(place) if os.path.isdir(place) else [place]  # noqa: PTH112 - never raises
    if not files:
        raise UsageError(Texts().say("validate.no_recordings", name=", ".join(map(str, places))))
    return files


def _in_folder(folder: Path) -> list[Path]:
    """Headers with annotations beside them, and tables of intervals; a record that is there as both is read once."""
    headers = [path for path in sorted(folder.rglob("*" + wfdb.HEADER)) if wfdb.annotation_files(path)]
    tables = [p for p in sorted(folder.rglob("*")) if p.name.endswith(_TABLES) and p.is_file() and _is_recording(p)]
    read = {path.with_suffix("") for path in headers}
    return [*headers, *(path for path in tables if path.with_name(path.name.split(".")[0]) not in read)]


def _is_recording(path: Path) -> bool:
    """Whether a table names intervals. Lists of records and of remarks lie in such folders too."""
    try:
        head = list(islice(numbered_lines(path), _HEAD_LINES))
    except BiofeedbackError:
        return True  # to be told when it is read
    return table.names_intervals(head)


def scores(files: Sequence[Path], jobs: int) -> Iterator[Scored]:
    """The score of each file in order, `jobs` of them at a time."""
    if jobs == 1 or len(files) == 1:
        yield from map(scored, files)
        return
    with ProcessPoolExecutor(min(jobs, len(files))) as pool:
        yield from pool.map(scored, files)


def scored(path: Path) -> Scored:
    """The score of one file."""
    try:
        annotated = read_annotated(path)
    except BiofeedbackError as problem:
        return Unreadable(problem.message)
    recording = annotated.recording
    return score(
        AnnotatedRecord(
            name=str(path),
            t_s=recording.t_s,
            rr_ms=[to_ms(ticks) for ticks in recording.rr_ticks],
            gaps=recording.gaps,
            labels=annotated.labels,
            rhythms=annotated.rhythms,
        )
    )
