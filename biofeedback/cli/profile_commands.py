"""The commands about profiles, and their options."""

from __future__ import annotations

from typing import Annotated

import typer

from biofeedback.cli.options import LangOption, Language

profiles_app = typer.Typer(
    help="For several people on one machine; alone, you need none.", rich_markup_mode=None, no_args_is_help=True
)
NameArgument = Annotated[str, typer.Argument(help="A profile's name; `default` is the one that is always there.")]


@profiles_app.command("list")
def profiles_list(lang: LangOption = Language.EN) -> None:
    """One profile a line; the one in use is marked."""
    from biofeedback.cli import profiles

    raise typer.Exit(profiles.show_list(lang.value))


@profiles_app.command("new")
def profiles_new(name: NameArgument, lang: LangOption = Language.EN) -> None:
    """Make a profile: its own sessions, answers and strap, nothing in it yet."""
    from biofeedback.cli import profiles

    raise typer.Exit(profiles.new(name, lang.value))


@profiles_app.command("use")
def profiles_use(name: NameArgument, lang: LangOption = Language.EN) -> None:
    """Take this profile wherever none is named with `biofeedback --profile NAME`."""
    from biofeedback.cli import profiles

    raise typer.Exit(profiles.use(name, lang.value))
