"""What the words of a protocol may be: how long they take to say, and what is never said.

Both concern safety. Words that outlast the tension they announce keep a body straining; words that ask for all one's
strength or for a held breath undo every limit in numbers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from protocols.training import Words

WORDS_PER_S = 2.2
"""Unhurried English, words/s: about 130 a minute, the slow end of recorded relaxation guidance."""

CHARACTERS_PER_S = 4.0
"""Unhurried Mandarin, characters/s: radio news is read at about 5."""

PAUSE_S = 0.4
"""A breath between two sentences, s."""

MAX_COLUMNS = 320
"""Longest text, terminal columns: four lines of 80, about what is remembered with closed eyes."""

MAX_TITLE_COLUMNS = 40
"""Longest title or name of a muscle group, terminal columns: it must fit beside a clock on a small screen."""

BANNED = (
    # effort: tension is never maximal (S0, S1)
    "as hard as", "as tight as", "as tightly as", "as strongly as", "as much as you can", "maximum", "maximal",
    "all your strength", "all your might", "with full force", "squeeze hard", "very hard",
    "用力到极限", "尽全力", "用尽", "最大力", "使劲", "尽可能用力", "拼命", "全力",
    # breath: never held under strain (S0)
    "hold your breath", "hold the breath", "holding your breath", "hold it in", "stop breathing", "without breathing",
    "屏住", "屏气", "憋气", "憋住", "闭气", "停止呼吸", "不要呼吸",
    # pain is a sign to stop, never something to work through
    "through the pain", "ignore the pain", "ignore pain", "忍住疼", "忍着疼", "忍痛",
)  # fmt: skip
"""Never said, not even to warn of it: with closed eyes the "do not" is easily lost. Say what to do instead."""

SIGNS = {"en": "^[^\u4e00-\u9fff]+$", "zh": "[\u4e00-\u9fff]"}
"""What a text of each language looks like, as a regular expression that JSON Schema knows too."""

_SENTENCE_END = re.compile(r"[.!?:…;。！？：；]+")


@dataclass(frozen=True, slots=True)
class Said:
    """One text of a protocol file, with its key and its language."""

    where: str
    lang: str
    text: str


def speaking_s(text: str, lang: str) -> float:
    """About how long `text` takes to say calmly, s."""
    sentences = len([part for part in _SENTENCE_END.split(text) if part.strip()])
    if lang == "zh":
        said = sum(1 for sign in text if unicodedata.category(sign)[0] in "LN") / CHARACTERS_PER_S
    else:
        said = len(text.split()) / WORDS_PER_S
    return said + PAUSE_S * max(0, sentences - 1)


def saying_s(*said: Words) -> float:
    """About how long these take to say calmly, one after the other, in the slower language, s."""
    return max(sum(speaking_s(part.say(lang), part.language(lang)) for part in said) for lang in SIGNS)


def banned_in(text: str) -> str | None:
    """The first banned phrase in `text`."""
    plain = " ".join(text.casefold().split())
    return next((phrase for phrase in BANNED if phrase in plain), None)


def speaks(text: str, lang: str) -> bool:
    """Whether `text` can be of that language at all: Chinese has Chinese signs, English has letters and none."""
    return re.search(SIGNS[lang], text) is not None and any(sign.isalpha() for sign in text)


def hidden_in(text: str) -> str | None:
    """The code point of the first sign that does not show, such as an escape that would act on a terminal."""
    sign = next((sign for sign in text if unicodedata.category(sign)[0] == "C"), None)
    return None if sign is None else f"U+{ord(sign):04X}"


def flow(text: str, lang: str) -> str:
    """The text on one line: line ends of the file become a space in English and nothing in Chinese."""
    return ("" if lang == "zh" else " ").join(part.strip() for part in text.split("\n") if part.strip())
