"""The words between the program and the process that plays: one JSON object a line one way, single bytes back."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from biofeedback.cues.words import Rung, Tone
from biofeedback.sound.clips import Key


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing of a cue: a tone, a clip or a silence."""

    tone: Tone | None = None
    clip: Key | None = None
    silence_s: float = 0.0


class Play(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """A cue, in the place of the one before. `release_at`: when the tension it begins is let go of at the latest, in
    seconds of the monotonic clock, which all processes of a machine share.
    """

    items: tuple[Item, ...]
    release_at: float | None = None
    follows: bool = False  # behind what is on, where something is


class Breathe(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Breathing tones (`cues.words.Breath`, in seconds of the wall); no rate: they end."""

    breaths_per_min: float | None = None
    inhale_share: float = 0.4
    breaths: int | None = None
    since_s: float = 0.0


class Hum(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """A soft tone of this pitch beneath all else, for some seconds unless it is said again; none: it ends."""

    hz: float | None = None


class Level(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """How loud everything is from now on, 0 to 1, reached in so many seconds."""

    gain: float
    over_s: float = 0.03


class LetGo(msgspec.Struct, frozen=True, tag=True):
    """Play the release now, if a tension is on."""


class Voice(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Where clips are to be taken from. `own`: the folder of one's own recordings, as text."""

    lang: str
    name: str | None = None
    own: str | None = None


class Need(msgspec.Struct, frozen=True, tag=True):
    """Clips that will be needed, the soonest first."""

    clips: tuple[Key, ...]


Message: TypeAlias = Play | Breathe | Hum | Level | LetGo | Voice | Need


BYTES = {Rung.DEVICE: b"d", Rung.PLAYER: b"p", Rung.NONE: b"n"}
"""The bytes by which the process says what it plays on."""


_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def line_of(message: Message) -> bytes:
    """A message as a line."""
    return _ENCODER.encode(message) + b"\n"


def message_of(line: bytes) -> Message | None:
    """The message of a line; None: it is none."""
    try:
        return _DECODER.decode(line)
    except (msgspec.MsgspecError, UnicodeError):
        return None


def rung_of(said: bytes) -> Rung:
    """What the last of these bytes says; nothing plays where it says nothing that is known."""
    return next((rung for rung, byte in BYTES.items() if byte == said[-1:]), Rung.NONE)
