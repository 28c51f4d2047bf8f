"""How a Chinese text is read: each of its signs by the reviewed table `biofeedback/texts/readings.toml`, or an error.

The dictionaries that synthesisers use misread some places of these texts (落下, 肚子, the adverb 地 ...), and nobody
hears it before a person practises. So nothing is guessed here: what the table does not say is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from biofeedback.cues.words import text_hash

CHINESE = re.compile("[\u4e00-\u9fff]")
"""What is read as a syllable: the signs of the common block."""

_SYLLABLE = re.compile(r"[a-z]+[1-5]")
"""Pinyin with the number of its tone; 5 has none."""

_PAIR = re.compile(r"([\u4e00-\u9fff]) ([a-z]+[1-5])")
"""A sign and its reading, as `one` of the table lists them."""


class UnknownReadingError(ValueError):
    """A sign that the table does not read, or one of several readings in a word that the table does not have."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The reading of a sign outside the words in which it may have another."""

    reading: str
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """The table: single readings, usual ones, signs that are only read in words, and words."""

    one: Mapping[str, str]
    usually: Mapping[str, Usual]
    always_in_words: frozenset[str]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sign of a text: its syllable in pinyin (such as "luo4"), or None where it is punctuation.

    `begins` says whether a word of the table, or a sign outside of one, begins here.
    """

    sign: str
    syllable: str | None
    begins: bool = True


@cache
def readings() -> Readings:
    """The table beside the texts. A line that fits no form is a fault of the table (ValueError)."""
    text = (resources.files("biofeedback.texts") / "readings.toml").read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    words = {word: tuple(said.split()) for word, said in raw["words"].items()}
    for word, said in words.items():
        if len(word) != len(said) or not all(_SYLLABLE.fullmatch(each) for each in said):
            raise ValueError(f"readings.toml: {word} = {' '.join(said)!r} is not one syllable for each sign")
    return Readings(
        one=dict(_PAIR.findall(raw["one"])),
        usually={sign: Usual(each["reading"], tuple(each["unless"])) for sign, each in raw["usually"].items()},
        always_in_words=frozenset(raw["always_in_words"]),
        words=words,
    )


def read(text: str, table: Readings | None = None) -> tuple[Spoken, ...]:
    """Every sign of `text` with its syllable. UnknownReadingError where the table does not say how it is read."""
    table = table or readings()
    found: list[Spoken] = []
    for word in _words(text, table):
        said = table.words.get(word)
        place = sum(len(each.sign) for each in found)
        for number, sign in enumerate(word):
            syllable = said[number] if said else _alone(text, place, table)
            found.append(Spoken(sign, syllable, number == 0))
    return tuple(_with_changed_tones(found, table))


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of `text` in pinyin with tones."""
    return tuple(each.syllable for each in read(text) if each.syllable is not None)


def reading_hash(text: str) -> str:
    """By which a clip is known to be read as the table says today."""
    return text_hash(" ".join(syllables(text)))


def _words(text: str, table: Readings) -> Iterator[str]:
    """The text in words of the table, the longest first, and in single signs elsewhere."""
    longest = max(map(len, table.words), default=1)
    place = 0
    while place < len(text):
        lengths = range(min(longest, len(text) - place), 1, -1)
        length = next((n for n in lengths if text[place : place + n] in table.words), 1)
        yield text[place : place + length]
        place += length


def _alone(text: str, place: int, table: Readings) -> str | None:
    """The reading of a sign outside the words of the table."""
    sign = text[place]
    if not CHINESE.match(sign):
        if sign.isalnum():
            raise UnknownReadingError(f"{sign!r} in {text!r} is not Chinese: write it out")
        return None
    around = text[max(0, place - 6) : place + 7]
    if sign in table.always_in_words:
        raise UnknownReadingError(f"{sign} in {around!r} has several readings: add the word to [words]")
    usual = table.usually.get(sign)
    if usual is None:
        if sign not in table.one:
            raise UnknownReadingError(f"{sign} in {around!r} is not in readings.toml")
        return table.one[sign]
    for word in usual.unless:
        for begin in range(max(0, place - len(word) + 1), place + 1):
            if text.startswith(word, begin):
                raise UnknownReadingError(f"{sign} in {around!r} may be read otherwise in {word}: add it to [words]")
    return usual.reading


def _with_changed_tones(said: list[Spoken], table: Readings) -> Iterator[Spoken]:
    """一 and 不 change their tone before the next syllable; where a word of the table holds them, it says so itself."""
    for number, each in enumerate(said):
        following = said[number + 1].syllable if number + 1 < len(said) else None
        alone = each.begins and (number + 1 == len(said) or said[number + 1].begins)
        if following is None or not alone or each.sign not in "一不":
            yield each
        elif each.sign == "不":
            yield Spoken(each.sign, "bu2" if following[-1] == "4" else "bu4", each.begins)
        else:
            yield Spoken(each.sign, "yi2" if following[-1] in "45" else "yi4", each.begins)
