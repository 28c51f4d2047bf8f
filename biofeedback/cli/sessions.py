"""The commands about sessions kept on this machine, and their options."""

from __future__ import annotations

from typing import Annotated

import typer

from biofeedback.cli.options import (
    FolderOption,
    FormatOption,
    JsonOption,
    LangOption,
    Language,
    OutOption,
    ReplaceOption,
    YesOption,
)
from biofeedback.export.names import ExportFormat

sessions_app = typer.Typer(help="What was practised on this machine.", rich_markup_mode=None, no_args_is_help=True)
NumberArgument = Annotated[int, typer.Argument(help="The number of a session, as `sessions list` gives it.")]


@sessions_app.command("list")
def sessions_list(
    json: JsonOption = False,
    where: Annotated[bool, typer.Option("--where", help="Where they are kept, and what reads them.")] = False,
    lang: LangOption = Language.EN,
) -> None:
    """One session a line, newest first."""
    from biofeedback.cli import past, whereabouts

    raise typer.Exit(whereabouts.show(json, lang.value) if where else past.show_list(json, lang.value))


@sessions_app.command("show")
def sessions_show(
    number: NumberArgument,
    protocol: Annotated[bool, typer.Option("--protocol", help="The protocol's file as it was, in its place.")] = False,
    json: JsonOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """What happened, what was decided and why, and how it felt; with --json every decision, one JSON object a line."""
    from biofeedback.cli import past

    if protocol:
        raise typer.Exit(past.protocol(number))
    raise typer.Exit(past.show_lines(number) if json else past.show(number, lang.value))


@sessions_app.command("replay")
def sessions_replay(number: NumberArgument, lang: LangOption = Language.EN) -> None:
    """Run a stored session's events through this version: does it decide as then?"""
    from biofeedback.cli import past

    raise typer.Exit(past.replay(number, lang.value))


@sessions_app.command("scenario")
def sessions_scenario(
    number: NumberArgument,
    shows: Annotated[
        str | None, typer.Option("--shows", help="The decision to show, such as 'stop irregular'.")
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Keep all its events instead of the fewest.")] = False,
    out: OutOption = None,
    replace: ReplaceOption = False,
) -> None:
    """A session as a scenario: with the fewest of its events that still show the same decision."""
    from biofeedback.cli import session_scenario

    raise typer.Exit(session_scenario.run(number, shows, out, whole=whole, replace=replace))


@sessions_app.command("delete")
def sessions_delete(number: NumberArgument, yes: YesOption = False, lang: LangOption = Language.EN) -> None:
    """Delete a session or an imported recording for good."""
    from biofeedback.cli import deleting

    raise typer.Exit(deleting.one(number, lang.value, yes=yes))


@sessions_app.command("rate")
def sessions_rate(
    number: NumberArgument,
    tension: Annotated[
        int | None, typer.Argument(help="0 (not tense at all) to 10; left out: you would rather not say.")
    ] = None,
    lang: LangOption = Language.EN,
) -> None:
    """Say afterwards how tense you felt right after a session, where that was not said at its end."""
    from biofeedback.cli import past

    raise typer.Exit(past.rate(number, tension, lang.value))


@sessions_app.command("export")
def sessions_export(
    number: NumberArgument,
    form: FormatOption = ExportFormat.CSV,
    out: FolderOption = None,
    replace: ReplaceOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """A session or recording as files for other programs."""
    from biofeedback.cli import exports

    raise typer.Exit(exports.one(number, form, out, lang.value, replace=replace))


@sessions_app.command("report")
def sessions_report(
    number: NumberArgument, out: OutOption = None, replace: ReplaceOption = False, lang: LangOption = Language.EN
) -> None:
    """A session as a page to keep, print or show to a doctor: one HTML file."""
    from biofeedback.cli import reports

    raise typer.Exit(reports.of_session(number, out, lang.value, replace=replace))


def export(
    everything: Annotated[bool, typer.Option("--all", help="All that is kept.")] = False,
    form: FormatOption = ExportFormat.CSV,
    out: FolderOption = None,
    replace: ReplaceOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """All sessions and recordings as files for other programs."""
    from biofeedback.cli import exports

    every = exports.every(form, out, lang.value, replace=replace) if everything else exports.nothing_named(lang.value)
    raise typer.Exit(every)


def report(out: OutOption = None, replace: ReplaceOption = False, lang: LangOption = Language.EN) -> None:
    """All that was practised here as a page to keep, print or show to somebody."""
    from biofeedback.cli import reports

    raise typer.Exit(reports.of_weeks(out, lang.value, replace=replace))


def delete(
    everything: Annotated[bool, typer.Option("--everything", help="All that is kept of this person.")] = False,
    yes: YesOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """Delete all that is kept here: sessions, recordings, answers, strap, choices, reports, details of faults."""
    from biofeedback.cli import deleting

    raise typer.Exit(deleting.everything(lang.value, yes=yes) if everything else deleting.nothing(lang.value))


def trends(json: JsonOption = False, lang: LangOption = Language.EN) -> None:
    """How practising goes over weeks."""
    from biofeedback.cli import trends as command

    raise typer.Exit(command.run(json, lang.value))


def settings(
    name: Annotated[str | None, typer.Argument(help="A setting; left out: all of them.")] = None,
    value: Annotated[str | None, typer.Argument(help="What to set it to; left out: what it is set to.")] = None,
    json: JsonOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """What can be set: language, sound, volume, colours, figures, keeping awake."""
    from biofeedback.cli import settings as command

    raise typer.Exit(command.run(name, value, json, lang.value))
