"""Annotated recordings that are meant, and their scores."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from biofeedback.errors import BiofeedbackError, UsageError
from biofeedback.texts import Texts
from biofeedback.ticks import to_ms
from biofeedback.validation.record import AnnotatedRecord
from biofeedback.validation.scoring import RecordScore, score
from biofeedback.why import why
from biofeedback.workers import workers
from simulators.recordings.asked import Asked
from simulators.recordings.folder import annotated_in
from simulators.recordings.reading import read


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that is no recording after all, and why."""

    problem: BiofeedbackError


Scored: TypeAlias = RecordScore | Unreadable


def found(places: Sequence[Path]) -> list[Path]:
    """The recordings that are meant: a file itself, of a folder all that are in it. Raises UsageError for none."""
    files: list[Path] = []
    for place in places:
        if not os.path.exists(place):  # noqa: PTH110 - never raises
            raise not_meant("no_folder", str(place))
        files += annotated_in(place) if os.path.isdir(place) else [place]  # noqa: PTH112 - never raises
    if not files:
        raise not_meant("no_recordings", ", ".join(map(str, places)))
    return files


def not_meant(code: str, name: str) -> UsageError:
    """Nothing of what was named can be scored."""
    reason = why(f"validate.{code}", name=name)
    return UsageError(Texts().why(reason), reasons=(reason,))


def scores(files: Sequence[Path], jobs: int) -> Generator[Scored]:
    """The score of each file in order, `jobs` of them at a time."""
    if jobs == 1 or len(files) == 1:
        yield from map(scored, files)
        return
    with workers(min(jobs, len(files))) as pool:
        yield from pool.map(scored, files)


def scored(path: Path) -> Scored:
    """The score of one file."""
    try:
        recording = read(path, Asked(with_ecg=False))
    except BiofeedbackError as problem:
        return Unreadable(problem)
    return score(
        AnnotatedRecord(
            name=str(path),
            t_s=recording.t_s,
            rr_ms=[to_ms(ticks) for ticks in recording.rr_ticks],
            gaps=recording.gaps,
            labels=recording.labels,
            rhythms=recording.rhythms,
        )
    )
