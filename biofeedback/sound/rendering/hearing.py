"""Every clip heard by a recogniser that knows nothing of our texts, and then: which of all texts is nearest?

A closed set, since raw errors punish homophones: English is compared by letters and, where these name another text, by
phonemes ("write" is "right" by ear); Mandarin by pinyin without tones.
Besides, a Mandarin clip in which more syllables are heard than its text has is refused: slow rendering adds some.
"""

# pyright: reportMissingImports=false
# What this loads is no dependency of the rest.

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from biofeedback.cues.words import Line
from biofeedback.sound.decoding import RATE, decoded
from biofeedback.sound.loudness import Samples
from biofeedback.sound.pack import Pack
from biofeedback.sound.rendering.phonemes import english
from biofeedback.sound.rendering.reading import syllables

RECOGNISER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Digest of the recogniser's model: Whisper base in 8 bits, English and Mandarin."""

RECOGNISER_RATE = 16_000
"""Samples/s that the recogniser hears."""

WINDOW_S = 12
"""Sound that is given at once, s: longer than any clip but a few, which get their own length. The usual 30 s take three
times as long to hear and were written down alike (of 7 clips, 7)."""

CANDIDATES = 20
"""Texts that are compared letter by letter: those that share the most pairs of letters with what was heard."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One clip: its text, what the recogniser wrote down, and the text of all that is nearest to it."""

    text: str
    heard: str
    nearest: str
    more_syllables: int  # heard beyond those of the text; only counted in Mandarin

    @property
    def right(self) -> bool:
        """Whether the clip was told from all others, and says no more than its text."""
        return self.nearest == self.text and self.more_syllables <= 0


@dataclass(frozen=True, slots=True)
class Result:
    """All clips of a voice."""

    voice: str
    clips: tuple[Heard, ...]

    @property
    def wrong(self) -> tuple[Heard, ...]:
        """Those that were taken for another one, or said too much."""
        return tuple(clip for clip in self.clips if not clip.right)

    def report(self) -> str:
        """The figure, and each clip behind it that is wrong."""
        lines = [f"{self.voice}: {len(self.clips) - len(self.wrong)} of {len(self.clips)} clips told rightly"]
        lines += [
            f"  {clip.text}\n    heard {clip.heard!r}, nearest {clip.nearest!r}, {clip.more_syllables:+d} syllables"
            for clip in self.wrong
        ]
        return "\n".join(lines)


def hear(file: Path, lines: Iterable[Line], recogniser: Path, kept: Path) -> Result:
    """Hear every clip of a voice. What was heard of the same clip before is kept in the folder `kept`."""
    pack = Pack(file)
    texts = {line.hash: line.text for line in lines}
    lang = pack.index.lang
    ways = _ways(lang, texts.values())
    found: list[Heard] = []
    for clip in pack.index.clips:
        if clip.hash in texts:
            stream = pack.encoded(clip)
            heard = _heard(stream, lang, recogniser, kept)
            found.append(judged(texts[clip.hash], heard, lang, ways))
    return Result(pack.name, tuple(found))


@dataclass(frozen=True, slots=True)
class Way:
    """One way to compare: each text as it is compared, and all that what was heard may be compared as."""

    said: Mapping[str, str]
    readings: Callable[[str], frozenset[str]]


def judged(text: str, heard: str, lang: str, ways: Sequence[Way]) -> Heard:
    """What was heard of a clip, compared with all texts: one way in which no other is as near is enough."""
    more = _syllable_count(heard) - len(syllables(text)) if lang == "zh" else 0
    others: list[str] = []
    for way in ways:
        nearest = _nearest(way.readings(heard), way.said)
        near_too = [other for other in nearest if way.said[other] != way.said[text]]
        if not near_too:
            return Heard(text, heard, text, more)
        others += near_too
    return Heard(text, heard, others[0], more)


def _ways(lang: str, texts: Iterable[str]) -> tuple[Way, ...]:
    texts = tuple(texts)
    if lang == "en":
        return (
            Way({text: letters(text) for text in texts}, lambda heard: frozenset({letters(heard)})),
            Way({text: _sounds(text) for text in texts}, lambda heard: frozenset({_sounds(heard)})),
        )
    return (Way({text: "".join(each[:-1] for each in syllables(text)) for text in texts}, _pinyin),)


def letters(text: str) -> str:
    """English as it is compared: letters alone."""
    return "".join(re.findall("[a-z]+", _written_out(text).casefold()))


