"""`simulate`: a session headless, as fast as it goes; and its check against what was expected."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from biofeedback.app.sources import DEFAULT_PERSON, File, Past, Radio, body, parse
from biofeedback.cli import STOPPED_FOR_SAFETY, terminal
from biofeedback.cli.session_lines import Origin, SessionLines, dumped
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.decisions import Outcome
from biofeedback.errors import InputError, UsageError
from biofeedback.ports import Sink
from biofeedback.run import headless
from biofeedback.texts import Texts
from biofeedback.why import why
from protocols.library import DEFAULT, load

NOT_AS_EXPECTED = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    protocol: str | None
    source: str | None
    seed: int
    start_s: float
    faults: tuple[str, ...]
    adaptation: str
    expect: Path | None
    as_json: bool
    lang: str


def run(wanted: Wanted) -> int:
    """Simulate, print, compare."""
    expected = _expectation(wanted.expect)
    spec = parse(wanted.source or DEFAULT_PERSON)
    if isinstance(spec, Radio | Past):
        raise UsageError(
            "simulate plays recordings and simulated participants: use practise for a strap",
            reasons=(why("cli.not_simulated"),),
        )
    protocol = load(wanted.protocol or DEFAULT)
    played = body(spec, seed=wanted.seed, start_s=wanted.start_s, faults=wanted.faults)
    plan = Plan(
        protocol=protocol,
        adaptation=Adaptation(wanted.adaptation),
        ask_ratings=not isinstance(spec, File),
    )
    engine = Engine(plan)
    lines = SessionLines(
        Origin(protocol.name, wanted.source or DEFAULT_PERSON, wanted.seed), _print if wanted.as_json else None
    )
    sinks: list[Sink] = [lines]
    if not wanted.as_json:
        from biofeedback.plain.lines import PlainLines

        remark = Texts(wanted.lang).say("cli.taken", protocol=protocol.name, source=wanted.source or DEFAULT_PERSON)
        terminal.remark(remark)
        sinks.append(PlainLines(terminal.write, Texts(wanted.lang), protocol=protocol, view=engine.view))
    headless.run(engine, played, sinks)
    summary = lines.summary()
    if wanted.as_json:
        _print(summary)
    return _code(summary, expected)


def _print(table: dict[str, Any]) -> None:
    terminal.give(dumped(table))


def _code(summary: dict[str, Any], expected: dict[str, Any] | None) -> int:
    if expected is not None:
        wrong = [
            f"{key}: expected {value!r}, was {summary.get(key)!r}"
            for key, value in expected.items()
            if summary.get(key) != value
        ]
        for line in wrong:
            terminal.complain(line)
        return NOT_AS_EXPECTED if wrong else 0
    return STOPPED_FOR_SAFETY if summary["outcome"] == Outcome.STOPPED.value else 0


def _expectation(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise InputError(f"{path}: expected a JSON object of summary fields ({problem})") from problem
    if not isinstance(table, dict):
        raise InputError(f"{path}: expected a JSON object of summary fields, found {type(table).__name__}")
    return table
