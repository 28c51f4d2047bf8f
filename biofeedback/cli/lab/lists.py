"""`lab list`: who and what there is, each with what it is for and where its numbers come from."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from biofeedback.cli import terminal
from biofeedback.cli.lab.app import lab_app
from biofeedback.cli.options import JsonOption
from biofeedback.cli.session_lines import give_line


class Listed(StrEnum):
    """The lists there are."""

    PERSONS = "persons"
    FAULTS = "faults"
    SCENARIOS = "scenarios"


@lab_app.command("list")
def listed(
    what: Annotated[Listed, typer.Argument(help="persons, faults or scenarios.")],
    sources: Annotated[bool, typer.Option("--sources", help="Each number with its source.")] = False,
    json: JsonOption = False,
) -> None:
    """The persons, faults or scenarios there are, one a line, name first."""
    from simulators.lab import listing

    kinds = {Listed.PERSONS: listing.persons, Listed.FAULTS: listing.faults, Listed.SCENARIOS: listing.scenarios}
    for each in kinds[what]():
        if json:
            figures = {one.name: {"is": one.value, "from": one.source} for one in each.figures}
            give_line({"name": each.name, "about": each.about, "figures": figures})
            continue
        terminal.write(f"{each.name:24} {each.about}")
        for figure in each.figures if sources else ():
            terminal.write(f"    {figure.name:20} {figure.value:<10} {figure.source}")
