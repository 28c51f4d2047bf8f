"""The options that several commands have, each described once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from biofeedback.app.appearance import take_theme
from biofeedback.app.language import language
from biofeedback.appearance import ThemeName
from biofeedback.cli import numbers
from biofeedback.cues.words import SoundMode
from biofeedback.export.names import ExportFormat


class Language(StrEnum):
    """The languages the program speaks."""

    EN = "en"
    ZH = "zh"


def spoken(context: typer.Context, value: Language) -> Language:
    """The language of this command: its own option, else the program's, else as kept, else as this computer is set."""
    source = context.get_parameter_source("lang")
    if source is not None and source.name != "DEFAULT":
        return value
    asked = context.find_root().params.get("lang")
    return Language(asked or language())


def sound_mode(voice: bool | None, quiet: bool) -> SoundMode | None:
    """How much is to be heard; None: as last time."""
    if quiet:
        return SoundMode.OFF
    if voice is None:
        return None
    return SoundMode.VOICE if voice else SoundMode.TONES


class AdaptationMode(StrEnum):
    """How far the body may steer the pace."""

    ON = "on"
    SHADOW = "shadow"
    OFF = "off"


def themed(theme: ThemeName | None) -> ThemeName | None:
    """The theme of this run."""
    if theme is not None:
        take_theme(theme)
    return theme


ThemeOption = Annotated[
    ThemeName | None, typer.Option("--theme", callback=themed, help="The colours of the screens, this time.")
]
ProtocolOption = Annotated[str | None, typer.Option("--protocol", help="A shipped protocol's name, or a TOML file.")]
SourceOption = Annotated[str | None, typer.Option("--source", help="ble[:ADDRESS], replay:FILE[@SPEED], person:NAME.")]
WatchedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source", help="ble[:ADDRESS], replay:FILE[@SPEED], session:NUMBER[@SPEED] or person:NAME; twice: two hearts."
    ),
]
AnywhereLangOption = Annotated[Language | None, typer.Option("--lang", help="The language; may stand anywhere.")]
LangOption = Annotated[
    Language,
    typer.Option(
        "--lang",
        callback=spoken,
        show_default=False,
        help="The language of words and cues; left out: as last chosen on a screen, else as this computer is set.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
PlainOption = Annotated[bool, typer.Option("--plain", help="Plain lines instead of the full screen.")]
KeepOption = Annotated[bool, typer.Option("--keep/--no-keep", help="Whether the session is kept on this machine.")]
VoiceOption = Annotated[
    bool | None, typer.Option("--voice/--no-voice", help="Whether words are spoken, or only tones are heard.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No sound.")]
SeedOption = Annotated[int, typer.Option("--seed", callback=numbers.seed, help="The seed of a simulated participant.")]
FaultOption = Annotated[
    list[str] | None,
    typer.Option("--fault", help="NAME[:WHEN[:LENGTH_S]], repeatable; WHEN: a second, PHASE:NTH or RATE/min."),
]
SensorOption = Annotated[
    list[str] | None,
    typer.Option(
        "--sensor", help="lsl:NAME: a respiration belt, EMG or EDA beside the heart; shown and kept, no more."
    ),
]
LslOption = Annotated[bool, typer.Option("--lsl", help="Pass it on to other programs on this machine (LSL).")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="The file to write, or the folder to write it into.")]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="Write over a file that is there already.")]
FolderOption = Annotated[Path | None, typer.Option("--out", help="The folder to write into; left out: this one.")]
FormatOption = Annotated[ExportFormat, typer.Option("--as", help="The format.")]
