"""`analyse`: what the monitor says of recordings, a JSON object a line (the contract) or a few words each."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from biofeedback.app.analysing import Analysed, Wishes, analysed, kept_number
from biofeedback.cli import analysis_report, terminal
from biofeedback.errors import BiofeedbackError
from biofeedback.texts import Texts
from biofeedback.workers import workers


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    as_json: bool
    baseline_s: float
    with_beats: bool
    wishes: Wishes
    lang: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one file: on standard output, and of what is wrong with it ("": nothing)."""

    code: int
    out: str
    complaint: str = ""


def wishes(unit: str | None, column: str | None, wanted_signal: str | None) -> Wishes:
    """What the command line says of files that they do not say themselves."""
    return Wishes(unit=unit, column=column, signal=wanted_signal)


def run(files: Sequence[Path], wanted: Wanted, jobs: int) -> int:
    """Analyse each file in order, `jobs` at a time; an unreadable one does not keep the others from being read."""
    code = 0
    with closing(_answers(files, wanted, jobs)) as answers:
        for done, each in enumerate(answers, start=1):
            code = each.code or code
            terminal.end_progress()
            _tell(each, wanted, last=done == len(files))
            if done < len(files):
                terminal.progress(done, len(files))
    return code


def _tell(each: Answer, wanted: Wanted, *, last: bool) -> None:
    """`last`: the exit code is known, whether anybody reads it or not."""
    if each.out and wanted.as_json:
        (terminal.give if last else terminal.give_live)(each.out)
    elif each.out:
        (terminal.write if last else terminal.write_live)(each.out)
    if each.complaint:
        terminal.complain(each.complaint)


def _answers(files: Sequence[Path], wanted: Wanted, jobs: int) -> Generator[Answer]:
    if jobs == 1 or len(files) == 1:
        yield from map(partial(answer, wanted), files)
        return
    with workers(min(jobs, len(files))) as pool:
        yield from pool.map(partial(answer, wanted), files)


def answer(wanted: Wanted, path: Path) -> Answer:
    """What is said of one file."""
    texts = Texts(wanted.lang)
    try:
        done = _analysed(path, wanted)
    except BiofeedbackError as problem:
        return _failed(path, problem, wanted.as_json, texts)
    if wanted.as_json:
        return Answer(0, _line(analysis_report.table(path, done, wanted.with_beats)))
    return Answer(0, analysis_report.words(path, done, texts))


def _analysed(path: Path, wanted: Wanted) -> Analysed:
    if (number := kept_number(path)) is None:
        return analysed(path, wanted.baseline_s, wanted.wishes)
    from biofeedback.app import kept_analysis  # which needs the store

    return kept_analysis.analysed(number, wanted.baseline_s)


def _failed(path: Path, problem: BiofeedbackError, as_json: bool, texts: Texts) -> Answer:
    """One line about a file that cannot be read."""
    error = {"kind": problem.kind, "message": problem.message, "line": problem.line}
    table = {"schema": analysis_report.SCHEMA, "file": str(path), "format": None, "error": error}
    return Answer(problem.exit_code, _line(table) if as_json else "", texts.problem(problem))


def _line(table: dict[str, Any]) -> str:
    return json.dumps(table, allow_nan=False, ensure_ascii=False)
