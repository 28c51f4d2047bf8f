"""A voice in one file: an index, and clips of Ogg Vorbis, each of which is decoded alone.

    8 bytes     `MAGIC`
    4 bytes     length of the index, little-endian
    the index   JSON, `Index`
    the head    the first pages of an Ogg Vorbis stream, the same for all clips: codebooks, 3.4 kB
    the clips   the sound pages of each; the head and these are a whole stream

A clip belongs to a text, by its hash. Where a text has none, there is nothing to play: never an older sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import BinaryIO

import msgspec

from biofeedback.sound.clips import Keyed
from biofeedback.sound.decoding import RATE, decoded
from biofeedback.sound.loudness import Samples
from biofeedback.sound.own_voice import OwnVoice

MAGIC = b"BFVOICE1"
"""The first bytes of a voice, with the number of its form."""

FOLDER = "voices"
"""Beside this file: `voices/LANG/NAME.voice`."""

DEFAULT = {"en": "af_bella", "zh": "zf_xiaoxiao"}
"""The voice of a language where none is named."""

_ENDING = ".voice"


class Clip(msgspec.Struct, frozen=True):
    """One clip: the text it says, by hash and by the ids of its lines, and where it stands after the index."""

    hash: str
    ids: tuple[str, ...]
    reading: str  # the hash of its syllables where a table says how it is read (Mandarin), else empty
    at: int  # bytes after the end of the index
    size: int  # bytes
    samples: int
    lufs: float  # its loudness once decoded
    peak: float  # its true peak, of full scale
    lead_s: float  # silence before the first sound


class Index(msgspec.Struct, frozen=True):
    """What a voice holds. `made_with` says of which parts and settings, so that only what changed is made again."""

    voice: str
    lang: str
    made_with: str
    head_size: int  # bytes of the head, which begins right after the index
    clips: tuple[Clip, ...]


class BadVoiceError(ValueError):
    """A file that is not a voice of this form."""


class Pack:
    """A voice that is read clip by clip. Any number of threads may ask."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The name of the voice."""
        return self.index.voice

    @cached_property
    def index(self) -> Index:
        """What it holds. BadVoiceError: not a voice; OSError: not readable."""
        with self._path.open("rb") as file:
            return self._read_index(file)[0]

    def length_s(self, line: Keyed) -> float | None:
        """How long the clip of a line takes, s; None: it has none, or only one of other words."""
        clip = self._clips.get(line.hash)
        return None if clip is None else clip.samples / RATE

    def samples(self, line: Keyed) -> Samples | None:
        """The clip of a line, decoded; None as above, or where the file cannot be read any more."""
        clip = self._clips.get(line.hash)
        if clip is None:
            return None
        try:
            return decoded(self.encoded(clip))[: clip.samples]
        except OSError:
            return None

    def encoded(self, clip: Clip) -> bytes:
        """The whole Ogg Vorbis stream of a clip."""
        with self._path.open("rb") as file:
            index, body = self._read_index(file)
            file.seek(body)
            head = file.read(index.head_size)
            file.seek(body + clip.at)
            return head + file.read(clip.size)

    @cached_property
    def _clips(self) -> Mapping[str, Clip]:
        return {clip.hash: clip for clip in self.index.clips}

    def _read_index(self, file: BinaryIO) -> tuple[Index, int]:
        """The index, and where the head begins. Read once; afterwards only its length is."""
        start = file.read(len(MAGIC) + 4)
        if len(start) < len(MAGIC) + 4 or not start.startswith(MAGIC):
            raise BadVoiceError(f"{self._path.name} is not a voice")
        length = int.from_bytes(start[len(MAGIC) :], "little")
        known = self.__dict__.get("index")
        try:
            index: Index = known or msgspec.json.decode(file.read(length), type=Index)
        except msgspec.DecodeError as problem:
            raise BadVoiceError(f"{self._path.name} is not a voice: {problem}") from problem
        return index, len(MAGIC) + 4 + length


def voices(lang: str) -> tuple[str, ...]:
    """The names of the voices of a language, the default one first."""
    folder = resources.files("biofeedback.sound") / FOLDER / lang
    names = sorted(file.name.removesuffix(_ENDING) for file in folder.iterdir()) if folder.is_dir() else []
    return tuple(sorted(names, key=lambda name: name != DEFAULT.get(lang)))


def open_voice(lang: str, name: str | None = None, own: Path | None = None) -> Pack | OwnVoice | None:
    """A voice of a language, by name or the default one; None: there is none. `own`: a folder whose clips go first."""
    pack = _pack(lang, name)
    return pack if own is None else OwnVoice(own / lang, pack)


def _pack(lang: str, name: str | None) -> Pack | None:
    known = voices(lang)
    if not known or (name is not None and name not in known):
        return None
    file = resources.files("biofeedback.sound") / FOLDER / lang / f"{name or known[0]}{_ENDING}"
    with resources.as_file(file) as path:  # an installed program is a folder: the path stays good
        return Pack(path)
