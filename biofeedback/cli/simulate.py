"""`simulate`: a session headless, as fast as it goes; and its check against what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from biofeedback.app.simulation import SimulationRequest, expected_in, prepared
from biofeedback.cli import terminal
from biofeedback.cli.exit_codes import STOPPED_FOR_SAFETY
from biofeedback.cli.session_lines import Origin, SessionLines, give_line
from biofeedback.decisions import Outcome
from biofeedback.plain.lines import PlainLines
from biofeedback.ports import Sink
from biofeedback.texts import Texts

NOT_AS_EXPECTED = 1
"""Exit code: the summary disagrees with what was expected."""


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
    expected = None if wanted.expect is None else expected_in(wanted.expect)
    request = SimulationRequest(
        protocol=wanted.protocol,
        source=wanted.source,
        seed=wanted.seed,
        start_s=wanted.start_s,
        faults=wanted.faults,
        adaptation=wanted.adaptation,
    )
    simulation, texts = prepared(request), Texts(wanted.lang)
    name, source = simulation.protocol.name, simulation.source
    lines = SessionLines(Origin(name, source, wanted.seed), give_line if wanted.as_json else None)
    listeners: list[Sink] = [lines]
    if not wanted.as_json:
        terminal.remark(texts.say("cli.taken", protocol=name, source=source))
        view = simulation.engine.view
        listeners.append(PlainLines(terminal.write, texts, protocol=simulation.protocol, view=view))
    simulation.run(listeners)
    summary = lines.summary()
    if wanted.as_json:
        give_line(summary)
    return _code(summary, expected)


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
