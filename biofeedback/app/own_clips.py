"""Is one's own voice complete, short and loud enough? And what no voice says, said ahead by a synthesiser."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np

from biofeedback.config import data_folder
from biofeedback.cues.lines import protocol_lines, spoken_lines
from biofeedback.cues.rooms import rooms
from biofeedback.cues.words import Line
from biofeedback.errors import UsageError
from biofeedback.sound.clips import Clips, NoClips
from biofeedback.sound.decoding import RATE, decoded
from biofeedback.sound.loudness import LEVEL_LUFS, loudness_lufs
from biofeedback.sound.own_voice import FORMS, MADE, OwnVoice
from biofeedback.sound.pack import open_voice
from biofeedback.sound.silence import trimmed
from biofeedback.sound.synthesiser import Synthesiser, SynthesiserError, synthesisers
from biofeedback.why import Why, why
from protocols.training import TrainingProtocol

OWN_VOICE = "voice"
"""Folder within the data folder: `voice/LANG/LINE.wav`."""

CUT_OFF = 0.999
"""Samples from here on stand at full scale: the recording was cut off there. Of full scale."""

MOST_CUT_OFF = 8
"""So many of them are an accident no more. Samples."""


class Fault(Enum):
    """What can be wrong with a clip."""

    MISSING = "missing"
    UNKNOWN = "unknown"  # a file that no line is named by
    UNREADABLE = "unreadable"
    TOO_LONG = "too_long"
    TOO_LOUD = "too_loud"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class ClipFault:
    """One clip, what is wrong with it, and in words."""

    clip: str
    fault: Fault
    why: Why


def own_voice_folder() -> Path:
    """Where one's own clips are looked for, one folder a language."""
    return data_folder() / OWN_VOICE


def made_folder(lang: str) -> Path:
    """Where what a synthesiser said ahead is kept."""
    return own_voice_folder() / lang / MADE


def check_clips(protocols: Iterable[TrainingProtocol], lang: str, folder: Path | None = None) -> tuple[ClipFault, ...]:
    """All faults of one's own clips, and all lines of these protocols that nothing says."""
    folder = (folder or own_voice_folder()) / lang
    protocols = tuple(protocols)
    voice = OwnVoice(folder, _shipped(lang))
    lines = dict.fromkeys(line for protocol in protocols for line in protocol_lines(protocol, lang))
    return (
        *_faults_of_files(folder, protocols, lang),
        *_missing(lines, voice),
        *_said_too_long(voice, protocols, lang),
    )


def say_missing(
    protocol: TrainingProtocol,
    lang: str,
    told: Callable[[Line], None],
    folder: Path | None = None,
    known: Callable[[str], tuple[Synthesiser, ...]] = synthesisers,
) -> int:
    """Let a synthesiser of this machine say what no voice says of a protocol; returns how many lines.

    UsageError: there is none that speaks the language. `told` is called with each line before it is said.
    """
    folder = (folder or own_voice_folder()) / lang
    voice = OwnVoice(folder, _shipped(lang))
    lines = [line for line in protocol_lines(protocol, lang) if voice.length_s(line) is None]
    if not lines:
        return 0
    made = folder / MADE
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    speaker = _first_that_speaks(known(lang), made)
    for line in lines:
        told(line)
        unfinished = made / f"{line.hash}.part"
        speaker.say(line.text, unfinished)
        unfinished.chmod(0o600)
        unfinished.replace(made / f"{line.hash}.wav")
    return len(lines)


def _first_that_speaks(found: Iterable[Synthesiser], folder: Path) -> Synthesiser:
    for speaker in found:
        try:
            speaker.probe(folder)
        except SynthesiserError:
            continue
        return speaker
    raise UsageError("no synthesiser of this machine speaks this language", reasons=(why("own_voice.no_synthesiser"),))


def _shipped(lang: str) -> Clips:
    return open_voice(lang) or NoClips()


def _missing(lines: Iterable[Line], voice: Clips) -> Iterator[ClipFault]:
    for line in lines:
        if voice.length_s(line) is None:
            yield ClipFault(line.id, Fault.MISSING, why("own_voice.missing", text=line.text))


def _said_too_long(voice: OwnVoice, protocols: Iterable[TrainingProtocol], lang: str) -> Iterator[ClipFault]:
    """Lines that outlast their phase as a voice or a synthesiser says them; one's own files are told of above."""
    told: set[str] = set()
    for room in (room for protocol in protocols for room in rooms(protocol, lang)):
        length_s = None if voice.file(room.line) is not None else voice.length_s(room.line)
        if length_s is not None and length_s > room.room_s and room.line.id not in told:
            told.add(room.line.id)
            reason = why("own_voice.too_long", length_s=length_s, room_s=room.room_s)
            yield ClipFault(room.line.id, Fault.TOO_LONG, reason)


def _faults_of_files(folder: Path, protocols: tuple[TrainingProtocol, ...], lang: str) -> Iterator[ClipFault]:
    known = {line.id for line in spoken_lines(lang)}
    known |= {line.id for protocol in protocols for line in protocol_lines(protocol, lang)}
    room_s: dict[str, float] = {}
    for protocol in protocols:
        for room in rooms(protocol, lang):
            room_s[room.line.id] = min(room.room_s, room_s.get(room.line.id, room.room_s))
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if file.suffix.lower() in FORMS and not file.name.startswith("."):
            fault = _fault_of(file, file.stem in known, room_s.get(file.stem))
            if fault is not None:
                yield fault


def _fault_of(file: Path, known: bool, room_s: float | None) -> ClipFault | None:
    """The first fault of a file."""
    if not known:
        return ClipFault(file.name, Fault.UNKNOWN, why("own_voice.unknown"))
    try:
        samples = decoded(file.read_bytes())
    except OSError:
        return ClipFault(file.name, Fault.UNREADABLE, why("own_voice.unreadable"))
    loudness = loudness_lufs(samples, RATE)
    if not np.isfinite(loudness):
        return ClipFault(file.name, Fault.SILENT, why("own_voice.silent"))
    length_s = trimmed(samples).size / RATE
    if room_s is not None and length_s > room_s:
        return ClipFault(file.name, Fault.TOO_LONG, why("own_voice.too_long", length_s=length_s, room_s=room_s))
    if (np.abs(samples) >= CUT_OFF).sum() > MOST_CUT_OFF:
        return ClipFault(file.name, Fault.TOO_LOUD, why("own_voice.too_loud", lufs=loudness, level=LEVEL_LUFS))
    return None
