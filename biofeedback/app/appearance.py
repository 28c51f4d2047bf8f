"""Theme and motion of the screens: as asked for, else as they were chosen, else as they are shipped."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from biofeedback.appearance import ThemeName
from biofeedback.errors import BiofeedbackError
from biofeedback.store import profile
from biofeedback.store.remembered import recall, remember

VARIABLE = "BIOFEEDBACK_THEME"
"""The environment variable that names a theme for one run, as `--theme` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """How the screens are to look."""

    theme: ThemeName = ThemeName.DUSK
    still: bool = False  # nothing moves by itself; what tells a body what to do still changes


def take_theme(theme: ThemeName) -> None:
    """Use this theme in this run, and in the processes that it starts."""
    os.environ[VARIABLE] = theme.value


def appearance(environ: Mapping[str, str] = os.environ) -> Appearance:
    """As asked for in this run, else as kept. What cannot be read counts as not said."""
    kept = _kept()
    asked = environ.get(VARIABLE, "")
    return replace(kept, theme=ThemeName(asked)) if asked in list(ThemeName) else kept


def keep_appearance(wished: Appearance) -> None:
    """For all times in which nothing else is asked for. Raises StoreError."""
    before = recall()
    after = replace(before, theme=wished.theme.value, still=wished.still)
    if after != before:
        remember(after)


def _kept() -> Appearance:
    with suppress(BiofeedbackError, OSError):
        if profile.folder().is_dir():  # to ask for the looks makes no folder
            kept = recall()
            theme = ThemeName(kept.theme) if kept.theme in list(ThemeName) else ThemeName.DUSK
            return Appearance(theme=theme, still=kept.still)
    return Appearance()
