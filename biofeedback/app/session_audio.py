"""A whole session as a file to practise by away from the computer: at the pace of its protocol, heeding nobody."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from biofeedback.app.hearing import readable_voice, voice_of
from biofeedback.app.own_clips import own_voice_folder
from biofeedback.cues.cueing import Cueing
from biofeedback.decisions import Action, BreathPaced, CueGiven, Decision, Phase, PhaseBegan
from biofeedback.errors import InputError, UsageError
from biofeedback.sound.clips import Clips, Key, NoClips
from biofeedback.sound.mixer import Mixer
from biofeedback.sound.sounding import items_of
from biofeedback.sound.tones import RATE_HZ, Samples, one_breath
from biofeedback.why import why
from protocols.library import load
from protocols.training import Ending, Step, TrainingProtocol

FORMS = {".wav": "WAV", ".flac": "FLAC", ".ogg": "OGG", ".mp3": "MP3"}
"""Endings of files that can be written."""

BLOCK_S = 1.0
"""Written at a time: libsndfile 1.2.2 crashes where ten minutes of Vorbis are written at once. Seconds."""

SHORTEST_BASELINE_S = 60.0
"""The quiet time at the beginning measures nothing here, so it is as short as settling down takes. Seconds."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where a part of the session begins, in seconds."""

    t: float
    title: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """What was written."""

    seconds: float
    chapters: tuple[Chapter, ...]
    has_voice: bool


def moments(protocol: TrainingProtocol) -> Iterator[tuple[Decision, ...]]:
    """What a session would decide that no body answers, step by step, in the order of time."""
    t = 0.0
    baseline_s = min(protocol.baseline_s, SHORTEST_BASELINE_S)
    yield PhaseBegan(t=t, phase=Phase.BASELINE, until=baseline_s), CueGiven(t=t, action=Action.SIT_QUIETLY)
    t += baseline_s
    for place, step in enumerate(protocol.steps):
        yield from _step(t, place, step, protocol)
        t += step.length_s
    yield (
        BreathPaced(t=t, breaths_per_min=None),
        PhaseBegan(t=t, phase=Phase.CLOSING, until=t + protocol.closing_s),
        CueGiven(t=t, action=Action.CLOSE),
    )
    t += protocol.closing_s
    end = () if protocol.ending is Ending.SILENT else (CueGiven(t=t, action=Action.END),)
    yield (PhaseBegan(t=t, phase=Phase.FINISHED), *end)


def _step(t: float, place: int, step: Step, protocol: TrainingProtocol) -> Iterator[tuple[Decision, ...]]:
    group, tense_at = step.group.id, t + step.lead_in_s
    rest_at, end = tense_at + step.hold_s, t + step.length_s
    yield (
        BreathPaced(t=t, breaths_per_min=None),
        PhaseBegan(t=t, phase=Phase.PREPARE, until=tense_at, step=place, group=group),
        CueGiven(t=t, action=Action.PREPARE, group=group),
    )
    if step.hold_s > 0:
        yield (
            PhaseBegan(t=tense_at, phase=Phase.TENSE, until=rest_at, step=place, group=group),
            CueGiven(t=tense_at, action=Action.TENSE, group=group, hold_s=step.hold_s, effort=step.effort),
        )
    yield (
        CueGiven(t=rest_at, action=Action.RELEASE, group=group),
        PhaseBegan(t=rest_at, phase=Phase.REST, until=end, step=place, group=group),
    )
    rate = step.breaths_per_min or protocol.pace.breaths_per_min
    breath_at = rest_at + 60.0 / rate * (1 - protocol.pace.inhale_share)
    if protocol.breath_cue and breath_at < end:
        yield (BreathPaced(t=breath_at, breaths_per_min=rate, inhale_share=protocol.pace.inhale_share),)


