"""`simulate`: a session headless, as fast as it goes; and its check against what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biofeedback.app.simulation import Simulation, SimulationRequest, expected_in, prepared
from biofeedback.cli import terminal
from biofeedback.cli.exit_codes import STOPPED_FOR_SAFETY
from biofeedback.cli.run_line import run_line
from biofeedback.cli.session_lines import Origin, SessionLines, give_line, give_line_live
from biofeedback.decisions import Outcome
from biofeedback.plain.lines import PlainLines
from biofeedback.ports import Sink
from biofeedback.texts import Texts

if TYPE_CHECKING:
    from biofeedback.app.expecting import Expecting

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
    fields = tuple(SessionLines(Origin("", "", 0)).summary())
    expected = None if wanted.expect is None or _is_scenario(wanted.expect) else expected_in(wanted.expect, fields)
    request = SimulationRequest(
        protocol=wanted.protocol,
        source=wanted.source,
        seed=wanted.seed,
        start_s=wanted.start_s,
        faults=wanted.faults,
        adaptation=wanted.adaptation,
    )
    simulation, texts = prepared(request), Texts(wanted.lang)
    name, source = simulation.protocol.name, simulation.made_from.source
    lines = SessionLines(
        Origin(name, source, wanted.seed), give_line_live if wanted.as_json else None, simulation.engine.figures
    )
    expecting = _expecting(wanted.expect, simulation)
    listeners: list[Sink] = [lines] if expecting is None else [lines, expecting]
    if wanted.as_json:
        give_line_live(run_line(simulation.made_from))
    else:
        terminal.remark(texts.say("cli.taken", protocol=name, source=source))
        if not simulation.made_from.answers:
            terminal.remark(texts.say("cli.open_loop"))
        view = simulation.engine.view
        listeners.append(PlainLines(terminal.write_live, texts, protocol=simulation.protocol, view=view))
    simulation.run(listeners)
    summary = lines.summary()
    if wanted.as_json:
        give_line(summary)
    if expecting is not None:
        return _held(expecting)
    return _code(summary, expected, texts)


def _is_scenario(file: Path) -> bool:
    """TOML says what must hold of decisions; JSON, the older form, only of the summary."""
    return file.suffix == ".toml"


def _expecting(file: Path | None, simulation: Simulation) -> Expecting | None:
    if file is None or not _is_scenario(file):
        return None
    from biofeedback.app.expecting import Expecting  # the lab, which no other session loads

    return Expecting(file, simulation)


def _held(expecting: Expecting) -> int:
    missed = list(expecting.missed())
    for line in missed:
        terminal.remark(line)
    return NOT_AS_EXPECTED if missed else 0


def _code(summary: dict[str, Any], expected: dict[str, Any] | None, texts: Texts) -> int:
    if expected is not None:
        wrong = [
            texts.say("cli.expect_was", field=key, expected=repr(value), found=repr(summary.get(key)))
            for key, value in expected.items()
            if summary.get(key) != value
        ]
        for line in wrong:
            terminal.complain(line)
        return NOT_AS_EXPECTED if wrong else 0
    return STOPPED_FOR_SAFETY if summary["outcome"] == Outcome.STOPPED.value else 0
