"""The commands about recordings in files, and their options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from biofeedback.cli import numbers
from biofeedback.cli.options import JsonOption, LangOption, Language, YesOption


class IntervalUnit(StrEnum):
    """The units that intervals come in."""

    MS = "ms"
    S = "s"
    US = "us"
    TICKS = "1024"


UnitOption = Annotated[
    IntervalUnit | None, typer.Option("--unit", help="The unit of the intervals, where the file does not say it.")
]
ColumnOption = Annotated[str | None, typer.Option("--column", help="The column that holds the intervals.")]
SignalOption = Annotated[str | None, typer.Option("--signal", help="The signal that is the ECG.")]


def analyse(
    files: Annotated[list[Path], typer.Argument(help="Recordings in any format the README lists, or session:N.")],
    json: JsonOption = False,
    baseline_s: Annotated[float, typer.Option(callback=numbers.seconds, help="Seconds taken as baseline.")] = 240.0,
    beats: Annotated[bool, typer.Option("--beats", help="Add the class of every interval.")] = False,
    unit: UnitOption = None,
    column: ColumnOption = None,
    signal: SignalOption = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Recordings at a time.")] = 1,
    lang: LangOption = Language.EN,
) -> None:
    """Judge recordings as the live monitor would."""
    from biofeedback.cli import analyse as command

    wishes = command.wishes(None if unit is None else unit.value, column, signal)
    wanted = command.Wanted(json, baseline_s, beats, wishes, lang.value)
    raise typer.Exit(command.run(files, wanted, jobs))


def import_recording(
    file: Annotated[Path, typer.Argument(help="A recording, in any format the README lists.")],
    unit: UnitOption = None,
    column: ColumnOption = None,
    signal: SignalOption = None,
    yes: YesOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """Keep a recording beside the sessions, after a look at it."""
    from biofeedback.cli import importing as command

    wishes = command.wishes(None if unit is None else unit.value, column, signal)
    raise typer.Exit(command.run(file, wishes, lang.value, yes=yes))
