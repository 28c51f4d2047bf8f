"""The commands and their options. Each command's work, and what it needs to import, is in a file of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from biofeedback.app.language import keep_language, language
from biofeedback.cli import lab, numbers, profile_commands, recordings, serving, sessions, sounds
from biofeedback.cli.commands import ours
from biofeedback.cli.lab.sweeps import sweep
from biofeedback.cli.options import (
    AdaptationMode,
    AnywhereLangOption,
    FaultOption,
    JsonOption,
    KeepOption,
    LangOption,
    Language,
    LslOption,
    PlainOption,
    ProtocolOption,
    QuietOption,
    SeedOption,
    SensorOption,
    SourceOption,
    ThemeOption,
    VoiceOption,
    WatchedOption,
    sound_mode,
)

ON_SCREENS = (None, "practise", "watch", "demo", "screening")
"""Commands at which a person sits: a language that is asked for at them is kept, one that a script asks for is not."""

app = typer.Typer(
    add_completion=True,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Progressive muscle relaxation that listens to the heart.",
)


@app.callback(invoke_without_command=True)
def home(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say the version.")] = False,
    profile: Annotated[str | None, typer.Option("--profile", help="Whose sessions, answers and strap.")] = None,
    lang: AnywhereLangOption = None,
    theme: ThemeOption = None,
) -> None:
    """Without a command: the home screen."""
    if profile is not None:
        from biofeedback.app import profiles

        profiles.take(profile)
    if lang is not None and context.invoked_subcommand in ON_SCREENS and sys.stdin.isatty() and sys.stdout.isatty():
        keep_language(lang.value)
    if version:
        from biofeedback.cli.version import tell_version

        tell_version()
        raise typer.Exit
    if context.invoked_subcommand is None:
        from biofeedback.cli import screens

        raise typer.Exit(screens.home(language(None if lang is None else lang.value)))


@app.command()
def demo(
    lang: LangOption = Language.EN,
    plain: PlainOption = False,
    voice: VoiceOption = None,
    quiet: QuietOption = False,
    tour: Annotated[bool, typer.Option("--tour", help="Shown around in two minutes: what happens, and why.")] = False,
) -> None:
    """A guided session with a simulated participant; without a terminal, its story and summary."""
    from biofeedback.cli import screens

    raise typer.Exit(screens.demo(lang.value, plain, sound_mode(voice, quiet), tour=tour))


@app.command()
def practise(
    protocol: ProtocolOption = None,
    source: SourceOption = None,
    lang: LangOption = Language.EN,
    voice: VoiceOption = None,
    quiet: QuietOption = False,
    plain: PlainOption = False,
    seed: SeedOption = 1,
    keep: KeepOption = True,
    sensor: SensorOption = None,
) -> None:
    """A guided session with a strap, a recording or a simulated participant."""
    from biofeedback.cli import screens

    sound = sound_mode(voice, quiet)
    raise typer.Exit(
        screens.practise(protocol, source, lang.value, plain, sound, seed, keep=keep, sensors=tuple(sensor or ()))
    )


@app.command()
def watch(
    source: WatchedOption = None,
    lang: LangOption = Language.EN,
    plain: PlainOption = False,
    keep: KeepOption = True,
    sensor: SensorOption = None,
    lsl: LslOption = False,
    json: JsonOption = False,
) -> None:
    """The live heart rate and HRV, without a protocol; of two hearts at once where two sources are named."""
    from biofeedback.cli import screens

    sources, sensors = tuple(source or ()), tuple(sensor or ())
    if json:
        raise typer.Exit(screens.watch_as_json(sources, lang.value, keep=keep, sensors=sensors, lsl=lsl))
    raise typer.Exit(screens.watch(sources, lang.value, plain, keep=keep, sensors=sensors, lsl=lsl))


@app.command()
def simulate(
    protocol: ProtocolOption = None,
    source: SourceOption = None,
    seed: SeedOption = 1,
    start_s: Annotated[float, typer.Option(callback=numbers.seconds, help="Begin a recording at this second.")] = 0.0,
    fault: FaultOption = None,
    adaptation: Annotated[AdaptationMode, typer.Option("--adaptation")] = AdaptationMode.ON,
    expect: Annotated[
        Path | None,
        typer.Option("--expect", help="What must hold: TOML as in a scenario, or JSON fields of the summary."),
    ] = None,
    json: JsonOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """A session headless, as fast as it goes."""
    from biofeedback.cli import simulate as command

    wanted = command.Wanted(
        protocol, source, seed, start_s, tuple(fault or ()), adaptation.value, expect, json, lang.value
    )
    raise typer.Exit(command.run(wanted))


app.command()(recordings.analyse)
app.command("import")(recordings.import_recording)


@app.command()
def validate(
    folders: Annotated[list[Path], typer.Argument(help="Annotated recordings, or folders of them.")],
    floor: Annotated[Path | None, typer.Option("--floor", help="TOML or JSON: what each figure must reach.")] = None,
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the figures into this SVG file.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Recordings at a time.")] = 1,
    json: JsonOption = False,
    lang: LangOption = Language.EN,
) -> None:
    """Score the detectors on annotated recordings (WFDB, or tables with label and rhythm)."""
    from biofeedback.cli import validate as command

    raise typer.Exit(command.run(command.Wanted(tuple(folders), floor, picture, jobs, json, lang.value)))


@app.command()
def screening(
    show: Annotated[bool, typer.Option("--show", help="Show what the kept answers change; ask nothing.")] = False,
    lang: LangOption = Language.EN,
    plain: PlainOption = False,
) -> None:
    """A few questions before the first session, and what the answers change."""
    from biofeedback.cli import screens

    raise typer.Exit(screens.answers(lang.value, ask=not show, plain=plain))


app.add_typer(lab.lab_app, name="lab")
app.command()(sweep)

protocols_app = typer.Typer(help="What can be practised.", rich_markup_mode=None, no_args_is_help=True)
app.add_typer(protocols_app, name="protocols")


@protocols_app.command("list")
def protocols_list(lang: LangOption = Language.EN) -> None:
    """One protocol a line, name first."""
    from biofeedback.cli import protocol_files

    raise typer.Exit(protocol_files.show_list(lang.value))


@protocols_app.command("show")
def protocols_show(
    name: Annotated[str, typer.Argument(help="A shipped protocol's name, or a TOML file.")],
    script: Annotated[bool, typer.Option("--script", help="Every word that is said, with its time.")] = False,
    lang: LangOption = Language.EN,
) -> None:
    """What a protocol is, how long it takes and which groups it has."""
    from biofeedback.cli import protocol_files

    raise typer.Exit(protocol_files.show(name, lang.value, script))


@protocols_app.command("new")
def protocols_new(
    file: Annotated[Path | None, typer.Argument(help="The TOML file to write; left out: it is asked for.")] = None,
    template: Annotated[bool, typer.Option("--template", help="Ask nothing: write a commented example.")] = False,
    lang: LangOption = Language.EN,
) -> None:
    """Write a protocol file, question by question; without a terminal, a commented example."""
    from biofeedback.cli import protocol_files

    raise typer.Exit(protocol_files.new(file, lang.value, template=template))


@protocols_app.command("suggest")
def protocols_suggest(lang: LangOption = Language.EN) -> None:
    """Today's suggestion, from what was practised here and what was answered."""
    from biofeedback.cli import suggestion

    raise typer.Exit(suggestion.run(lang.value))


