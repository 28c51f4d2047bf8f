"""`sound`: cues to be heard outside of a session."""

from __future__ import annotations

from biofeedback.app import sound_check
from biofeedback.cli import terminal
from biofeedback.cues.words import Rung, Tone
from biofeedback.errors import UsageError
from biofeedback.texts import Texts
from biofeedback.why import why


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
