"""The sound of a session put together: how much is wished, in which voice, and what is said where nothing can play."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from biofeedback.app.own_clips import own_voice_folder
from biofeedback.app.sound_mode import VARIABLE
from biofeedback.cues.words import Line, Rung, SoundMode, SoundState, SpokenWords
from biofeedback.decisions import Decision, Outcome
from biofeedback.errors import StoreError
from biofeedback.events import Event
from biofeedback.ports import Sink
from biofeedback.run.listeners import Noted
from biofeedback.sound.clips import Clips
from biofeedback.sound.pack import open_voice, voices
from biofeedback.sound.process import SoundProcess
from biofeedback.sound.sounding import Sounding
from biofeedback.sound.volume import gain_of
from biofeedback.sound.wire import Voice
from biofeedback.source_news import SourceNews, Topic
from biofeedback.store.remembered import recall, remember
from biofeedback.store.sessions import Sessions
from biofeedback.why import why
from protocols.training import TrainingProtocol

NOTICE_S = 15.0
"""How long a change of what plays is told: a sentence is read in five. Seconds of the session."""

KNOWN_AFTER = 5
"""A protocol is known well after so many sessions that were practised to the end: a week of practice on most days."""

LASTS_S = 3.0
"""A change that lasts so long is told: one that is over sooner, as headphones are changed, is no news. Seconds of the
session."""

OpenSound = Callable[[TrainingProtocol, str, SoundMode, float], Sounding | None]
"""Makes the sound of a session: its protocol, its language, how much is to be heard, how fast its clock runs."""


def open_sound(protocol: TrainingProtocol, lang: str, mode: SoundMode, speed: float) -> Sounding | None:
    """The sound of this machine; None where the environment says that there shall be none at all."""
    if os.environ.get(VARIABLE) == SoundMode.OFF.value and mode is SoundMode.OFF:
        return None
    speaker = SoundProcess()  # begins to load while the voice is looked for
    folder, name = own_voice_folder(), voice_of(lang)
    own = folder if (folder / lang).is_dir() else None
    return Sounding(
        protocol,
        lang,
        speaker,
        mode=mode,
        few=few_words(protocol.name),
        settling=settling_heard(),
        volume=volume(),
        speed=speed,
        clips=readable_voice(lang, name, own),
        voice=Voice(lang=lang, name=name, own=None if own is None else str(own)),
    )


def voice_of(lang: str) -> str | None:
    """The voice that was chosen for a language; None: the one it comes with."""
    try:
        chosen = recall().voices
    except StoreError:
        return None
    return next((name for name in voices(lang) if name in chosen), None)


def words_wished() -> SpokenWords:
    """How many words are to be spoken."""
    try:
        return SpokenWords(recall().spoken_words or SpokenWords.ALL)
    except (StoreError, ValueError):
        return SpokenWords.ALL


def keep_words(wished: SpokenWords) -> None:
    """For all sessions from now on. Raises StoreError where it cannot be kept."""
    remember(replace(recall(), spoken_words=wished.value))


def settling_heard() -> bool:
    """Whether settling is made audible."""
    try:
        return recall().settling_heard
    except StoreError:
        return False


def keep_settling_heard(wished: bool) -> None:
    """For all sessions from now on. Raises StoreError where it cannot be kept."""
    remember(replace(recall(), settling_heard=wished))


def volume() -> float:
    """What all that is heard is multiplied with."""
    try:
        return gain_of(recall().volume_percent)
    except StoreError:
        return 1.0


def few_words(protocol: str) -> bool:
    """Whether fewer words are spoken in this protocol: as wished, or as it is known by now."""
    match words_wished():
        case SpokenWords.ALL:
            return False
        case SpokenWords.FEWER:
            return True
        case SpokenWords.LATER:
            return _times_practised(protocol) >= KNOWN_AFTER


def _times_practised(protocol: str) -> int:
    try:
        with Sessions() as store:
            return sum(
                each.about.protocol == protocol
                and each.finished is not None
                and each.finished.outcome is Outcome.COMPLETED
                for each in store.all()
            )
    except StoreError:
        return 0


def known_voices(lang: str) -> tuple[str, ...]:
    """The voices of a language, the usual one first."""
    return voices(lang)


def choose_voice(lang: str, name: str) -> None:
    """This voice speaks that language from now on. Raises StoreError where it cannot be kept."""
    before = recall()
    others = tuple(each for each in before.voices if each not in voices(lang))
    remember(replace(before, voices=(*others, name)))


def readable_voice(lang: str, name: str | None, own: Path | None) -> Clips | None:
    """A voice that can be read, with one's own clips; None: there is none, and the tones lead alone."""
    clips = open_voice(lang, name, own)
    if clips is None:
        return None
    try:
        clips.length_s(Line("spoken.paused", ""))
    except (OSError, ValueError):
        return None
    return clips


class WithSound:
    """A face and the sound as one listener: the sound first; whatever becomes of it, the face hears all the same."""

    def __init__(self, face: Sink, sound: Sink, noted: Noted) -> None:
        self._face = face
        self._sound: Sink | None = sound
        self._noted = noted

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Both hear it."""
        if self._sound is not None:
            try:
                self._sound.on_step(event, decisions)
            except Exception as fault:  # the session goes on in silence
                self._sound = None
                self._noted(fault, False)
        self._face.on_step(event, decisions)


class SoundNews:
    """That nothing can play is told once, when it is so; and that something can again. `now`: time of the session."""

    def __init__(self, state: Callable[[], SoundState], now: Callable[[], float]) -> None:
        self._state = state
        self._now = now
        self._silent = False
        self._turned: float | None = None  # since when it is otherwise than was told
        self._news: SourceNews | None = None
        self._since = 0.0

    def says(self) -> tuple[SourceNews, ...]:
        """What is worth knowing now, for a while."""
        state = self._state()
        silent = state.mode is not SoundMode.OFF and state.rung in (Rung.NONE, Rung.BELL)
        if state.rung is None or silent == self._silent:
            self._turned = None
        elif self._turned is None:
            self._turned = self._now()
        if self._turned is not None and self._now() - self._turned >= LASTS_S:
            self._silent, self._turned = silent, None
            code = "cli.sound_back" if not silent else "cli.sound_bell" if state.rung is Rung.BELL else "cli.sound_none"
            self._news = SourceNews(Topic.NO_SOUND if silent else Topic.SOUND_BACK, why(code))
            self._since = self._now()
        return (self._news,) if self._news is not None and self._now() - self._since < NOTICE_S else ()