@protocols_app.command("check")
def protocols_check(
    file: Path,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever the file is saved.")] = False,
    lang: LangOption = Language.EN,
) -> None:
    """Whether a protocol file is well-formed and safe."""
    from biofeedback.cli import protocol_files

    check = protocol_files.check_on_save if watch else protocol_files.check
    raise typer.Exit(check(file, lang.value))


@protocols_app.command("schema")
def protocols_schema(lang: LangOption = Language.EN) -> None:
    """Print the JSON Schema of a protocol file, for editors that complete and check as you type."""
    from biofeedback.cli import protocol_files

    raise typer.Exit(protocol_files.print_schema(lang.value))


@app.command()
def devices(json: JsonOption = False, lang: LangOption = Language.EN) -> None:
    """The straps in reach."""
    from biofeedback.cli import straps

    raise typer.Exit(straps.show_list(json, lang.value))


@app.command()
def strap(
    transport: Annotated[str, typer.Option("--transport", help="A Bumble transport: usb:0, hci-socket:0, vhci, ...")],
    source: Annotated[str | None, typer.Option("--source", help="replay:FILE[@SPEED] or person:NAME.")] = None,
    seed: SeedOption = 1,
    fault: FaultOption = None,
    name: Annotated[str | None, typer.Option("--name", help="What it is called on the air.")] = None,
    optical: Annotated[bool, typer.Option("--optical", help="A sensor of the arm that sees pulses by light.")] = False,
    lang: LangOption = Language.EN,
) -> None:
    """A virtual strap: a recording or a simulated participant on the air, to test this or any other app with."""
    from biofeedback.cli import virtual

    raise typer.Exit(virtual.run(source, transport, seed, tuple(fault or ()), name, lang.value, optical=optical))


app.command()(serving.serve)
app.add_typer(sessions.sessions_app, name="sessions")
app.add_typer(sounds.sound_app, name="sound")
app.add_typer(profile_commands.profiles_app, name="profiles")
app.command()(sessions.delete)
app.command()(sessions.trends)
app.command()(sessions.export)
app.command()(sessions.report)
app.command()(sessions.settings)


@app.command()
def doctor(lang: LangOption = Language.EN) -> None:
    """What is wrong between you, the strap and this computer, and what to do."""
    from biofeedback.cli import doctor as command

    raise typer.Exit(command.run(lang.value))


ours(app)
