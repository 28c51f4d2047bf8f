"""The commands about sound, and their options."""

from __future__ import annotations

from typing import Annotated

import typer

from biofeedback.cli.options import LangOption, Language

sound_app = typer.Typer(help="What is heard of a session.", rich_markup_mode=None, no_args_is_help=True)


@sound_app.command("play")
def sound_play(
    cue: Annotated[str, typer.Argument(help="Which tone, such as tense, release or stop.")],
    lang: LangOption = Language.EN,
) -> None:
    """Play one cue."""
    from biofeedback.cli import sound

    raise typer.Exit(sound.play(cue, lang.value))
