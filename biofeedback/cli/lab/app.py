"""The group of the lab's commands, and the options that several of them have."""

from __future__ import annotations

from typing import Annotated

import typer

lab_app = typer.Typer(
    help="Test protocols with scenarios, try the engine on thousands of made sessions, and measure its figures.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

JobsOption = Annotated[int, typer.Option("--jobs", min=1, help="Processes at a time.")]
