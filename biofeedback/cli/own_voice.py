"""`sound check` and `sound prepare`: one's own voice, and what no voice says."""

from __future__ import annotations

from collections.abc import Sequence

from biofeedback.app import own_clips
from biofeedback.cli import terminal
from biofeedback.texts import Texts
from protocols.library import load, names

NOT_COMPLETE = 1
"""Something is missing, too long or too loud: the check that was asked for did not hold."""


def check(protocols: Sequence[str], lang: str) -> int:
    """Print what is wrong with the clips, one line each."""
    texts = Texts(lang)
    faults = own_clips.check_clips(map(load, protocols or names()), lang)
    for fault in faults:
        terminal.write(texts.say("own_voice.fault", clip=fault.clip, why=texts.why(fault.why)))
    if not faults:
        terminal.write(texts.say("own_voice.good", folder=str(own_clips.own_voice_folder() / lang)))
    return NOT_COMPLETE if faults else 0


def prepare(protocol: str, lang: str) -> int:
    """Let a synthesiser of this machine say ahead what no voice says of a protocol."""
    texts = Texts(lang)

    def told(text: str) -> None:
        terminal.write(texts.say("own_voice.saying", text=text))

    said = own_clips.say_missing(load(protocol), lang, lambda line: told(line.text))
    folder = own_clips.made_folder(lang)
    code = "own_voice.said" if said else "own_voice.nothing_missing"
    terminal.write(texts.say(code, lines=said, folder=str(folder)))
    return 0
