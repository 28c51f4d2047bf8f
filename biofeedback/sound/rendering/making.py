"""One voice made: what its file holds already and is still so is kept, the rest is said, finished and coded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import msgspec

from biofeedback.cues.words import Line, text_hash
from biofeedback.sound.decoding import decoded
from biofeedback.sound.loudness import MOST_PEAK, Samples, true_peak
from biofeedback.sound.pack import BadVoiceError, Pack
from biofeedback.sound.rendering import packing, parts
from biofeedback.sound.rendering.finishing import finished
from biofeedback.sound.rendering.packing import Coded
from biofeedback.sound.rendering.parts import Voice
from biofeedback.sound.rendering.reading import reading_hash

FORM = "1"
"""Changed by hand when finishing changes, so that every clip is finished anew."""

PEAK_MARGINS = (0.94, 0.86, 0.78)
"""Shares of the highest peak that are tried before coding: three of 457 clips came out above it behind the first."""

Progress = Callable[[int, int], None]
"""Called with how many clips are done, and of how many."""


class Speaking(Protocol):
    """What says a text: `Speech`, or in tests something quicker."""

    def say(self, text: str) -> Samples:
        """The samples of a text, as they come."""
        ...


def made_with(voice: Voice) -> str:
    """Of which parts and settings a voice is made, as a hash."""
    settings = f"{parts.MODEL_SHA256} {voice} {packing.COMPRESSION} {FORM}"
    if (band_hz := parts.BANDS_HZ.get(voice.name)) is not None:
        settings += f" {band_hz}"
    return hashlib.sha256(settings.encode()).hexdigest()[:16]


def make(voice: Voice, lines: Iterable[Line], file: Path, speech: Speaking, progress: Progress) -> int:
    """Write the voice with a clip for each text of `lines`, and return how many clips are new or changed."""
    texts: dict[str, list[str]] = {}
    for line in lines:
        texts.setdefault(line.text, []).append(line.id)
    old = _held(file, voice)
    clips: list[Coded] = []
    changed = 0
    for number, (text, ids) in enumerate(texts.items()):
        progress(number, len(texts))
        reading = reading_hash(text) if voice.lang == "zh" else ""
        own_pace = parts.paced(voice, text).speed == voice.speed
        kept = old.get((text_hash(text), reading)) if own_pace else None
        changed += kept is None
        if kept is None:
            stream = _coded(speech.say(text), parts.paced(voice, text))
            clips.append(packing.measured(stream, text=text, ids=tuple(ids), reading=reading))
        else:
            clips.append(Coded(msgspec.structs.replace(kept.entry, ids=tuple(ids)), kept.stream))
    packing.write(file, voice.name, voice.lang, made_with(voice), clips)
    return changed


def _coded(said: Samples, voice: Voice) -> bytes:
    """The clip of what was said. Coding may raise a peak: then it is held lower before it."""
    stream, band_hz = b"", parts.BANDS_HZ.get(voice.name)
    for margin in PEAK_MARGINS:
        stream = packing.coded(finished(said, voice.stretch, margin * MOST_PEAK, band_hz))
        if true_peak(decoded(stream)) < MOST_PEAK:
            break
    return stream


def _held(file: Path, voice: Voice) -> dict[tuple[str, str], Coded]:
    """The clips of a voice that was made in the same way, by the hashes of text and reading."""
    if not file.exists():
        return {}
    pack = Pack(file)
    try:
        if pack.index.made_with != made_with(voice):
            return {}
    except BadVoiceError:
        return {}
    found = (Coded(clip, pack.encoded(clip)) for clip in pack.index.clips)
    return {
        (each.entry.hash, each.entry.reading): each for each in found if packing.is_good(each.entry) and _whole(each)
    }


def _whole(clip: Coded) -> bool:
    """Whether a clip can still be decoded: a damaged file heals when it is made again."""
    try:
        return decoded(clip.stream).size == clip.entry.samples
    except OSError:
        return False
