"""The shipped voices: a clip for every spoken text, as loud and as short as it must be, and none of old words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from biofeedback.cues.lines import spoken_lines
from biofeedback.cues.rooms import rooms
from biofeedback.languages import LANGUAGES
from biofeedback.sound.decoding import RATE, decoded
from biofeedback.sound.loudness import LEVEL_LUFS, MOST_PEAK, TOLERANCE_LU, loudness_lufs, true_peak
from biofeedback.sound.pack import DEFAULT, Clip, Pack, open_voice, voices
from biofeedback.sound.rendering.making import made_with
from biofeedback.sound.rendering.parts import VOICES
from biofeedback.sound.rendering.reading import reading_hash, syllables
from biofeedback.sound.silence import leading_silence_s
from protocols.library import load, names

MOST_LEAD_S = 0.05
"""Silence before the first sound, s."""

MOST_BYTES = 25_000_000
"""All voices together, so that the program stays quick to install."""

SAMPLE = 29
"""Every so manieth clip is decoded here, and all of them with the slow tests: some two thousand take a minute."""

SYLLABLE_S = (0.11, 0.48)
"""Shortest and longest mean syllable of a Mandarin clip with its pauses, s: spoken at 3.8 to 4 a second. A syllable too
many at the beginning of a short clip, or a part of a sentence lost, leaves it."""

FEW_SYLLABLES = 4
"""Shorter texts are said more slowly, and the silence at the ends of their clips counts for more."""

SHIPPED = [voice for voice in VOICES if voice.name in voices(voice.lang)]


def pack(name: str) -> Pack:
    """A shipped voice."""
    (lang,) = (voice.lang for voice in VOICES if voice.name == name)
    found = open_voice(lang, name)
    assert isinstance(found, Pack)
    return found


def clips() -> Iterator[tuple[Pack, Clip]]:
    """Every clip of every voice."""
    for voice in SHIPPED:
        found = pack(voice.name)
        yield from ((found, clip) for clip in found.index.clips)


def test_each_language_has_its_default_voice() -> None:
    """And those that are shipped are those that can be made."""
    assert set(DEFAULT) == set(LANGUAGES)
    for lang in LANGUAGES:
        assert voices(lang)[0] == DEFAULT[lang]
        assert set(voices(lang)) <= {voice.name for voice in VOICES if voice.lang == lang}
    assert voices("xx") == ()
    assert open_voice("xx") is None


@pytest.mark.parametrize("voice", SHIPPED, ids=lambda voice: voice.name)
def test_every_spoken_text_has_its_clip_and_no_clip_is_stale(voice: object) -> None:
    """Where this fails, `make voice` renders what changed."""
    name = getattr(voice, "name", "")
    lang = getattr(voice, "lang", "")
    index = pack(name).index
    lines = spoken_lines(lang)
    held = {clip.hash: clip for clip in index.clips}

    assert not [line.id for line in lines if line.hash not in held], "no clip, or one of older words"
    assert not [clip.ids for clip in index.clips if clip.hash not in {line.hash for line in lines}], "nobody says it"
    assert {line.id for line in lines} == {name for clip in index.clips for name in clip.ids}
    assert index.made_with == made_with(next(each for each in VOICES if each.name == name))
    if lang == "zh":
        misread = [line.text for line in lines if held[line.hash].reading != reading_hash(line.text)]
        assert not misread, "read otherwise than the table says today"


def test_all_voices_together_stay_small() -> None:
    """What everybody downloads."""
    assert sum(file.stat().st_size for file in _files()) <= MOST_BYTES


def test_every_clip_is_as_loud_as_the_others_and_begins_at_once() -> None:
    """By the figures in the index, of which a sample is measured again below."""
    wrong = [
        (pack.name, clip.ids[0], clip.lufs, clip.peak, clip.lead_s)
        for pack, clip in clips()
        if abs(clip.lufs - LEVEL_LUFS) > TOLERANCE_LU or clip.peak >= MOST_PEAK or clip.lead_s >= MOST_LEAD_S
    ]

    assert not wrong


def test_the_figures_of_the_index_are_true_of_a_sample() -> None:
    """What is decoded is what the index says: length, loudness, peak, silence before it."""
    _measure(SAMPLE)


@pytest.mark.slow
def test_the_figures_of_the_index_are_true_of_every_clip() -> None:
    """All of them."""
    _measure(1)


def _measure(every: int) -> None:
    for number, (voice, clip) in enumerate(clips()):
        if number % every:
            continue
        samples = decoded(voice.encoded(clip))
        assert samples.size == clip.samples, clip.ids
        assert loudness_lufs(samples, RATE) == pytest.approx(clip.lufs, abs=0.05), clip.ids
        assert true_peak(samples) == pytest.approx(clip.peak, abs=0.005), clip.ids
        assert leading_silence_s(samples) == pytest.approx(clip.lead_s, abs=0.011), clip.ids


def test_no_mandarin_clip_is_longer_or_shorter_than_its_syllables() -> None:
    """A quick look at what `make hear` listens to: more syllables than the text has, or a part of it lost."""
    texts = {line.hash: line.text for line in spoken_lines("zh")}
    wrong = []
    for voice, clip in clips():
        if voice.index.lang == "zh" and clip.hash in texts:
            each_s = clip.samples / RATE / len(syllables(texts[clip.hash]))
            few = len(syllables(texts[clip.hash])) < FEW_SYLLABLES
            if not SYLLABLE_S[0] < each_s < SYLLABLE_S[1] * (1.5 if few else 1):
                wrong.append((voice.name, texts[clip.hash], round(each_s, 2)))

    assert not wrong


@pytest.mark.parametrize("voice", SHIPPED, ids=lambda voice: voice.name)
def test_words_end_within_their_phase(voice: object) -> None:
    """Of a tension above all: words that outlast it keep a body straining. In every step of every shipped protocol."""
    name, lang = getattr(voice, "name", ""), getattr(voice, "lang", "")
    found = pack(name)
    late = [
        (protocol.name, room.line.id, found.length_s(room.line), room.room_s)
        for protocol in map(load, names())
        for room in rooms(protocol, lang)
        if (found.length_s(room.line) or 0.0) > room.room_s
    ]

    assert not late


def _files() -> list[Path]:
    folder = Path(__file__).resolve().parents[2] / "biofeedback" / "sound" / "voices"
    return sorted(folder.rglob("*.voice"))


def test_attribution_and_licence_travel_with_the_voices() -> None:
    """Wherever the clips go, what they were made of is said."""
    folder = Path(__file__).resolve().parents[2] / "biofeedback" / "sound" / "voices"
    notice = (folder / "NOTICE.md").read_text(encoding="utf-8")

    assert "Apache License" in (folder / "LICENSE-APACHE-2.0.txt").read_text(encoding="utf-8")
    assert all(voice.name in notice for voice in VOICES)
