"""`analyse`: what the monitor says of recordings, a JSON object a line (the contract) or a few words each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from biofeedback.app.analysing import analysed
from biofeedback.cli import analysis_report, terminal
from biofeedback.errors import BiofeedbackError
from biofeedback.texts import Texts


def run(files: list[Path], *, as_json: bool, baseline_s: float, with_beats: bool, lang: str) -> int:
    """Analyse each file in order; an unreadable one does not keep the others from being read."""
    texts, code = Texts(lang), 0
    for path in files:
        try:
            done = analysed(path, baseline_s)
        except BiofeedbackError as problem:
            code = problem.exit_code
            print_failure(path, problem, as_json, texts)
            continue
        if as_json:
            _print_json(analysis_report.table(path, done, with_beats))
        else:
            terminal.write(analysis_report.words(path, done, texts))
    return code


def print_failure(path: Path, problem: BiofeedbackError, as_json: bool, texts: Texts) -> None:
    """One line about a file that cannot be read."""
    if as_json:
        error = {"kind": problem.kind, "message": problem.message, "line": problem.line}
        _print_json({"schema": analysis_report.SCHEMA, "file": str(path), "format": None, "error": error})
    terminal.complain(texts.problem(problem))


def _print_json(table: dict[str, Any]) -> None:
    terminal.give(json.dumps(table, allow_nan=False, ensure_ascii=False))
