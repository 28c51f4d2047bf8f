"""The commands about sound, and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from biofeedback.cli.options import LangOption, Language, ProtocolOption

sound_app = typer.Typer(help="What is heard of a session.", rich_markup_mode=None, no_args_is_help=True)


@sound_app.command("play")
def sound_play(
    cue: Annotated[str, typer.Argument(help="Which tone, such as tense, release or stop.")],
    lang: LangOption = Language.EN,
) -> None:
    """Play one cue."""
    from biofeedback.cli import sound

    raise typer.Exit(sound.play(cue, lang.value))


@sound_app.command("check")
def sound_check(
    protocol: Annotated[
        list[str] | None, typer.Option(help="A protocol, or several; all shipped ones, if left out.")
    ] = None,
    lang: LangOption = Language.EN,
) -> None:
    """What is missing, too long or too loud among clips of one's own: DATA/voice/LANG/CUE.wav (flac, ogg, mp3)."""
    from biofeedback.cli import own_voice

    raise typer.Exit(own_voice.check(protocol or [], lang.value))


@sound_app.command("prepare")
def sound_prepare(
    protocol: Annotated[str, typer.Option(help="A protocol of your own.")],
    lang: LangOption = Language.EN,
) -> None:
    """Let a synthesiser of this machine say ahead what no voice says: the words of a protocol of one's own."""
    from biofeedback.cli import own_voice

    raise typer.Exit(own_voice.prepare(protocol, lang.value))


@sound_app.command("voice")
def sound_voice(
    name: Annotated[str | None, typer.Argument(help="The voice that is to speak; left out: they are listed.")] = None,
    lang: LangOption = Language.EN,
) -> None:
    """The voices of a language, or which of them is to speak."""
    from biofeedback.cli import sound

    raise typer.Exit(sound.voice(name, lang.value))


@sound_app.command("words")
def sound_words(
    wished: Annotated[str | None, typer.Argument(help="all, fewer or later; left out: they are listed.")] = None,
    lang: LangOption = Language.EN,
) -> None:
    """How many words are spoken: all, fewer, or fewer once a protocol is known well."""
    from biofeedback.cli import sound

    raise typer.Exit(sound.words(wished, lang.value))


@sound_app.command("settling")
def sound_settling(
    wished: Annotated[
        bool | None, typer.Option("--on/--off", help="Left out: it is said how it is now.", show_default=False)
    ] = None,
    lang: LangOption = Language.EN,
) -> None:
    """Whether a pause for settling is heard: a soft tone that falls as the heart comes back. Off at first."""
    from biofeedback.cli import sound

    raise typer.Exit(sound.settling(wished, lang.value))


@sound_app.command("render")
def sound_render(
    out: Annotated[Path, typer.Option("--out", help="FILE.wav, .flac, .ogg or .mp3 (which has chapters).")],
    protocol: ProtocolOption = None,
    lang: LangOption = Language.EN,
) -> None:
    """A whole session as a file, at the fixed pace of its protocol, to practise by away from the computer."""
    from biofeedback.cli import sound

    raise typer.Exit(sound.render(protocol, lang.value, out))
