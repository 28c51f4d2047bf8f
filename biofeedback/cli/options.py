"""The options that several commands have, each described once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from biofeedback.cli import numbers


class Language(StrEnum):
    """The languages the program speaks."""

    EN = "en"
    ZH = "zh"


class AdaptationMode(StrEnum):
    """How far the body may steer the pace."""

    ON = "on"
    SHADOW = "shadow"
    OFF = "off"


ProtocolOption = Annotated[str | None, typer.Option("--protocol", help="A shipped protocol's name, or a TOML file.")]
SourceOption = Annotated[str | None, typer.Option("--source", help="ble[:ADDRESS], replay:FILE[@SPEED], person:NAME.")]
WatchedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source", help="ble[:ADDRESS], replay:FILE[@SPEED], session:NUMBER[@SPEED] or person:NAME; twice: two hearts."
    ),
]
LangOption = Annotated[Language, typer.Option("--lang", help="The language of words and cues.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
PlainOption = Annotated[bool, typer.Option("--plain", help="Plain lines instead of the full screen.")]
KeepOption = Annotated[bool, typer.Option("--keep/--no-keep", help="Whether the session is kept on this machine.")]
SeedOption = Annotated[int, typer.Option("--seed", callback=numbers.seed, help="The seed of a simulated participant.")]
