"""The commands about sessions kept on this machine, and their options."""

from __future__ import annotations

from typing import Annotated

import typer

from biofeedback.cli.options import JsonOption, LangOption, Language

sessions_app = typer.Typer(help="What was practised on this machine.", rich_markup_mode=None, no_args_is_help=True)
NumberArgument = Annotated[int, typer.Argument(help="The number of a session, as `sessions list` gives it.")]


@sessions_app.command("list")
def sessions_list(json: JsonOption = False, lang: LangOption = Language.EN) -> None:
    """One session a line, newest first."""
    from biofeedback.cli import past

    raise typer.Exit(past.show_list(json, lang.value))


@sessions_app.command("show")
def sessions_show(
    number: NumberArgument,
    protocol: Annotated[bool, typer.Option("--protocol", help="The protocol's file as it was, in its place.")] = False,
) -> None:
    """What was decided, one JSON object a line."""
    from biofeedback.cli import past

    raise typer.Exit(past.protocol(number) if protocol else past.show(number))


@sessions_app.command("replay")
def sessions_replay(number: NumberArgument, lang: LangOption = Language.EN) -> None:
    """Run a stored session's events through this version: does it decide as then?"""
    from biofeedback.cli import past

    raise typer.Exit(past.replay(number, lang.value))


@sessions_app.command("delete")
def sessions_delete(number: NumberArgument, lang: LangOption = Language.EN) -> None:
    """Delete a session for good."""
    from biofeedback.cli import past

    raise typer.Exit(past.delete(number, lang.value))
