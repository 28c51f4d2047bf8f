"""`sweep` and `lab compare`: many simulated sessions, and two of them side by side."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from biofeedback.cli import terminal
from biofeedback.cli.lab.app import lab_app
from biofeedback.cli.options import AdaptationMode, JsonOption
from biofeedback.cli.session_lines import give_line
from biofeedback.errors import UsageError, not_written

if TYPE_CHECKING:
    from simulators.lab.sweeps.comparing import Comparison, Difference
    from simulators.lab.sweeps.figures import Effect
    from simulators.lab.sweeps.grid import Grid
    from simulators.lab.sweeps.running import Spread

DEFAULT_SEEDS = "1:20"
"""Where none are named: a minute or two of work for one protocol and source."""

ProtocolsOption = Annotated[list[str] | None, typer.Option("--protocol", help="A protocol; repeatable.")]
SourcesOption = Annotated[list[str] | None, typer.Option("--source", help="person:NAME or replay:FILE; repeatable.")]
FaultsOption = Annotated[
    list[str] | None, typer.Option("--fault", help="A fault, or none; repeatable: each with each of the others.")
]
SeedRangeOption = Annotated[str, typer.Option("--seeds", help="FIRST:LAST.")]
AdaptationOption = Annotated[AdaptationMode, typer.Option("--adaptation")]


def sweep(
    protocol: ProtocolsOption = None,
    source: SourcesOption = None,
    fault: FaultsOption = None,
    seeds: SeedRangeOption = DEFAULT_SEEDS,
    adaptation: AdaptationOption = AdaptationMode.ON,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes; left out: all cores.")] = None,
    dask: Annotated[str | None, typer.Option("--dask", help="The scheduler of a Dask cluster instead.")] = None,
    out: Annotated[
        Path, typer.Option("--out", help="The folder of the results; one begun before is gone on with.")
    ] = Path("sweep"),
    parquet: Annotated[bool, typer.Option("--parquet", help="Write results.parquet as well (an extra).")] = False,
) -> None:
    """Protocols, participants, faults and seeds, each with each: results in SQLite, and a page of them."""
    from protocols.library import DEFAULT
    from simulators.lab.sweeps import grid, report, results, running
    from simulators.lab.sweeps import parquet as table

    if parquet:
        table.needed()  # told before the work, not after it
    faults = tuple("" if each == "none" else each for each in fault or ())
    asked = grid.grid(protocol or (DEFAULT,), source or ("person:calm",), faults, _range(seeds), adaptation.value)
    try:
        file = running.sweep(asked, out, _spread(jobs, dask), terminal.progress)
    finally:
        terminal.end_progress()
    page = out / "report.html"
    try:
        page.write_text(report.page(asked.line(), results.outcomes_in(file)), encoding="utf-8")
        files = [file, page, *((table.written(out),) if parquet else ())]
    except OSError as problem:
        raise not_written(Path(problem.filename or page), problem) from problem
    terminal.write(f"{len(asked)} sessions: {', '.join(map(str, files))}")


def _spread(jobs: int | None, dask: str | None) -> Spread:
    from simulators.lab.sweeps import running

    if dask is None:
        return running.in_processes(jobs or os.cpu_count() or 1)
    if jobs is not None:
        raise UsageError("--jobs or --dask, not both: the cluster has workers of its own")
    from simulators.lab.sweeps.on_dask import on_dask  # an extra

    return on_dask(dask)


@lab_app.command()
def compare(
    one: Annotated[str, typer.Argument(help="A protocol, or the folder of a sweep.")],
    other: Annotated[str, typer.Argument(help="Another, or the folder of the same sweep by another version.")],
    source: SourcesOption = None,
    fault: FaultsOption = None,
    seeds: SeedRangeOption = DEFAULT_SEEDS,
    adaptation: AdaptationOption = AdaptationMode.ON,
    json: JsonOption = False,
) -> None:
    """Two protocols, or two sweeps, on the same seeds: where they part, why, and what it comes to."""
    from simulators.lab.sweeps import comparing, grid, results

    if Path(one).is_dir() and Path(other).is_dir():
        first, second = (Path(each) / results.RESULTS for each in (one, other))
        grids = results.asked_in(first), results.asked_in(second)
        outcomes = results.outcomes_in(first), results.outcomes_in(second)
        found = comparing.of_results(*outcomes, adaptations=(grids[0].adaptation, grids[1].adaptation))
    else:
        faults = tuple("" if each == "none" else each for each in fault or ())
        rest = (source or ("person:calm",), faults, _range(seeds), adaptation.value)
        grids = grid.grid((one,), *rest), grid.grid((other,), *rest)
        found = comparing.of_protocols(tuple(zip(*map(grid.cells, grids), strict=True)))
    if json:
        give_line(_table(found, one, other, grids))
        return
    for line in comparing.lines(found, one, other, grids):
        terminal.write(line)


def _range(text: str) -> tuple[int, int]:
    from simulators.lab.scenarios.reading import seeds_named

    seeds = seeds_named(text)
    return seeds[0], seeds[-1]


def _table(found: Comparison, one: str, other: str, grids: tuple[Grid, Grid]) -> dict[str, Any]:
    return {
        "schema": "biofeedback.comparison/1",
        "one": one,
        "other": other,
        "made_from": dict(zip(("one", "other"), map(asdict, grids), strict=True)),
        "sessions": found.sessions,
        "same": found.same,
        "outcomes": [{"outcome": word, "one": a, "other": b} for word, a, b in found.outcomes],
        "effects": [
            {
                "name": each.name,
                "one": _effect(each.one),
                "other": _effect(each.other),
                "difference": _effect(each.difference),
            }
            for each in found.effects
        ],
        "first_differences": [_difference(each) for each in found.differences],
    }


def _effect(each: Effect) -> dict[str, float | None]:
    bounds = each.bounds
    low, high = (None, None) if bounds is None else (round(bounds.low, 4), round(bounds.high, 4))
    return {"mean": round(each.mean, 4), "low": low, "high": high, "n": each.n}


def _difference(each: Difference) -> dict[str, Any]:
    from simulators.lab.scenarios import telling

    sides = {"before": each.before, "one": each.one, "other": each.other}
    told = {name: None if side is None else telling.of(side).strip() for name, side in sides.items()}
    cell = each.cells[0]
    ended = dict(zip(("one_ended", "other_ended"), each.ended, strict=True))
    return {"source": cell.source, "fault": cell.fault or None, "seed": cell.seed, **told, **ended}
