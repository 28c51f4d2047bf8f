"""All sentences of the program, in English and Chinese, as TOML beside this file.

`en/NAME.toml` and `zh/NAME.toml` hold the same keys (a test compares them); a code is `NAME.key`. Placeholders are
`str.format` fields, such as `{hr_bpm:.0f}`, and are the same in both languages. A number may bring the words that
follow it, for one and for any other: `{days:|day|days}` is "1 day" or "3 days", `{minutes:.0f|minute|minutes}` as well.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from biofeedback.errors import BiofeedbackError
from biofeedback.readable import readable
from biofeedback.why import Value, Why


@cache
def _catalogue(lang: str, name: str) -> dict[str, str]:
    file = resources.files(__name__) / lang / f"{name}.toml"
    table: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    return table


def keys_of(name: str) -> tuple[str, ...]:
    """The keys of a catalogue, such as "cues", in the order of its file."""
    return tuple(_catalogue("en", name))


def sentences(each: Iterable[str], texts: Texts) -> str:
    """Several whole sentences one after the other: with a space between them where the script has spaces."""
    return ("" if texts.lang == "zh" else " ").join(each)


COUNTS = "|"
"""In a placeholder: what follows is a word for one, and a word for any other number."""


SIGNED = ":+"
"""In a placeholder: a number with its sign, whose minus is a minus and no hyphen."""


class _Counting(Formatter):
    """Fills placeholders as `str.format` does, those that count with their word, and signed ones with a true minus."""

    def format_field(self, value: Any, format_spec: str) -> str:
        how, *words = format_spec.split(COUNTS)
        shown = str(super().format_field(value, how))
        if how.startswith("+"):
            shown = shown.replace("-", "\N{MINUS SIGN}")
        return shown if not words else f"{shown} {words[0] if shown == '1' else words[-1]}"


_counting = _Counting()


class Texts:
    """The sentences in one language."""

    def __init__(self, lang: str = "en") -> None:
        self.lang = lang

    def say(self, code: str, **values: Value) -> str:
        """The text with that code, its placeholders filled. An unknown code is a programming error (KeyError).

        Words among the values may come from anywhere, such as the name of a strap or a file: they are made readable.
        """
        name, key = code.split(".", 1)
        filled = {field: readable(value) if isinstance(value, str) else value for field, value in values.items()}
        text = _catalogue(self.lang, name)[key]
        special = COUNTS in text or SIGNED in text
        return _counting.format(text, **filled) if special else text.format(**filled)

    def raw(self, code: str) -> str:
        """The text with that code as it is written, its placeholders not filled."""
        name, key = code.split(".", 1)
        return _catalogue(self.lang, name)[key]

    def why(self, why: Why) -> str:
        """A reason in words."""
        return self.say(why.code, **dict(why.values))

    def problem(self, problem: BiofeedbackError) -> str:
        """An error in one line; in English where it has no words in other languages.

        The English message may hold more: what the system says of it, which comes in English only.
        """
        if self.lang == "en" or not problem.reasons:
            return readable(problem.message)
        reasons = "".join(self.why(reason) for reason in problem.reasons)
        if problem.file is None:
            return reasons
        if problem.line is None:
            return self.say("cli.problem_in", file=problem.file, problem=reasons)
        return self.say("cli.problem_at", file=problem.file, line=problem.line, problem=reasons)
