"""`sound`: cues to be heard outside of a session."""

from __future__ import annotations

from pathlib import Path

from biofeedback.app import hearing, session_audio, sound_check
from biofeedback.cli import terminal
from biofeedback.cues.words import Rung, SpokenWords, Tone
from biofeedback.errors import UsageError
from biofeedback.texts import Texts
from biofeedback.why import why
from protocols.library import DEFAULT


def play(cue: str, lang: str) -> int:
    """Play one tone; exit 1 where nothing can."""
    known = {tone.value: tone for tone in Tone}
    if cue not in known:
        names = ", ".join(known)
        raise UsageError(f"no cue {cue!r}: there are {names}", reasons=(why("cli.sound_no_cue", cue=cue, names=names),))
    if sound_check.play(known[cue]) is Rung.NONE:
        texts = Texts(lang)
        terminal.complain(texts.say("cli.doctor_sound_none"))
        return 1
    return 0


def voice(name: str | None, lang: str) -> int:
    """List the voices of a language, the one that speaks marked, or choose another."""
    known = hearing.known_voices(lang)
    if name is None:
        speaks = hearing.voice_of(lang) or next(iter(known), None)
        for each in known:
            terminal.write(f"{'*' if each == speaks else ' '} {each}")
        return 0
    if name not in known:
        names = ", ".join(known) or "-"
        raise UsageError(
            f"no voice {name!r}: there are {names}", reasons=(why("cli.sound_no_voice", voice=name, names=names),)
        )
    hearing.choose_voice(lang, name)
    return 0


def words(wished: str | None, lang: str) -> int:
    """List how many words may be spoken, the present choice marked, or choose."""
    known = {each.value: each for each in SpokenWords}
    if wished is None:
        now = hearing.words_wished()
        for each in SpokenWords:
            said = Texts(lang).say(f"cli.sound_words_{each.value}", times=hearing.KNOWN_AFTER)
            terminal.write(f"{'*' if each is now else ' '} {each.value:<6}  {said}")
        return 0
    if wished not in known:
        names = ", ".join(known)
        raise UsageError(
            f"no choice {wished!r}: there are {names}",
            reasons=(why("cli.sound_no_words_choice", choice=wished, names=names),),
        )
    hearing.keep_words(known[wished])
    return 0


def settling(wished: bool | None, lang: str) -> int:
    """Say whether settling is heard, or choose."""
    if wished is None:
        code = "on" if hearing.settling_heard() else "off"
        terminal.write(Texts(lang).say(f"cli.sound_settling_{code}"))
        return 0
    hearing.keep_settling_heard(wished)
    return 0


def render(protocol: str | None, lang: str, out: Path) -> int:
    """Write a session, and say that it listens to nobody."""
    name, texts = protocol or DEFAULT, Texts(lang)
    made = session_audio.render(name, lang, out)
    minutes = round(made.seconds / 60, 1)
    terminal.complain(texts.say("cli.sound_rendered", protocol=name, minutes=minutes))
    if not made.has_voice:
        terminal.complain(texts.say("cli.sound_no_words"))
    for chapter in made.chapters:
        terminal.write(f"{int(chapter.t) // 60:02d}:{int(chapter.t) % 60:02d}  {chapter.title}")
    return 0