def render(name: str, lang: str, out: Path) -> Rendered:
    """Write it. Raises UsageError or InputError (it cannot be written)."""
    kind = FORMS.get(out.suffix.lower())
    if kind is None:
        endings = ", ".join(FORMS)
        raise UsageError(
            f"{out.name}: what ends in {endings} can be written", reasons=(why("cli.sound_endings", endings=endings),)
        )
    protocol = load(name)
    own = own_voice_folder()
    clips = readable_voice(lang, voice_of(lang), own if (own / lang).is_dir() else None)
    try:
        with out.open("wb") as file:
            seconds = _write(file, kind, _blocks(protocol, lang, clips or NoClips()))
        chapters = tuple(_chapters(protocol, lang))
        if kind == "MP3":
            _mark(out, chapters, seconds)
    except OSError as problem:
        raise InputError(
            f"{out}: cannot be written ({problem})", reasons=(why("cli.sound_unwritten", file=out.name),)
        ) from problem
    return Rendered(seconds, chapters, clips is not None)


def _blocks(protocol: TrainingProtocol, lang: str, clips: Clips) -> Iterator[Samples]:
    """The whole session, a second at a time."""
    cueing = Cueing(protocol, lang)
    mixer = Mixer(lambda key: clips.samples(Key(key.id, key.hash)))
    now = 0.0
    for decisions in moments(protocol):
        t = decisions[0].t
        while now < t:
            count = round(min(BLOCK_S, t - now) * RATE_HZ)
            if count == 0:
                break
            yield mixer.samples(count, now)
            now += count / RATE_HZ
        heard = cueing.on(decisions)
        if heard.gain is not None:
            mixer.level(heard.gain, BLOCK_S)
        if heard.breath is not None:
            breath = heard.breath
            one = one_breath(breath.breaths_per_min, breath.inhale_share)
            mixer.breathe(one, breath.breaths, breath.since_s, now)
        if heard.cue is not None:
            mixer.play(items_of(heard.cue, clips, speaking=True), now, follows=heard.cue.follows)
    while mixer.busy:
        yield mixer.samples(round(BLOCK_S * RATE_HZ), now)
        now += BLOCK_S


def _chapters(protocol: TrainingProtocol, lang: str) -> Iterator[Chapter]:
    yield Chapter(0.0, protocol.title.say(lang))
    t = min(protocol.baseline_s, SHORTEST_BASELINE_S)
    for step in protocol.steps:
        yield Chapter(t, step.group.name.say(lang))
        t += step.length_s


def _write(file: BinaryIO, kind: str, blocks: Iterator[Samples]) -> float:
    """The seconds that were written."""
    count = 0
    if kind == "WAV":
        with wave.open(file, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE_HZ)
            for block in blocks:
                sound.writeframesraw((np.clip(block, -1, 1) * 32767).astype("<i2").tobytes())
                count += len(block)
        return count / RATE_HZ
    try:
        import soundfile
    except (ImportError, OSError) as problem:
        raise UsageError(
            "FLAC, Ogg and MP3 need the extra `render`: pip install 'biofeedback[render]'",
            reasons=(why("cli.sound_extra"),),
        ) from problem
    subtype = {"FLAC": "PCM_16", "OGG": "VORBIS", "MP3": "MPEG_LAYER_III"}[kind]
    with soundfile.SoundFile(file, "w", RATE_HZ, 1, subtype=subtype, format=kind) as sound:
        for block in blocks:
            sound.write(block)
            count += len(block)
    return count / RATE_HZ


def _mark(out: Path, chapters: tuple[Chapter, ...], seconds: float) -> None:
    """Chapters of an MP3 file, as its players show them."""
    from mutagen.id3 import CHAP, CTOC, ID3, TIT2, CTOCFlags

    tags = ID3()
    ids = [f"c{number}" for number in range(len(chapters))]
    tags.add(CTOC(element_id="toc", flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, child_element_ids=ids))
    ends = (*(chapter.t for chapter in chapters[1:]), seconds)
    for element, chapter, end in zip(ids, chapters, ends, strict=True):
        title = TIT2(encoding=3, text=chapter.title)
        tags.add(
            CHAP(element_id=element, start_time=round(chapter.t * 1000), end_time=round(end * 1000), sub_frames=[title])
        )
    tags.save(out)
