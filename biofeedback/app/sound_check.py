"""Sound outside of a session: one cue played, and what the doctor can say of it."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback.clock import monotonic, wait
from biofeedback.cues.merging import TONE_S
from biofeedback.cues.words import Rung, Tone
from biofeedback.sound.process import SoundProcess
from biofeedback.sound.wire import Item, Level, Play
from biofeedback.why import why
from devices.strap_checks import Check, Verdict

ANSWER_S = 3.0
"""The process says within a third of a second what it plays on; on a busy machine within a second. Seconds."""

LOOK_S = 0.02
"""Between two looks for its answer. Seconds."""


def play(*tones: Tone, gain: float = 1.0) -> Rung:
    """Play these one after the other, and return when they have been played: on what. `gain`: 1 is as they are made."""
    process = SoundProcess()
    try:
        process.tell(Level(gain=gain, over_s=0.0))
        process.tell(Play(tuple(Item(tone=tone) for tone in tones)))
        rung = _answer(process)
        if rung is not Rung.NONE:
            wait(sum(TONE_S[tone] for tone in tones) + LOOK_S)
        return rung
    finally:
        process.close()


def of_sound() -> Iterator[Check]:
    """Whether something plays: two tones are sent to it. Whether they were heard, only the person knows."""
    rung = play(Tone.TENSE, Tone.RELEASE)
    if rung is Rung.NONE:
        yield Check(
            name="sound", verdict=Verdict.NOTE, words=why("cli.doctor_sound_none"), to_do=why("cli.doctor_sound_next")
        )
    else:
        code = "cli.doctor_sound_device" if rung is Rung.DEVICE else "cli.doctor_sound_player"
        yield Check(name="sound", verdict=Verdict.GOOD, words=why(code))


def _answer(process: SoundProcess) -> Rung:
    until = monotonic() + ANSWER_S
    while (rung := process.rung()) is None and monotonic() < until:
        wait(LOOK_S)
    return rung or Rung.NONE
