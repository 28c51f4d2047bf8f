"""The detectors on annotated recordings: scored, counted and held against floors."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from biofeedback.app import annotated_files
from biofeedback.errors import BiofeedbackError, InputError, cause
from biofeedback.texts import Texts
from biofeedback.validation.figures import Figure, Validation, figures, named
from biofeedback.validation.floors import Failed, Floor, failed, floors_of
from biofeedback.validation.scoring import RecordScore
from biofeedback.why import Why, why

JSON_SUFFIX = ".json"
"""Floors in a file with this end are JSON, in any other TOML."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """How well they do."""

    scores: tuple[RecordScore, ...]
    validation: Validation
    missed: tuple[Failed, ...]
    """Floors that were not reached."""
    all_read: bool
    """Every recording could be."""


def validated(
    places: Sequence[Path], floor: Path | None, *, jobs: int, unreadable: Callable[[BiofeedbackError], None]
) -> Validated:
    """Score the recordings that are meant, `jobs` at a time; what cannot be read is told at once, a line each.

    Raises InputError for floors that are none, before the work, and UsageError where nothing could be read.
    """
    floors = () if floor is None else _floors_in(floor)
    scores: list[RecordScore] = []
    unread = 0
    with closing(annotated_files.scores(annotated_files.found(places), jobs)) as found:
        for each in found:
            if isinstance(each, RecordScore):
                scores.append(each)
            else:
                unread += 1
                unreadable(each.problem)
    if not scores:
        raise annotated_files.not_meant("no_recordings", ", ".join(map(str, places)))
    validation = figures(scores)
    missed = tuple(failed(floors, named(validation)))
    return Validated(scores=tuple(scores), validation=validation, missed=missed, all_read=unread == 0)


def _floors_in(path: Path) -> tuple[Floor, ...]:
    known: tuple[Figure, ...] = named(figures(()))
    try:
        text = path.read_text(encoding="utf-8")
        table: Any = json.loads(text) if path.suffix == JSON_SUFFIX else tomllib.loads(text)
    except OSError as problem:
        raise _bad(why("validate.floor_not_read", name=str(path), reason=cause(problem)), "missing") from problem
    except (ValueError, RecursionError) as problem:
        raise _bad(why("validate.floor_unreadable", name=str(path), reason=str(problem))) from problem
    if not isinstance(table, dict):
        raise _bad(why("validate.no_floors"))
    return floors_of(cast("dict[str, object]", table), known)


def _bad(reason: Why, kind: str = "bad_floor") -> InputError:
    return InputError(Texts().why(reason), kind=kind, reasons=(reason,))