def _sounds(text: str) -> str:
    """English by ear: phonemes without stress and pauses."""
    return re.sub("[^a-zA-Z\u0250-\u02a8\u1d00-\u1dbfæðŋθ]", "", english(_written_out(text), british=False))


def _pinyin(heard: str) -> frozenset[str]:
    """What was heard, in words, and sign by sign, since a homophone has no place in a word."""
    from pypinyin import lazy_pinyin

    signs = re.findall("[\u4e00-\u9fff]", _written_out_zh(heard))
    return frozenset({"".join(lazy_pinyin("".join(signs))), "".join(lazy_pinyin(signs))})


def _written_out(text: str) -> str:
    words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    plain = re.sub(r"\b10\b", "ten", text)
    return re.sub(r"\d", lambda found: f" {words[int(found[0])]} ", plain)


def _written_out_zh(text: str) -> str:
    return re.sub(r"10|\d", lambda found: "十" if found[0] == "10" else "零一二三四五六七八九"[int(found[0])], text)


def _syllable_count(heard: str) -> int:
    return len(re.findall("[\u4e00-\u9fff]|[A-Za-z]+", _written_out_zh(heard)))


def _nearest(heard: frozenset[str], said: Mapping[str, str]) -> Sequence[str]:
    """The texts with the fewest letters to be changed; several, where they differ equally."""
    pairs = Counter(_pairs(min(heard)))

    def shared(text: str) -> float:
        own = Counter(_pairs(said[text]))
        return 2 * (pairs & own).total() / max(1, pairs.total() + own.total())

    near = sorted(said, key=shared, reverse=True)[:CANDIDATES]
    distances = {text: min(_distance(letters, said[text]) for letters in heard) for text in near}
    least = min(distances.values())
    return [text for text in near if distances[text] == least]


def _distance(letters: str, text: str) -> float:
    """The share of letters to be changed."""
    return edits(letters, text) / max(len(letters), len(text), 1)


def _pairs(letters: str) -> list[str]:
    padded = f"^{letters}$"
    return [padded[place : place + 2] for place in range(len(padded) - 1)]


def edits(one: str, other: str) -> int:
    """Letters to be put in, left out or changed on the way from one to the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, theirs in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != theirs))
    return row[-1]


def _heard(stream: bytes, lang: str, recogniser: Path, kept: Path) -> str:
    file = kept / f"{hashlib.sha256(stream).hexdigest()[:24]}.txt"
    if not file.exists():
        kept.mkdir(parents=True, exist_ok=True)
        file.write_text(_recognised(decoded(stream), lang, recogniser), encoding="utf-8")
    return file.read_text(encoding="utf-8")


def _recognised(samples: Samples, lang: str, recogniser: Path) -> str:
    """What the recogniser writes down."""
    import ctranslate2
    from faster_whisper.tokenizer import Tokenizer

    whisper = _model(recogniser)
    words = Tokenizer(whisper.hf_tokenizer, True, task="transcribe", language=lang)
    heard = _at_rate(samples)
    room = max(WINDOW_S * RECOGNISER_RATE - heard.size, RECOGNISER_RATE)
    features = whisper.feature_extractor(np.pad(heard, (0, room)))
    given = ctranslate2.StorageView.from_array(
        np.ascontiguousarray(features[np.newaxis, :, : 2 * (features.shape[1] // 2)])
    )
    (found,) = whisper.model.generate(given, [[*words.sot_sequence, words.no_timestamps]], beam_size=5)
    written: str = words.decode(found.sequences_ids[0])
    return written.strip()


@cache
def _model(folder: Path):  # type: ignore[no-untyped-def]  # its package has no types, and is not here as a rule
    from faster_whisper import WhisperModel

    found = hashlib.sha256((folder / "model.bin").read_bytes()).hexdigest()
    if found != RECOGNISER_SHA256:
        raise ValueError(f"the recogniser is not the one that the figures were found with: {found}")
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)


def _at_rate(samples: Samples) -> NDArray[np.float32]:
    """The clip at the recogniser's rate, by its spectrum; half a second of silence around it, as people leave it."""
    padded = np.pad(samples, RATE // 2)
    length = padded.size * RECOGNISER_RATE // RATE
    spectrum = np.fft.rfft(padded)[: length // 2 + 1]
    return (np.fft.irfft(spectrum, length) * length / padded.size).astype(np.float32)
