"""The words of sound: tones, spoken lines and cues, as values. Times are seconds of the session."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from enum import Enum

HASH_LENGTH = 16
"""Hexadecimal digits of a text's hash: 64 bits, so that two of a few thousand texts never share one."""


class Tone(Enum):
    """What can be told apart by ear alone. The values are also the names that `sound play` takes."""

    NOTICE = "notice"  # something comes, or something is asked
    TENSE = "tense"
    RELEASE = "release"
    REST = "rest"
    BREATHE_IN = "breathe_in"
    BREATHE_OUT = "breathe_out"
    SETTLE = "settle"
    PAUSE = "pause"
    GO_ON = "go_on"
    STRAP_LOST = "strap_lost"
    STRAP_FOUND = "strap_found"
    STOP = "stop"
    END = "end"


class SoundMode(Enum):
    """How much is to be heard."""

    VOICE = "voice"  # tones and words
    TONES = "tones"
    OFF = "off"


class SpokenWords(Enum):
    """How many words lead through a tension."""

    ALL = "all"
    FEWER = "fewer"  # the name of the muscle group and the tones
    LATER = "later"  # all of them, until the protocol is known well


class Rung(Enum):
    """What plays, from the best to the least."""

    DEVICE = "device"  # the sound device itself
    PLAYER = "player"  # a program of the system
    BELL = "bell"  # the terminal's
    NONE = "none"


class LedBy(Enum):
    """What of all that leads a session by ear, as it is told to a person."""

    VOICE = "voice"  # and tones
    TONES = "tones"
    OFF = "off"  # nothing is wished
    BELL = "bell"  # nothing plays but the terminal's
    NONE = "none"  # nothing plays at all


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundState:
    """What can be shown of the sound. `rung` None: it is not known yet. `has_voice`: there are clips to be spoken."""

    mode: SoundMode
    rung: Rung | None
    has_voice: bool

    @property
    def led_by(self) -> LedBy:
        """What leads: as much as is wished, or what is left where nothing can play."""
        if self.mode is SoundMode.OFF:
            return LedBy.OFF
        if self.rung is Rung.NONE:
            return LedBy.NONE
        if self.rung is Rung.BELL:
            return LedBy.BELL
        return LedBy.VOICE if self.has_voice and self.mode is SoundMode.VOICE else LedBy.TONES


@dataclass(frozen=True, slots=True)
class Line:
    """One spoken text in one language, by the id of its cue. A clip belongs to both: other words are another clip."""

    id: str  # such as feet.tense, common.again, coach.link_lost
    text: str

    @property
    def hash(self) -> str:
        """The hash of the text."""
        return text_hash(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A tone, a line, or both, tone first, within a cue. Of what has no time, optional parts are left out first."""

    tone: Tone | None = None
    line: Line | None = None
    optional: bool = False
    after_s: float = 0.0  # silence before it, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is heard at once, part by part. A later cue takes the place of an earlier one."""

    parts: tuple[Part, ...]
    room_s: float | None = None  # until something else is due; None: open
    hold_s: float | None = None  # a tension begins with it, and its release is due after this time
    follows: bool = False  # nothing is urgent about it: words that are on are said to their end first


@dataclass(frozen=True, slots=True, kw_only=True)
class Breath:
    """Breathing tones. No rate: they end.

    The first in-breath began `since_s` ago; after so many `breaths` of it there is silence (None: as long as it lasts).
    """

    breaths_per_min: float | None
    inhale_share: float = 0.4
    breaths: int | None = None
    since_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is to be heard after one step: a cue, a change of the breathing tones, both or nothing."""

    cue: Cue | None = None
    breath: Breath | None = None
    gain: float | None = None  # how loud from here on, 1: as usual; None: as before


def text_hash(text: str) -> str:
    """The hash by which a clip is known to say this very text: of its NFC form in UTF-8."""
    whole = hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()
    return whole[:HASH_LENGTH]
