"""`lab run`: scenarios played, and what of them did not hold."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from biofeedback import __version__
from biofeedback.cli import terminal
from biofeedback.cli.lab.app import JobsOption, lab_app
from biofeedback.cli.options import JsonOption
from biofeedback.cli.session_lines import give_line, give_line_live
from biofeedback.errors import UsageError

if TYPE_CHECKING:
    from simulators.lab.scenarios.playing import Played
    from simulators.lab.scenarios.running import Result

DOES_NOT_HOLD = 1
"""Exit code: something that was expected did not hold."""

SCHEMA = "biofeedback.scenario/1"
"""The name and version of a line of `lab run --json`."""

SeedsOption = Annotated[str | None, typer.Option("--seeds", help="FIRST:LAST instead of those of the scenario.")]


@lab_app.command()
def run(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Scenario files, or folders of them; none: shipped.")
    ] = None,
    seeds: SeedsOption = None,
    jobs: JobsOption = 1,
    update: Annotated[
        bool, typer.Option("--update", help="Take over what was found where an exact figure was.")
    ] = False,
    decisions: Annotated[bool, typer.Option("--decisions", help="Tell all that happened, too.")] = False,
    json: JsonOption = False,
) -> None:
    """Play scenarios; exit code 1 where anything that they expect did not hold."""
    from simulators.lab.scenarios import finding, reading, running, updating

    asked = tuple(running.Asked(scenario, running.seeds_asked(seeds)) for scenario in finding.found(tuple(files or ())))
    if update and seeds is not None:
        raise UsageError("--update takes over what all seeds of a scenario agree on: leave --seeds out")
    failed = 0
    with closing(running.run(asked, jobs)) as results:
        for played in results:
            result = played
            if update and (changed := updating.update(result)):
                terminal.remark(f"{result.scenario.file}: {changed} figures taken over")
                result = running.run_one(running.Asked(reading.read(result.scenario.file)))
            failed += result.failed
            if json:
                (give_line if update else give_line_live)(_table(result))
                continue
            (terminal.write if update else terminal.write_live)("\n".join(running.lines(result, decisions=decisions)))
    if not json:
        terminal.write(f"{len(asked)} scenarios, {failed} failed")
    raise typer.Exit(DOES_NOT_HOLD if failed else 0)


def _table(result: Result) -> dict[str, Any]:
    """A result as a line for programs."""
    return {
        "schema": SCHEMA,
        "scenario": result.scenario.name,
        "file": str(result.scenario.file),
        "version": __version__,
        "protocol": result.scenario.protocol.name,
        "protocol_digest": result.scenario.protocol.digest,
        "source": result.scenario.source,
        "recordings": [str(part) for part in result.scenario.recordings],
        "session": result.scenario.session,
        "faults": [str(fault) for fault in result.scenario.faults],
        "adaptation": result.scenario.adaptation.value,
        "loop": "closed" if result.scenario.answers else "open",
        "failed": result.failed,
        "wrong_today": result.scenario.wrong_today,
        "sessions": [_session(each) for each in result.played],
    }


def _session(played: Played) -> dict[str, Any]:
    return {
        "seed": played.seed,
        "outcome": played.summary.outcome.value,
        "rule": None if played.summary.rule is None else played.summary.rule.value,
        "decisions_sha256": played.summary.decisions_sha256,
        "missed": [
            {"line": each.expectation.line, "expected": str(each.expectation), "found": each.found, "t_s": each.t}
            for each in played.missed
        ],
    }
