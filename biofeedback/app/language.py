"""The language in which the program speaks: as asked for, else as it was chosen, else as this computer is set."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace

from biofeedback.errors import BiofeedbackError
from biofeedback.languages import LANGUAGES
from biofeedback.store import profile
from biofeedback.store.remembered import recall, remember

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The environment's words for a language, in the order in which POSIX has them outrank each other."""


def language(asked: str | None = None) -> str:
    """The language of every sentence; `asked` outranks all else. What cannot be read counts as not said."""
    return asked or _kept() or _of_this_computer()


def keep_language(lang: str) -> None:
    """For all times in which none is asked for. Where it cannot be kept it holds for this time only."""
    with suppress(BiofeedbackError):
        before = recall()
        if before.lang != lang:
            remember(replace(before, lang=lang))


def _kept() -> str | None:
    with suppress(BiofeedbackError, OSError):
        if profile.folder().is_dir():  # to ask for a language makes no folder
            kept = recall().lang
            return kept if kept in LANGUAGES else None
    return None


def _of_this_computer() -> str:
    first, *_ = LANGUAGES
    said = next((value for name in LOCALE if (value := os.environ.get(name))), "")
    return next((lang for lang in LANGUAGES if said.lower().startswith(lang)), first)
