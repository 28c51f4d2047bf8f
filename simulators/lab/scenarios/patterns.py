"""Patterns of happenings, as a scenario writes them: `cue tense feet`, `stop irregular`, `pause | stop`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from simulators.lab.scenarios.happenings import GROUPED, WORDS, Happening, Happens

OR = "|"
"""Between two kinds of happenings of which either will do."""


class UnknownWord(ValueError):
    """A word that no such happening can have; the message is what was expected instead."""

    def __init__(self, word: str, known: Collection[str]) -> None:
        near = get_close_matches(word, known, 1)
        super().__init__(f"did you mean {near[0]!r}?" if near else "one of " + ", ".join(known))
        self.word = word


@dataclass(frozen=True, slots=True)
class OneOf:
    """A kind, and words that the happening must all have."""

    kind: Happens
    words: tuple[str, ...]

    def fits(self, happening: Happening) -> bool:
        """Whether it is meant."""
        return happening.kind is self.kind and set(self.words) <= set(happening.words)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any of some kinds of happenings."""

    text: str
    either: tuple[OneOf, ...]

    def fits(self, happening: Happening) -> bool:
        """Whether it is one of those that are meant."""
        return any(each.fits(happening) for each in self.either)


def parse(text: str, groups: Collection[str]) -> Pattern:
    """The pattern of a text; `groups`: ids of the muscle groups there are. Raises UnknownWord."""
    return Pattern(text, tuple(_one(part.split(), groups) for part in text.split(OR)))


def _one(words: list[str], groups: Collection[str]) -> OneOf:
    kinds = [each.value for each in Happens]
    first, *others = words or [""]
    if first not in kinds:
        raise UnknownWord(first, kinds)
    kind = Happens(first)
    known = (*WORDS[kind], *(groups if kind in GROUPED else ()))
    for word in others:
        if word not in known:
            raise UnknownWord(word, known or ("nothing more",))
    return OneOf(kind, tuple(others))
