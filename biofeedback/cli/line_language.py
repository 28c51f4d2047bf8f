"""In which language a command line is answered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def language(arguments: Sequence[str]) -> str:
    """The language in which this command line is answered, whichever command it is for."""
    from biofeedback.app import language as languages
    from biofeedback.languages import LANGUAGES

    asked = [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    asked += [after for word, after in pairwise(arguments) if word == "--lang"]
    return languages.language(next((lang for lang in reversed(asked) if lang in LANGUAGES), None))
