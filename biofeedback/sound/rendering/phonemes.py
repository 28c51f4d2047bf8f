"""From a text to the phoneme signs that the model reads."""

# pyright: reportMissingImports=false
# What this loads is no dependency of the rest.

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import cache

from biofeedback.sound.rendering.reading import CHINESE, Spoken, read

_UTF8 = 1
"""espeak's number for a text in UTF-8."""

_IPA_TIED = 0x02 | 0x80 | ord("^") << 8
"""espeak's mode: the International Phonetic Alphabet, the signs of one sound tied by a circumflex."""

_PAUSES = re.compile(r"([,.;:!?]+)")
"""What makes a pause in English: espeak swallows it, the model reads it."""

_CHINESE_PAUSES = {"，": ",", "、": ",", "。": ".", "？": "?", "：": ":", "；": ";", "！": "!"}
"""Chinese punctuation, and the sign that the model was taught with."""

_LIKE_ENGLISH = {
    "ʔˌn\u0329": "ʔn", "ʔn\u0329": "ʔn", "a^ɪ": "I", "a^ʊ": "W", "d^ʒ": "ʤ", "t^ʃ": "ʧ", "e^ɪ": "A", "ɔ^ɪ": "Y",
    "ə^l": "ᵊl", "e": "A", "ʲo": "jo", "ʲə": "jə", "ʲ": "", "ɚ": "əɹ", "r": "ɹ", "x": "k", "ç": "k", "ɐ": "ə",
    "ɬ": "l", "\u0303": "",
}  # fmt: skip
"""espeak's signs and those of the model, in English of both kinds. Longer ones are replaced first."""

_BRITISH = {"e^ə": "ɛː", "iə": "ɪə", "ə^ʊ": "Q"}
"""The same, in British English only."""

_AMERICAN = {"o^ʊ": "O", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ː": ""}
"""The same, in American English only."""

_EVERYWHERE = {"ɾ": "T", "ʔ": "t", "^": ""}
"""The same, once all else is replaced."""

_TONE_MARKS = {"˧˩˧": "↓", "˧˥": "↗", "˥˩": "↘", "˥": "→"}
"""Marks of Mandarin tones: third, second, fourth, first."""


def english(text: str, *, british: bool) -> str:
    """The signs of an English text."""
    parts = [_english_part(part, british) for part in _PAUSES.split(text) if part.strip()]
    return "".join(parts).strip()


def mandarin(text: str) -> str:
    """The signs of a Chinese text, read by the reviewed table; words, as a segmenter finds them, stand apart."""
    return re.sub(" +", " ", "".join(_mandarin_signs(read(text)))).strip()


def _english_part(part: str, british: bool) -> str:
    if _PAUSES.fullmatch(part):
        return f"{part} "
    signs = _espeak("en-gb-x-rp" if british else "en-us", part.strip())
    for told in (_LIKE_ENGLISH, _BRITISH if british else _AMERICAN, _EVERYWHERE):
        for theirs in sorted(told, key=len, reverse=True):
            signs = signs.replace(theirs, told[theirs])
        if told is _LIKE_ENGLISH:
            signs = re.sub("(\\S)\u0329", "ᵊ\\1", signs).replace("\u0329", "")
    return signs


def _espeak(voice: str, text: str) -> str:
    """The phonemes of one clause, as espeak writes them."""
    library = _library()
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise ValueError(f"espeak has no voice {voice}")
    rest = ctypes.c_char_p(text.encode())
    found: list[str] = []
    while rest.value is not None:
        said: bytes | None = library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA_TIED)
        found += [said.decode()] if said else []
    return " ".join(found)


@cache
def _library() -> ctypes.CDLL:
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    if library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0) <= 0:
        raise ValueError("espeak did not start")
    return library


def _mandarin_signs(said: tuple[Spoken, ...]) -> Iterator[str]:
    import jieba

    jieba.setLogLevel(60)
    place = 0
    for part in re.findall(f"{CHINESE.pattern}+|[^\u4e00-\u9fff]", "".join(each.sign for each in said)):
        if not CHINESE.match(part):
            yield f"{_CHINESE_PAUSES[part]} "
            place += 1
            continue
        words = list(jieba.cut(part))
        for word in words:
            yield "".join(_syllable(each.syllable or "") for each in said[place : place + len(word)])
            yield " " if word is not words[-1] else ""
            place += len(word)


@cache
def _syllable(pinyin: str) -> str:
    """The signs of one syllable."""
    from misaki.transcription import pinyin_to_ipa

    return "".join(_with_tone_mark(part) for part in pinyin_to_ipa(pinyin)[0])


def _with_tone_mark(signs: str) -> str:
    for theirs, mark in _TONE_MARKS.items():
        signs = signs.replace(theirs, mark)
    return signs.replace("ɻ\u0329", "ɨ").replace("ɹ\u0329", "ɨ").replace("\u032f", "")
