"""`validate`: how well the detectors do on annotated recordings; fails below a floor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from biofeedback.app.validating import Validated, validated
from biofeedback.cli import terminal, validation_report
from biofeedback.cli.exit_codes import UNUSABLE
from biofeedback.errors import BiofeedbackError, UsageError, cause
from biofeedback.texts import Texts

FLOOR_NOT_REACHED = 1
"""Exit code: a figure is worse than it must be."""


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

    def unreadable(problem: BiofeedbackError) -> None:
        terminal.complain(texts.problem(problem))

    done = validated(wanted.places, wanted.floor, jobs=wanted.jobs, unreadable=unreadable)
    if wanted.as_json:
        table = validation_report.table(done.validation, done.scores, done.missed)
        terminal.give(json.dumps(table, allow_nan=False))
    else:
        terminal.write("\n".join(validation_report.lines(done.validation, texts)))
    if wanted.picture is not None:
        _draw(done, wanted.picture, texts)
    for each in done.missed:
        terminal.complain(validation_report.floor_line(each, texts))
    if done.missed:
        return FLOOR_NOT_REACHED
    return 0 if done.all_read else UNUSABLE


def _draw(done: Validated, path: Path, texts: Texts) -> None:
    from biofeedback.cli import validation_picture

    try:
        path.write_bytes(validation_picture.svg(done.validation, texts))
    except (OSError, ValueError) as problem:
        raise UsageError(texts.say("validate.not_drawn", name=str(path), reason=cause(problem))) from problem
