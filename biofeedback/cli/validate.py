"""`validate`: how well the detectors do on annotated recordings; fails below a floor."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from biofeedback.app import annotated_files
from biofeedback.cli import UNUSABLE, terminal, validation_report
from biofeedback.errors import InputError, UsageError
from biofeedback.texts import Texts
from biofeedback.validation.figures import Figure, Validation, figures, named
from biofeedback.validation.floors import Failed, Floor, failed, floors_of
from biofeedback.validation.scoring import RecordScore

FLOOR_NOT_REACHED = 1
JSON_SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    places: tuple[Path, ...]
    floor: Path | None
    picture: Path | None
    jobs: int
    as_json: bool
    lang: str


def run(wanted: Wanted) -> int:
    """Score, print, draw, compare with the floors."""
    texts = Texts(wanted.lang)
    floors = _floors(wanted.floor)  # before the work: a floor that is none is told at once
    scores, unreadable = _scores(wanted)
    validation = figures(scores)
    missed = failed(floors, named(validation))
    if wanted.as_json:
        terminal.give(json.dumps(validation_report.table(validation, scores, missed), allow_nan=False))
    else:
        terminal.write("\n".join(validation_report.lines(validation, texts)))
    if wanted.picture is not None:
        _draw(validation, wanted.picture, texts)
    for each in missed:
        terminal.complain(_said(each, texts))
    if missed:
        return FLOOR_NOT_REACHED
    return UNUSABLE if unreadable else 0


def _scores(wanted: Wanted) -> tuple[list[RecordScore], int]:
    scores: list[RecordScore] = []
    unreadable = 0
    for each in annotated_files.scores(annotated_files.found(wanted.places), wanted.jobs):
        if isinstance(each, RecordScore):
            scores.append(each)
        else:
            unreadable += 1
            terminal.complain(each.message)
    if not scores:
        raise UsageError(Texts().say("validate.no_recordings", name=", ".join(map(str, wanted.places))))
    return scores, unreadable


def _floors(path: Path | None) -> tuple[Floor, ...]:
    if path is None:
        return ()
    known: tuple[Figure, ...] = named(figures(()))
    try:
        text = path.read_text(encoding="utf-8")
        table: Any = json.loads(text) if path.suffix == JSON_SUFFIX else tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as problem:
        raise InputError(Texts().say("validate.floor_unreadable", name=str(path), reason=str(problem))) from problem
    if not isinstance(table, dict):
        raise InputError(Texts().say("validate.no_floors"), kind="bad_floor")
    return floors_of(cast("dict[str, object]", table), known)


def _said(each: Failed, texts: Texts) -> str:
    number = texts.say("validate.none") if each.value is None else f"{each.value:.4g}"
    low = "" if each.floor.least is None else texts.say("validate.least", value=f"{each.floor.least:g}")
    high = "" if each.floor.most is None else texts.say("validate.most", value=f"{each.floor.most:g}")
    bounds = texts.say("validate.and").join(part for part in (low, high) if part)
    return texts.say("validate.below_floor", figure=each.floor.name, value=number, bounds=bounds)


def _draw(validation: Validation, path: Path, texts: Texts) -> None:
    from biofeedback.cli import validation_picture

    try:
        path.write_bytes(validation_picture.svg(validation, texts))
    except (OSError, ValueError) as problem:
        reason = str(getattr(problem, "strerror", None) or problem)
        raise UsageError(texts.say("validate.not_drawn", name=str(path), reason=reason)) from problem
