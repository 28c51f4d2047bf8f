"""The commands of the lab, for who tests the engine and the detectors. They answer in English, tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from biofeedback.cli import terminal
from biofeedback.cli.lab.app import JobsOption, lab_app
from biofeedback.errors import UsageError, not_written
from biofeedback.texts import Texts

RECORDINGS = "BIOFEEDBACK_RECORDINGS"
"""The variable of the environment that names the folder of recordings."""

VIOLATED = 1
"""Exit code: a rule was broken in a campaign."""

SeedsOption = Annotated[int, typer.Option("--seeds", min=1, help="Seeds of each participant.")]
FolderArgument = Annotated[Path, typer.Argument(help="A folder of recordings of healthy hearts.")]
RecordingsOption = Annotated[
    Path | None, typer.Option("--recordings", envvar=RECORDINGS, help="A folder of recordings; without: made hearts.")
]


@lab_app.command()
def campaign(
    sessions: Annotated[int, typer.Option("--sessions", min=1, help="How many random sessions.")] = 10_000,
    first: Annotated[int, typer.Option("--first", min=0, help="The number of the first.")] = 0,
    jobs: JobsOption = 2,
    case: Annotated[int | None, typer.Option("--case", min=0, help="Tell this one, decision by decision.")] = None,
) -> None:
    """Random sessions against what must hold in every one; exit code 1 where anything did not."""
    from simulators.lab.campaign import tally

    if case is not None:
        _tell(tally.described(case))
        return
    found = tally.run(first, sessions, jobs)
    _tell(tally.report(found))
    raise typer.Exit(VIOLATED if found.wrong else 0)


@lab_app.command()
def benchmark(
    recordings: RecordingsOption = None,
    segments: Annotated[int, typer.Option("--segments", min=3, help="Minutes of each kind.")] = 60,
    out: Annotated[Path | None, typer.Option("--out", help="Write the tables into this file as well.")] = None,
) -> None:
    """RMSSD under artefacts, side by side with other libraries and simple filters; and speeds."""
    from simulators.lab.benchmark import page

    lines = _tell(page.page(segments, _folder(recordings)), live=out is None)
    if out is not None:
        _write(out, "\n".join(lines) + "\n")


@lab_app.command()
def breath(
    recordings: RecordingsOption = None,
    hearts: Annotated[int, typer.Option("--hearts", min=4, help="Made hearts.")] = 40,
    out: Annotated[Path | None, typer.Option("--out", help="Write the tables into this file as well.")] = None,
) -> None:
    """The rate of breathing and its swing, side by side with NeuroKit2: how often told, how often right, how soon."""
    from simulators.lab.benchmark import breath_beside, rsa_beside

    folder = _folder(recordings)
    lines = _tell(chain(breath_beside.table(folder, hearts), ("",), rsa_beside.table(folder, hearts)), live=out is None)
    if out is not None:
        _write(out, "\n".join(lines) + "\n")


@lab_app.command()
def variability(
    recordings: RecordingsOption = None, seeds: Annotated[int, typer.Option("--seeds", min=1)] = 20
) -> None:
    """Do made hearts wander as real ones do at rest?"""
    from simulators.lab.benchmark import resting_variability

    _tell(resting_variability.table(_folder(recordings), seeds))


@lab_app.command()
def speed(
    sessions: Annotated[
        list[int] | None, typer.Option("--sessions", min=1, help="Size of a sweep to be timed; repeatable.")
    ] = None,
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="Single sessions to be timed.")] = 9,
    name: Annotated[str, typer.Option("--person", help="Whose sessions.")] = "calm",
) -> None:
    """What sessions, sweeps and a day's recording cost, in seconds of one core."""
    from simulators.lab.benchmark import session_cost

    _tell(session_cost.table(tuple(sessions or (10, 40, 160)), seeds, name))


@lab_app.command("known-onset")
def known_onset(folder: FolderArgument) -> None:
    """How well could a shift be found by who is told when it begins? A bound for the detector."""
    from simulators.lab.benchmark import known_onset as bound

    _tell(bound.table(_there(folder)))


@lab_app.command()
def responses(folder: FolderArgument) -> None:
    """How often is an answer to muscle groups found, and how often in vain?"""
    from simulators.lab.benchmark import responses as found

    _tell(found.table(_there(folder)))


@lab_app.command()
def adaptation(
    seeds: SeedsOption = 12,
    protocol: Annotated[str | None, typer.Option("--protocol", help="A shipped protocol's name.")] = None,
    jobs: JobsOption = 2,
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the figures into this SVG file.")] = None,
    into: Annotated[
        Path | None, typer.Option("--into", help="Put the table into this page, between its marks.")
    ] = None,
) -> None:
    """The same participants with the same seeds, without and with adaptation."""
    from protocols.library import DEFAULT
    from simulators.lab.adaptation import comparison

    name = protocol or DEFAULT
    page = None if into is None else _read(into)
    if page is not None:
        comparison.in_page(page, "")  # before the work: a page without a place for it is told at once
    everybody = tuple(comparison.compared(name, seeds, jobs))
    lines = _tell(comparison.table(everybody, name), live=picture is None and into is None)
    if picture is not None:
        _write(picture, comparison.picture(everybody))
    if into is not None and page is not None:
        _write(into, comparison.in_page(page, "\n".join(lines) + "\n"))


def _tell(lines: Iterator[str], *, live: bool = True) -> list[str]:
    """Write each line as soon as it is found; `live`: they are for nothing else."""
    written: list[str] = []
    for line in lines:
        (terminal.write_live if live else terminal.write)(line)
        written.append(line)
    return written


def _folder(named: Path | None) -> Path | None:
    return None if named is None else _there(named)


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise UsageError(Texts().say("validate.no_folder", name=str(folder)))
    return folder


def _read(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8")
    except (OSError, ValueError) as problem:
        raise UsageError(Texts().say("validate.no_folder", name=str(page))) from problem


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as problem:
        raise not_written(file, problem) from problem
