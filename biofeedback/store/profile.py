"""Whose data folder it is, where several people share one account of one machine. Nobody has to: without a profile
everything is in the data folder itself.

A profile is a folder of its own below it, with its own sessions, answers and strap, so that nobody's resting heart rate
is taken for another's. That keeps people apart, not secrets: whoever can use the account can read all of it.
"""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path

from biofeedback.config import data_folder
from biofeedback.errors import StoreError, UsageError, cause
from biofeedback.why import why

VARIABLE = "BIOFEEDBACK_PROFILE"
"""The environment variable that names a profile for one run, as `--profile` does."""

FOLDER_NAME = "profiles"
"""The folder below the data folder that holds a folder for each profile."""

KEPT_NAME = "profile"
"""The file in the data folder with the name of the profile that is taken where none is named."""

DEFAULT = "default"
"""How the data folder itself is named, where a name is needed; no profile may be called so."""

_NAME = re.compile(r"\w(?:[\w -]{0,30}\w)?")
"""Letters and digits of any script, spaces, - and _ within: at most 32, so that it is a folder on any system."""


def in_use() -> str | None:
    """The name of the profile that is in use; None: none, the data folder itself. Raises UsageError or StoreError.

    One that was never made is an error, not a new person: a slip of the pen must not begin with nothing known.
    """
    named = os.environ.get(VARIABLE) or kept()
    if named is None or named == DEFAULT:
        return None
    name = checked(named)
    if not _path(name).is_dir():
        raise UsageError(
            f"there is no profile {name}: make it with `biofeedback profiles new {name}`",
            reasons=(why("profiles.none", name=name),),
        )
    return name


def folder() -> Path:
    """The folder of whoever is in use. Raises UsageError or StoreError."""
    name = in_use()
    return data_folder() if name is None else _path(name)


def names() -> tuple[str, ...]:
    """The profiles there are, but for the data folder itself."""
    with suppress(OSError):
        return tuple(sorted(each.name for each in (data_folder() / FOLDER_NAME).iterdir() if each.is_dir()))
    return ()


def checked(name: str) -> str:
    """The name in the one form it is kept in. Raises UsageError where it is none."""
    name = unicodedata.normalize("NFC", name)
    if _NAME.fullmatch(name) is None or name.casefold() == DEFAULT:
        raise UsageError(
            f"a profile's name has letters, digits, spaces, - and _, at most 32 of them, not {name[:40]!r}",
            reasons=(why("profiles.bad_name", name=name[:40]),),
        )
    return next((each for each in names() if each.casefold() == name.casefold()), name)


def _path(name: str) -> Path:
    return data_folder() / FOLDER_NAME / name


def kept() -> str | None:
    """The name that is kept as the one to take; None: none. Raises StoreError."""
    file = data_folder() / KEPT_NAME
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeError) as problem:
        reason = cause(problem) if isinstance(problem, OSError) else "not text"
        raise StoreError(
            f"{file}: cannot be read ({reason}); delete it to begin afresh",
            reasons=(why("store.delete_it", file=str(file)),),
        ) from problem
